// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { edge_pace, kept_in_place, rows_in_sight, scroll_to_row } from './rows';

describe('rows in sight', () => {
  it('are those seen and a few beyond, never outside of the table', () => {
    expect(rows_in_sight(0, 400, 40, 300)).toEqual({ first: 0, end: 16 });
    expect(rows_in_sight(4000, 400, 40, 300)).toEqual({ first: 94, end: 116 });
    expect(rows_in_sight(11600, 400, 40, 300)).toEqual({ first: 284, end: 300 });
    expect(rows_in_sight(0, 400, 40, 0)).toEqual({ first: 0, end: 0 });
  });

  it('are none too many when the table shrank below where it was scrolled to', () => {
    expect(rows_in_sight(9000, 400, 40, 10)).toEqual({ first: 10, end: 10 });
  });

  it('cover every row that is seen at any place', () => {
    for (let top = 0; top < 3000; top += 7) {
      const { first, end } = rows_in_sight(top, 333, 46, 60);
      expect(first * 46).toBeLessThanOrEqual(top);
      expect(end * 46).toBeGreaterThanOrEqual(Math.min(60 * 46, top + 333));
    }
  });
});

describe('scrolling to a row', () => {
  it('moves only as far as needed', () => {
    expect(scroll_to_row(5, 0, 400, 40)).toBe(0);
    expect(scroll_to_row(10, 0, 400, 40)).toBe(40);
    expect(scroll_to_row(2, 400, 400, 40)).toBe(80);
  });
});

describe('a job held near an edge', () => {
  it('scrolls there, the faster the nearer', () => {
    expect(edge_pace(200, 0, 400)).toBe(0);
    expect(edge_pace(30, 0, 400)).toBeLessThan(0);
    expect(edge_pace(5, 0, 400)).toBeLessThan(edge_pace(30, 0, 400));
    expect(edge_pace(395, 0, 400)).toBeGreaterThan(edge_pace(370, 0, 400));
    expect(edge_pace(4000, 0, 400)).toBe(18);
  });
});

describe('rows that come and go above what is read', () => {
  const rows = (...crews: string[]) => crews.map((crew) => ({ crew }));

  it('move the table with them', () => {
    expect(kept_in_place(rows('b', 'd'), rows('a', 'b', 'c', 'd'), 46, 46)).toBe(2 * 46);
    expect(kept_in_place(rows('a', 'b', 'c'), rows('c'), 92, 46)).toBe(-2 * 46);
  });

  it('leave it alone where nothing came above, or the row has gone', () => {
    expect(kept_in_place(rows('a', 'b'), rows('a', 'b', 'c'), 50, 46)).toBe(0);
    expect(kept_in_place(rows('a', 'b'), rows('a'), 46, 46)).toBe(0);
    expect(kept_in_place([], rows('a'), 0, 46)).toBe(0);
  });
});
