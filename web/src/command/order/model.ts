// SPDX-License-Identifier: Apache-2.0
// An order and where it stands with each of its recipients.

export type Priority = 'urgent' | 'high' | 'normal';

export const priorities: Priority[] = ['urgent', 'high', 'normal'];

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
  finish_by: string;
  incident: string;
  state: 'open' | 'acknowledged' | 'done' | 'recalled';
  overdue: boolean;
  escalations: number;
  recipients_total: number;
  recipients_acknowledged: number;
  recipients_done: number;
  awaited: string[]; // units that have not acknowledged, the first twenty
}

export interface Recipient {
  unit: string;
  unit_name_zh: string;
  unit_name_en: string;
  state: 'issued' | 'received' | 'acknowledged' | 'done' | 'declined';
  received_at: string;
  acknowledged_at: string;
  acknowledged_by: string;
  done_at: string;
  note: string;
  escalated_at: string;
  escalated_to: string;
}

export interface Order extends OrderRow {
  recipients: Recipient[];
}
