// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { deadline_of, full_moment, moment, span_key, span_of, zone_offset } from './words';

const zone = 'Asia/Shanghai';
const now = Date.parse('2020-01-23T02:00:00Z');

describe('span_of', () => {
  it('grows through its units', () => {
    expect(span_of(0)).toEqual({ unit: 'seconds', count: 0, minor: 0 });
    expect(span_of(59_999)).toEqual({ unit: 'seconds', count: 59, minor: 0 });
    expect(span_of(60_000)).toEqual({ unit: 'minutes', count: 1, minor: 0 });
    expect(span_of(3_600_000)).toEqual({ unit: 'hours', count: 1, minor: 0 });
    expect(span_of(5_400_000)).toEqual({ unit: 'hours', count: 1, minor: 30 });
    expect(span_of(26 * 3_600_000)).toEqual({ unit: 'days', count: 1, minor: 2 });
  });

  it('names two units only when the second counts', () => {
    expect(span_key(span_of(3_600_000))).toBe('time.hours');
    expect(span_key(span_of(5_400_000))).toBe('time.hours_and');
  });
});

describe('deadline_of', () => {
  it('is calm, then soon, then late', () => {
    expect(deadline_of('2020-01-23T03:00:00Z', now)?.urgency).toBe('calm');
    expect(deadline_of('2020-01-23T02:05:00Z', now)?.urgency).toBe('soon');
    expect(deadline_of('2020-01-23T02:00:00Z', now)?.urgency).toBe('soon');
    const late = deadline_of('2020-01-23T01:57:00.000000Z', now);
    expect(late).toEqual({ urgency: 'late', span: { unit: 'minutes', count: 3, minor: 0 } });
  });

  it('is nothing when there is no deadline', () => {
    expect(deadline_of('', now)).toBeNull();
  });
});

describe('moment', () => {
  it('says the day only when it is another one', () => {
    expect(moment('2020-01-23T01:02:03.000004Z', now, zone)).toBe('09:02');
    expect(moment('2020-01-22T15:59:00Z', now, zone)).toBe('01-22 23:59');
    expect(moment('2019-12-30T00:00:00Z', now, zone)).toBe('2019-12-30 08:00');
    expect(moment('', now, zone)).toBe('');
  });

  it('is complete on demand', () => {
    expect(full_moment('2020-01-23T01:02:03.5Z', zone)).toBe('2020-01-23 09:02:03');
    expect(zone_offset(now, zone)).toBe('UTC+8');
  });
});
