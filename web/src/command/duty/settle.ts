// SPDX-License-Identifier: Apache-2.0
// What waits for me, kept still: a duty that no longer waits stays in its place, marked as settled,
// until the reader clears it; a new one waits behind the bar. So nothing slides under a thumb.
import type { DutyRow } from './model';

export interface HeldDuty {
  key: string;
  row: DutyRow;
  settled: boolean;
}

export interface Held {
  shown: HeldDuty[];
  fresh: HeldDuty[];
}

export const duty_key = (row: DutyRow) => `${row.kind}:${row.id}`;

export function settle(shown: readonly HeldDuty[], fetched: readonly DutyRow[]): Held {
  const waiting = new Map(fetched.map((row) => [duty_key(row), row]));
  const still = shown.map((held) => {
    const row = waiting.get(held.key);
    waiting.delete(held.key);
    return row ? { ...held, row, settled: false } : { ...held, settled: true };
  });
  const fresh = [...waiting].map(([key, row]) => ({ key, row, settled: false }));
  if (still.every((held) => held.settled)) return { shown: [...fresh], fresh: [] };
  return { shown: still, fresh };
}

// In the server's order: the oldest deadline first.
export function take_all(fetched: readonly DutyRow[]): HeldDuty[] {
  return fetched.map((row) => ({ key: duty_key(row), row, settled: false }));
}
