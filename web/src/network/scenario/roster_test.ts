// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { people_of, rotate } from './roster';

describe('a roster', () => {
  it('reads one person a line, with a phone number or without', () => {
    expect(people_of('Wang Fang +8613800001234\n\n Li Qiang,+8613900001234\nZhao')).toEqual([
      { person: 'Wang Fang', phone: '+8613800001234' },
      { person: 'Li Qiang', phone: '+8613900001234' },
      { person: 'Zhao', phone: '' },
    ]);
  });

  it('gives turns without a gap up to the very end', () => {
    const people = people_of('A\nB');
    const from = Date.parse('2020-01-23T00:00:00Z');
    const shifts = rotate(people, 8, from, from + 20 * 3_600_000);
    expect(shifts.map((shift) => shift.person)).toEqual(['A', 'B', 'A']);
    expect(shifts.map((shift) => shift.from)).toEqual([
      '2020-01-23T00:00:00.000Z',
      shifts[0]?.until,
      shifts[1]?.until,
    ]);
    expect(shifts[2]?.until).toBe('2020-01-23T20:00:00.000Z');
  });

  it('is empty without people or with turns of no length', () => {
    expect(rotate([], 8, 0, 1e9)).toEqual([]);
    expect(rotate(people_of('A'), 0, 0, 1e9)).toEqual([]);
  });
});
