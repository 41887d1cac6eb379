// SPDX-License-Identifier: Apache-2.0
// How far an order is, in parts that add up to the whole: each recipient stands in one of them.
import type { OrderRow, Tally } from './model';

export type Part = 'done' | 'started' | 'acknowledged' | 'waiting' | 'silent' | 'declined';

// From left to right in the bar; in words the silent come first.
export const parts: Part[] = ['done', 'started', 'acknowledged', 'waiting', 'declined', 'silent'];
export const parts_spoken: Part[] = [
  'silent',
  'declined',
  'waiting',
  'acknowledged',
  'started',
  'done',
];

export function own_tally(row: OrderRow): Tally {
  return {
    total: row.recipients_total,
    delivered: row.recipients_delivered,
    acknowledged: row.recipients_acknowledged,
    started: row.recipients_started,
    done: row.recipients_done,
    declined: row.recipients_declined,
    silent: row.recipients_silent,
  };
}

export function below_tally(row: OrderRow): Tally {
  return {
    total: row.below_total,
    delivered: row.below_delivered,
    acknowledged: row.below_acknowledged,
    started: row.below_started,
    done: row.below_done,
    declined: row.below_declined,
    silent: row.below_silent,
  };
}

export function sum(a: Tally, b: Tally): Tally {
  return {
    total: a.total + b.total,
    delivered: a.delivered + b.delivered,
    acknowledged: a.acknowledged + b.acknowledged,
    started: a.started + b.started,
    done: a.done + b.done,
    declined: a.declined + b.declined,
    silent: a.silent + b.silent,
  };
}

export function counts_of(tally: Tally): Record<Part, number> {
  const unanswered = tally.total - tally.acknowledged - tally.declined;
  return {
    done: tally.done,
    started: tally.started - tally.done,
    acknowledged: tally.acknowledged - tally.started,
    waiting: unanswered - tally.silent,
    silent: tally.silent,
    declined: tally.declined,
  };
}

// Whole percents that never round somebody away: more than nobody is at least 1, not all is at most
// 99.
export function percent(count: number, total: number): number {
  if (total <= 0 || count <= 0) return 0;
  if (count >= total) return 100;
  return Math.min(99, Math.max(1, Math.round((100 * count) / total)));
}

// Which recipients a part counts, as the list of them is asked. Who only came in by escalation is
// in no part.
export function part_query(part: Part): Record<string, string> {
  const counted = { 'way.ne': 'escalation' };
  if (part === 'silent') return { ...counted, silent: 'true' };
  if (part === 'waiting') return { ...counted, state: 'issued,delivered,read', silent: 'false' };
  return { ...counted, state: part };
}
