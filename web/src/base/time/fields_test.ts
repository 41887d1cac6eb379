// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { from_field, to_field } from './fields';

describe('a time in a form field', () => {
  it('is on the clock of the zone', () => {
    expect(to_field('2020-01-23T02:00:00Z', 'Asia/Shanghai')).toBe('2020-01-23T10:00');
    expect(from_field('2020-01-23T10:00', 'Asia/Shanghai')).toBe('2020-01-23T02:00:00.000Z');
  });

  it('comes back as it went, on both sides of a change of the clock', () => {
    for (const at of ['2020-03-29T00:30:00.000Z', '2020-03-29T01:30:00.000Z']) {
      expect(from_field(to_field(at, 'Europe/Berlin'), 'Europe/Berlin')).toBe(at);
    }
  });

  it('may be empty', () => {
    expect(to_field('', 'Asia/Shanghai')).toBe('');
    expect(from_field('', 'Asia/Shanghai')).toBe('');
  });
});
