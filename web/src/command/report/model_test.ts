// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { compare, draw, sheet_of, type ReportPage } from './model';

function page_with(figures: Record<string, number>, corrected: string[] = []): ReportPage {
  return {
    content: {
      previous: '',
      figures: Object.entries(figures).map(([name, value]) => ({ name, value })),
      corrections: corrected.map((name) => ({ name, was: 0, is: 1 })),
    },
    labels: { sites_hit: 'Sites hit', orders_done: 'Orders done', alarms_open: 'Alarms open' },
  } as unknown as ReportPage;
}

describe('a report', () => {
  it('names the sheet that a link opens', () => {
    expect(sheet_of('/orders?open=order:420000-3')).toEqual({ kind: 'order', id: '420000-3' });
    expect(sheet_of('/units')).toBeNull();
    expect(sheet_of('')).toBeNull();
  });

  it('stands beside the one before, without what neither counts', () => {
    const now = page_with({ sites_hit: 3, orders_done: 0, alarms_open: 0, 'sites_hit.unit.1': 3 });
    const rows = compare(page_with({ sites_hit: 0 }), now);
    expect(rows.map(({ name, change }) => [name, change])).toEqual([['sites_hit', -3]]);
    const corrected = compare(page_with({ sites_hit: 1 }, ['sites_hit']), page_with({}));
    expect(corrected[0]).toMatchObject({ before: 0, now: 1, change: 1, corrected: true });
  });

  it('draws bars up to the highest, with a scale in round steps', () => {
    const picture = draw({
      categories: ['01-23', '01-24'],
      series: [{ name: 'raised', colour: 'down', values: [7, 0], figures: ['a', ''] }],
    });
    expect(picture.lines.map(({ value }) => value)).toEqual([0, 2, 4, 6, 8]);
    expect(picture.bars).toHaveLength(1);
    expect(picture.bars[0]).toMatchObject({ figure: 'a', height: (120 * 7) / 8 });
  });
});
