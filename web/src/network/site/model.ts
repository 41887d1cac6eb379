// SPDX-License-Identifier: Apache-2.0
// A key site: a place whose services lives depend on, and the state that its elements give it.
import type { TimelineEntry } from '@/base/time/model';

export type SiteState = 'normal' | 'degraded' | 'down' | 'stale' | 'suppressed';

// Worst first: the order of lists, of clusters and of legends.
export const site_states: SiteState[] = ['down', 'degraded', 'stale', 'suppressed', 'normal'];

export const site_kinds = [
  'designated_hospital',
  'makeshift_hospital',
  'fever_clinic',
  'hospital',
  'disease_control',
  'government',
  'command_centre',
  'supply',
  'other',
];

export interface SiteRow {
  id: string;
  name_zh: string;
  name_en: string;
  kind: string;
  tier: number;
  region: string;
  unit: string;
  longitude_deg: number;
  latitude_deg: number;
  address: string;
  state: SiteState;
  since: string;
  services_down: number;
  services_total: number;
  incident: string;
  scenario: string; // the assurance scenario that watches it now
  scenario_name_zh: string;
  scenario_name_en: string;
}

export interface ReasonLink {
  element: string;
  name: string;
  kind: string;
  condition: 'normal' | 'degraded' | 'down';
  alarm: string;
}

export interface Reason {
  service: string;
  chain: ReasonLink[];
  suppressed_by: string; // planned work that runs on its root; '' = an outage
}

export interface SiteService {
  kind: string;
  state: SiteState;
  elements: string[];
}

export interface Site extends SiteRow {
  services: SiteService[];
  reasons: Reason[];
  timeline: TimelineEntry[];
}

export interface DuplicatePair {
  left: SiteRow;
  right: SiteRow;
  similarity: number;
}
