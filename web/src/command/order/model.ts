// SPDX-License-Identifier: Apache-2.0
// An order, who has to do it and how far each of them is; the names are the server's.
import type { Level } from '@/command/unit/model';

export type Priority = 'urgent' | 'high' | 'normal';

export const priorities: Priority[] = ['urgent', 'high', 'normal'];

export type Step =
  | 'issued'
  | 'delivered'
  | 'read'
  | 'acknowledged'
  | 'started'
  | 'done'
  | 'declined'
  | 'handed_on'
  | 'released';

// In the order in which a recipient goes through them; from `done` on it owes nothing.
export const steps: Step[] = [
  'issued',
  'delivered',
  'read',
  'acknowledged',
  'started',
  'done',
  'declined',
  'handed_on',
  'released',
];

export type Way = 'issue' | 'escalation' | 'substitution' | 'hand_on' | 'widening';

// A unit, or a person of it; the server finds a person's unit where it is left out.
export interface Who {
  unit?: string;
  person?: string;
}

export interface Substitute {
  of: Who;
  by: Who;
}

export interface Evidence {
  note: boolean;
  number: string; // what is counted, "" for nothing
  photos: number;
}

// How far an order is; `delivered`, `acknowledged` and `started` count who has come further, too.
export interface Tally {
  total: number;
  delivered: number;
  acknowledged: number;
  started: number;
  done: number;
  declined: number;
  silent: number;
}

export interface OrderRow {
  id: string;
  subject_zh: string;
  subject_en: string;
  text: string;
  priority: Priority;
  issuer: string;
  issued_by: string;
  issued_at: string;
  acknowledge_by: string;
  start_by: string;
  finish_by: string;
  incident: string;
  state: 'open' | 'acknowledged' | 'done' | 'recalled';
  overdue: boolean;
  escalations: number;
  recipients_total: number;
  recipients_delivered: number;
  recipients_acknowledged: number;
  recipients_started: number;
  recipients_done: number;
  recipients_declined: number;
  recipients_silent: number;
  below_total: number; // recipients of the orders that it was passed down as
  below_delivered: number;
  below_acknowledged: number;
  below_started: number;
  below_done: number;
  below_declined: number;
  below_silent: number;
  done_percent: number;
  quorum: number;
  quorum_met: boolean;
  version: number; // how often it was amended
  amended_at: string;
  pass_down_to: Level; // group: it is not passed down
  parent: string;
  root: string;
  evidence: Evidence;
  unit: string;
  awaited: string[]; // units that have not acknowledged, the first twenty
}

export interface Recipient {
  key: string;
  order: string;
  depth: number; // 0: of the order itself
  urgency: number; // 0 the silent … 4 who owes nothing
  unit: string;
  unit_name_zh: string;
  unit_name_en: string;
  person: string; // "" for the unit itself
  person_name_zh: string;
  person_name_en: string;
  state: Step;
  way: Way;
  silent: boolean;
  late: boolean;
  acknowledge_by: string;
  start_by: string;
  finish_by: string;
  answer_by: string;
  delivered_at: string;
  read_at: string;
  acknowledged_at: string;
  acknowledged_by: string;
  started_at: string;
  done_at: string;
  note: string;
  number: number | null;
  photos: string[];
  check: string; // what the superior asks
  handed_back: number;
  escalated_at: string;
  escalated_to: string;
  escalated_to_person: string;
  in_charge: string;
  passed_down: string; // the order that it issued to the units below
  below_total: number;
  below_acknowledged: number;
  below_done: number;
  below_silent: number;
}

export interface Order extends OrderRow {
  recipients: Recipient[]; // the most pressing
  widen_to: Who[];
  substitutes: Substitute[];
}

export const is_before = (state: Step, step: Step) => steps.indexOf(state) < steps.indexOf(step);
export const owes = (one: Pick<Recipient, 'state'>) => is_before(one.state, 'done');

export const order_path = (id: string) => `/orders/${encodeURIComponent(id)}`;

// What names a recipient in an answer for it.
export const who_body = (one: Pick<Recipient, 'unit' | 'person'>): Who =>
  one.person ? { unit: one.unit, person: one.person } : { unit: one.unit };
