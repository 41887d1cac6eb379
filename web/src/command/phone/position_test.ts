// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { metres_between } from '@/command/job/model';
import { is_worth_telling } from './position';

const at = (latitude_deg: number, at_ms: number) => ({
  place: { longitude_deg: 114.3, latitude_deg },
  at_ms,
});
const minute_ms = 60_000;

describe('where a crew is', () => {
  it('is told the first time', () => {
    expect(is_worth_telling(null, at(30.6, 0))).toBe(true);
  });

  it('is told at most once a minute', () => {
    expect(is_worth_telling(at(30.6, 0), at(30.7, minute_ms - 1))).toBe(false);
    expect(is_worth_telling(at(30.6, 0), at(30.7, minute_ms))).toBe(true);
  });

  it('is told after 200 m, and after five minutes without', () => {
    const [near, far] = [at(30.6017, minute_ms), at(30.6019, minute_ms)];
    expect(metres_between(at(30.6, 0).place, near.place)).toBeLessThan(200);
    expect(metres_between(at(30.6, 0).place, far.place)).toBeGreaterThan(200);
    expect(is_worth_telling(at(30.6, 0), near)).toBe(false);
    expect(is_worth_telling(at(30.6, 0), far)).toBe(true);
    expect(is_worth_telling(at(30.6, 0), at(30.6, 5 * minute_ms))).toBe(true);
  });
});
