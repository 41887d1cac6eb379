// SPDX-License-Identifier: Apache-2.0
// opened → assigned → mitigated → resolved → closed; merged: it goes on in another incident
import type { JobState } from '@/command/job/model';
import type { Severity } from '@/network/alarm/model';

export type Phase = 'opened' | 'assigned' | 'mitigated' | 'resolved' | 'closed' | 'merged';

export const phases: Phase[] = ['opened', 'assigned', 'mitigated', 'resolved', 'closed', 'merged'];

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
  crew_state: JobState | ''; // how far crews are with it; '': none was called
  order_at: string; // when the first of the orders that wait goes out
  units_to_order: string[]; // that orders wait for
}

export interface PendingOrder {
  unit: string;
  order_at: string;
}

export interface Incident extends IncidentRow {
  sites: string[];
  alarms: string[];
  orders: string[];
  orders_pending: PendingOrder[];
}
