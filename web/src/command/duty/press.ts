// SPDX-License-Identifier: Apache-2.0
// How an action of a duty is done from the page: with one press, with words, or, where evidence is
// asked, in the order's sheet. What is none of them is done where the thing itself is shown.
import type { DutyRow } from './model';

export type Press = 'press' | 'words' | 'sheet' | 'none';

const presses: Record<DutyRow['kind'], Record<string, Press>> = {
  order: {
    acknowledge: 'press',
    start: 'press',
    report: 'words',
    decline: 'words',
    finish: 'press',
  },
  alarm: { acknowledge: 'press' },
  incident: { assign: 'press' },
};

export function press_of(row: Pick<DutyRow, 'kind' | 'evidence'>, action: string): Press {
  if (row.kind === 'order' && action === 'finish' && row.evidence) return 'sheet';
  return presses[row.kind][action] ?? 'none';
}
