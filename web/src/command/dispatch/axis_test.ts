// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { axis_marks, hour_ms, ms_at, offset_ms, span_of_board, width_of, x_of } from './axis';

const zone = 'Asia/Shanghai';
const now = Date.parse('2020-01-23T19:20:00Z'); // 03:20 in Shanghai
const iso = (ms: number) => new Date(ms).toISOString();

describe('the time axis', () => {
  const axis = { from_ms: now, until_ms: now + 6 * hour_ms, px_per_hour: 100 };

  it('places a moment, and finds it again', () => {
    expect(x_of(axis, now)).toBe(0);
    expect(x_of(axis, now + 1.5 * hour_ms)).toBe(150);
    expect(ms_at(axis, 150)).toBe(now + 1.5 * hour_ms);
    expect(width_of(axis)).toBe(600);
  });

  it('marks the full hours of the zone, and midnight among them', () => {
    const until_ms = now + 24 * hour_ms;
    const marks = axis_marks({ from_ms: now, until_ms, px_per_hour: 60 }, zone);
    expect(iso(marks[0]?.ms ?? 0)).toBe('2020-01-23T20:00:00.000Z');
    expect(marks.every(({ ms }) => ms % hour_ms === 0)).toBe(true);
    expect(marks.filter(({ is_midnight }) => is_midnight).map(({ ms }) => iso(ms))).toEqual([
      '2020-01-24T16:00:00.000Z',
    ]);
  });

  it('marks full hours where the zone is half an hour off', () => {
    const [first] = axis_marks({ ...axis, px_per_hour: 60 }, 'Asia/Kolkata');
    expect(iso(first?.ms ?? 0)).toBe('2020-01-23T19:30:00.000Z');
  });

  it('keeps its marks apart however narrow an hour is', () => {
    for (const px_per_hour of [4, 16, 40, 75, 150, 400]) {
      const until_ms = now + 72 * hour_ms;
      const marks = axis_marks({ from_ms: now, until_ms, px_per_hour }, zone);
      for (const [at, mark] of marks.entries())
        if (at > 0) expect(mark.x - (marks[at - 1]?.x ?? 0)).toBeGreaterThanOrEqual(52);
      expect(marks.length).toBeGreaterThan(0);
    }
  });

  it('knows how far a zone is ahead', () => {
    expect(offset_ms(now, zone)).toBe(8 * hour_ms);
    expect(offset_ms(now, 'Asia/Kolkata')).toBe(5.5 * hour_ms);
    expect(offset_ms(now, 'UTC')).toBe(0);
  });
});

describe('what the board spans', () => {
  it('is from the hour before now to twelve hours on when there are no jobs', () => {
    const span = span_of_board(now, [], zone);
    expect(iso(span.from_ms)).toBe('2020-01-23T18:00:00.000Z');
    expect(iso(span.until_ms)).toBe('2020-01-24T08:00:00.000Z');
  });

  it('begins where work began that is under way, and ends after the last job', () => {
    const under_way = { depart_ms: now - 3 * hour_ms, finish_ms: now + hour_ms };
    const last = { depart_ms: now + 20 * hour_ms, finish_ms: now + 22 * hour_ms };
    const over = { depart_ms: now - 5 * hour_ms, finish_ms: now - hour_ms };
    const span = span_of_board(now, [under_way, last, over], zone);
    expect(iso(span.from_ms)).toBe('2020-01-23T16:00:00.000Z');
    expect(iso(span.until_ms)).toBe('2020-01-24T19:00:00.000Z');
  });

  it('stays within some days, whatever a plan says', () => {
    const endless = { depart_ms: 0, finish_ms: now + 1e12 };
    const span = span_of_board(now, [endless], zone);
    expect(span.until_ms - span.from_ms).toBeLessThanOrEqual(80 * hour_ms);
  });
});
