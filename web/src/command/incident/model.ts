// SPDX-License-Identifier: Apache-2.0
// opened → assigned → mitigated → resolved → closed
import type { Severity } from '@/network/alarm/model';

export type Phase = 'opened' | 'assigned' | 'mitigated' | 'resolved' | 'closed';

export const phases: Phase[] = ['opened', 'assigned', 'mitigated', 'resolved', 'closed'];

export interface IncidentRow {
  id: string;
  title_zh: string;
  title_en: string;
  phase: Phase;
  severity: Severity;
  unit: string;
  region: string;
  element: string;
  sure_percent: number; // that the element is the root
  merged_into: string;
  opened_at: string;
  changed_at: string;
  resolved_at: string;
  assignee: string;
  sites_hit: number;
  alarms_open: number;
  alarms_total: number;
  orders_open: number;
}

export interface Incident extends IncidentRow {
  sites: string[];
  alarms: string[];
  orders: string[];
}
