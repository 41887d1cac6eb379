// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { outages_during, percent_text, type Figures } from './model';
import { day_start, month_start, piece_of, zone_minutes } from './span';

const noon = Date.parse('2020-01-23T04:00:00Z');

describe('spans', () => {
  it('knows how far a zone is ahead', () => {
    expect(zone_minutes(noon, 'Asia/Shanghai')).toBe(480);
    expect(zone_minutes(noon, 'America/New_York')).toBe(-300);
    expect(zone_minutes(noon, 'UTC')).toBe(0);
  });

  it('begins days and months at the midnight of the zone', () => {
    expect(new Date(day_start('2020-01-23', 'Asia/Shanghai')).toISOString()).toBe(
      '2020-01-22T16:00:00.000Z',
    );
    expect(new Date(month_start(noon, 'Asia/Shanghai')).toISOString()).toBe(
      '2019-12-31T16:00:00.000Z',
    );
  });

  it('cuts a stretch to its window', () => {
    const window: [number, number] = [noon, noon + 100_000];
    expect(piece_of('2020-01-23T04:00:10Z', '2020-01-23T04:00:30Z', window)).toEqual({
      left: 0.1,
      width: 0.2,
    });
    expect(piece_of('2020-01-23T03:00:00Z', '', window)).toEqual({ left: 0, width: 1 });
    expect(piece_of('2020-01-23T03:00:00Z', '2020-01-23T03:30:00Z', window)).toBeNull();
  });
});

describe('the service level in words', () => {
  const figures = (percent: number, known = true) =>
    ({ availability_percent: percent, availability_known: known }) as Figures;

  it('never rounds up to a hundred', () => {
    expect(percent_text(figures(100))).toBe('100%');
    expect(percent_text(figures(99.99999))).toBe('99.999%');
    expect(percent_text(figures(95.83333))).toBe('95.833%');
    expect(percent_text(figures(0, false))).toBe('–');
  });

  it('asks for the outages that lie in a window in part, too', () => {
    expect(outages_during('A', 'B', { site: 'H1' })).toEqual({
      'from.lt': 'B',
      'lasts_until.gt': 'A',
      site: 'H1',
    });
  });
});
