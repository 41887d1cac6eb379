// SPDX-License-Identifier: Apache-2.0
// How an incident lies in the network, as the server tells it.
import type { SiteState } from '@/network/site/model';

export type Role = 'root' | 'explained' | 'carries_on' | 'site';

export interface TopologyNode {
  id: string;
  name: string;
  name_en: string;
  kind: string;
  condition: SiteState | '';
  own: string;
  root: string;
  since: string;
  alarms_open: number;
  role: Role;
  level: number;
  count: number;
  known: boolean;
  sure_percent: number;
  services: string[];
}

export interface TopologyEdge {
  from: string;
  to: string;
  group: number;
  relation: 'needed' | 'alternative';
  count: number;
}

export interface Topology {
  incident: string;
  root: string;
  remarks: string[];
  nodes: TopologyNode[];
  edges: TopologyEdge[];
  elements_hit: number;
  sites_hit: number;
  sites_standing: number;
  left_out: number;
}

export const is_crowd = (node: TopologyNode) => node.count > 1;
