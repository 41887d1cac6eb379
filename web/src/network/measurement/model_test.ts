// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { band_at, summary_of, type Series, type SeriesAnswer } from './model';

const series: Series = {
  metric: 'load',
  unit: '%',
  worse: 'high',
  warning: 70,
  major: 85,
  critical: 95,
  values: [null, 40, null, 72, 60, null],
  low: [30, 50],
  median: [40, 60],
  high: [50, 70],
};
const answer: SeriesAnswer = {
  element: 'BTS-1',
  from: '2020-01-23T04:50:00.000000Z',
  to: '2020-01-23T05:20:00.000000Z',
  interval_s: 300,
  band_interval_s: 3600,
  series: [series],
};

describe('what is said of a series', () => {
  test('names the last, the least and the greatest value with their times', () => {
    const summary = summary_of(answer, series);
    expect(summary.last).toEqual({ at_ms: Date.parse('2020-01-23T05:10:00Z'), value: 60 });
    expect(summary.least?.value).toBe(40);
    expect(summary.greatest).toEqual({ at_ms: Date.parse('2020-01-23T05:05:00Z'), value: 72 });
  });

  test('counts what crossed, and only gaps between values', () => {
    const summary = summary_of(answer, series);
    expect(summary.crossed).toBe(1);
    expect(summary.missing).toBe(1);
    expect(summary_of(answer, { ...series, worse: 'low' }).crossed).toBe(2);
  });

  test('takes what is usual from the hour of the last value', () => {
    expect(band_at(answer, 1)).toBe(0);
    expect(band_at(answer, 2)).toBe(1);
    expect(summary_of(answer, series).usual).toEqual({ low: 50, high: 70 });
    expect(summary_of(answer, { ...series, low: [], high: [] }).usual).toBeNull();
  });

  test('says nothing of a series without values', () => {
    const summary = summary_of(answer, { ...series, values: [null, null] });
    expect(summary).toMatchObject({ last: null, least: null, crossed: 0, missing: 0 });
  });
});
