// SPDX-License-Identifier: Apache-2.0
// Channels and their notices as the server tells of them.

export const kinds = ['email', 'webhook'] as const;
export const subjects = [
  'issued',
  'amended',
  'recalled',
  'escalated',
  'supervised',
  'handed_back',
  'declined',
  'done',
  'report_released',
] as const;
// "issued" is told as "order.issued".
export const type_of = (subject: string): string =>
  subject === 'report_released' ? 'report.released' : `order.${subject}`;
export const priorities = ['normal', 'high', 'urgent'] as const;
export const notice_states = [
  'waiting',
  'handing_over',
  'sent',
  'refused',
  'in_doubt',
  'given_up',
  'shed',
] as const;
export type NoticeState = (typeof notice_states)[number];

export interface Channel {
  id: string;
  kind: (typeof kinds)[number];
  unit: string;
  label: string;
  address: string;
  about: string[];
  priority_min: (typeof priorities)[number];
  is_signed: boolean;
  paused: boolean;
  problem: string;
  waiting: number;
  sent: number;
  refused: number;
  in_doubt: number;
  given_up: number;
  shed: number;
}

export interface Notice {
  id: number;
  state: NoticeState;
  kind: (typeof kinds)[number];
  channel: string;
  person: string;
  unit: string;
  type: string;
  order: string;
  subject_zh: string;
  subject_en: string;
  priority: (typeof priorities)[number];
  at: string;
  attempts: number;
  answer: string;
  may_have_arrived: boolean;
  changed_at: string;
  key: string;
}

export const is_over = (state: NoticeState): boolean =>
  state !== 'waiting' && state !== 'handing_over';
export const may_send_again = (state: NoticeState): boolean => is_over(state) && state !== 'sent';
