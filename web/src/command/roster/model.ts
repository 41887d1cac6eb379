// SPDX-License-Identifier: Apache-2.0
// Standing lists of a unit: its leading group, working groups and duty rosters, and who has the
// watch.
export type RosterKind = 'leading_group' | 'working_group' | 'duty';

export const roster_kinds: RosterKind[] = ['leading_group', 'working_group', 'duty'];

export interface RosterRow {
  id: string;
  kind: RosterKind;
  unit: string;
  name_zh: string;
  name_en: string;
  members_total: number;
  members_absent: number;
  first: string;
  first_name_zh: string;
  first_name_en: string;
  holder: string;
  holder_name_zh: string;
  holder_name_en: string;
  held_since: string;
  next: string;
  next_name_zh: string;
  next_name_en: string;
  handed_at: string;
  hand_over_overdue: boolean;
  on_shift: string;
  gap_from: string;
  gap_until: string;
}

export interface MemberRow {
  person: string;
  post: string;
  name_zh: string;
  name_en: string;
  unit: string;
  phone: string;
  absent: boolean;
  absent_until: string;
  stand_in: string;
  stand_in_name_zh: string;
  stand_in_name_en: string;
}

export interface Shift {
  from: string;
  until: string;
  person: string;
}

export interface ShiftRow extends Shift {
  name_zh: string;
  name_en: string;
}

export interface PassingRow {
  at: string;
  by: string;
  from: string;
  from_name_zh: string;
  from_name_en: string;
  to: string;
  to_name_zh: string;
  to_name_en: string;
  note: string;
  open_orders: string[];
  open_incidents: string[];
  orders_total: number;
  incidents_total: number;
  taken_at: string;
  taken_by: string;
}

export interface Roster extends RosterRow {
  members: MemberRow[];
  shifts: ShiftRow[];
  hand_overs: PassingRow[];
}

export interface OpenOrder {
  id: string;
  subject_zh: string;
  subject_en: string;
  priority: string;
  state: string;
  acknowledge_by: string;
  finish_by: string;
  overdue: boolean;
}

export interface OpenIncident {
  id: string;
  title_zh: string;
  title_en: string;
  severity: 'warning' | 'minor' | 'major' | 'critical';
  phase: string;
  unit: string;
  opened_at: string;
}

export interface OpenWork {
  orders: OpenOrder[];
  incidents: OpenIncident[];
  orders_total: number;
  incidents_total: number;
}
