// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { counts_of, part_query, parts, parts_spoken, percent, sum } from './progress';

const tally = {
  total: 31,
  delivered: 30,
  acknowledged: 20,
  started: 12,
  done: 5,
  declined: 2,
  silent: 4,
};

describe('the progress of an order', () => {
  it('puts every recipient into one part', () => {
    const counts = counts_of(tally);
    expect(counts).toEqual({
      done: 5,
      started: 7,
      acknowledged: 8,
      waiting: 5,
      silent: 4,
      declined: 2,
    });
    expect(Object.values(counts).reduce((a, b) => a + b)).toBe(tally.total);
  });

  it('adds what came down to what was issued', () => {
    expect(sum(tally, { ...tally, silent: 1 })).toMatchObject({ total: 62, silent: 5, done: 10 });
  });

  it('does not round the last silent unit away', () => {
    expect(percent(1, 100_000)).toBe(1);
    expect(percent(99_999, 100_000)).toBe(99);
    expect(percent(100_000, 100_000)).toBe(100);
    expect(percent(0, 31)).toBe(0);
    expect(percent(0, 0)).toBe(0);
  });

  it('says the silent first, and each part once', () => {
    expect(parts_spoken[0]).toBe('silent');
    expect([...parts_spoken].sort()).toEqual([...parts].sort());
  });

  it('asks for those that it counts', () => {
    expect(part_query('silent')).toEqual({ 'way.ne': 'escalation', silent: 'true' });
    expect(part_query('waiting').state).toBe('issued,delivered,read');
    expect(part_query('done').state).toBe('done');
  });
});
