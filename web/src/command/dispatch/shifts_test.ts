// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { hour_ms } from './axis';
import { crew } from './fixtures';
import { shift_spans } from './shifts';

const from_ms = Date.parse('2020-01-23T00:00:00Z');
const axis = { from_ms, until_ms: from_ms + 24 * hour_ms, px_per_hour: 50 };
const at = (hour: number) => new Date(from_ms + hour * hour_ms).toISOString();
const hours = (spans: ReturnType<typeof shift_spans>) =>
  spans.map((one) => [
    one.kind,
    (one.from_ms - from_ms) / hour_ms,
    (one.until_ms - from_ms) / hour_ms,
  ]);

describe('when a crew does not work', () => {
  it('is before, between and after its shifts, and in its breaks', () => {
    const shifts = [
      { from: at(16), until: at(20), breaks: [] },
      { from: at(2), until: at(10), breaks: [{ from: at(6), until: at(6.5) }] },
    ];
    expect(hours(shift_spans(shifts, null, axis))).toEqual([
      ['off', 0, 2],
      ['break', 6, 6.5],
      ['off', 10, 16],
      ['off', 20, 24],
    ]);
  });

  it('is known by the shift of the list until the crew’s page has come', () => {
    const row = crew({ shift_from: at(-3), shift_until: at(5) });
    expect(hours(shift_spans(null, row, axis))).toEqual([['off', 5, 24]]);
  });

  it('is all the time where there is no shift, and never where one spans all', () => {
    expect(hours(shift_spans([], null, axis))).toEqual([['off', 0, 24]]);
    expect(shift_spans([{ from: at(-1), until: at(30), breaks: [] }], null, axis)).toEqual([]);
  });

  it('bears a shift that makes no sense', () => {
    const odd = [{ from: at(9), until: at(4), breaks: [] }];
    expect(hours(shift_spans(odd, null, axis))).toEqual([['off', 0, 24]]);
  });
});
