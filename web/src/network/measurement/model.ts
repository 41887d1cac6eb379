// SPDX-License-Identifier: Apache-2.0
// The series of an element, and what can be said of one in words: the same that its picture shows.

export type Metric = 'access_success' | 'drop_rate' | 'load' | 'throughput' | 'delay';

export interface Series {
  metric: Metric;
  unit: string;
  worse: 'low' | 'high';
  warning: number;
  major: number;
  critical: number;
  values: (number | null)[]; // one for each interval
  low: (number | null)[]; // of what is usual: one for each hour
  median: (number | null)[];
  high: (number | null)[];
}

export interface SeriesAnswer {
  element: string;
  from: string;
  to: string;
  interval_s: number;
  band_interval_s: number;
  series: Series[];
}

export interface Point {
  at_ms: number;
  value: number;
}

export interface Summary {
  last: Point | null;
  least: Point | null;
  greatest: Point | null;
  crossed: number;
  missing: number; // between the first value and the last
  usual: { low: number; high: number } | null; // at the last value
}

export const day_ms = 86_400_000;

export function time_of(answer: SeriesAnswer, at: number): number {
  return Date.parse(answer.from) + at * answer.interval_s * 1000;
}

// The place of an interval's hour among the bands, which begin with the hour that `from` lies in.
export function band_at(answer: SeriesAnswer, at: number): number {
  const band_ms = answer.band_interval_s * 1000;
  const first = Math.floor(Date.parse(answer.from) / band_ms);
  return Math.floor(time_of(answer, at) / band_ms) - first;
}

export function is_crossed(series: Series, value: number): boolean {
  return series.worse === 'high' ? value >= series.warning : value <= series.warning;
}

export function summary_of(answer: SeriesAnswer, series: Series): Summary {
  const summary: Summary = {
    last: null,
    least: null,
    greatest: null,
    crossed: 0,
    missing: 0,
    usual: null,
  };
  let gap = 0;
  series.values.forEach((value, at) => {
    if (value === null) {
      gap += summary.last ? 1 : 0;
      return;
    }
    summary.missing += gap;
    gap = 0;
    const point = { at_ms: time_of(answer, at), value };
    summary.last = point;
    if (!summary.least || value < summary.least.value) summary.least = point;
    if (!summary.greatest || value > summary.greatest.value) summary.greatest = point;
    if (is_crossed(series, value)) summary.crossed += 1;
    const band = band_at(answer, at);
    const [low, high] = [series.low[band] ?? null, series.high[band] ?? null];
    summary.usual = low === null || high === null ? null : { low, high };
  });
  return summary;
}

export interface ThresholdRow {
  metric: Metric;
  unit: string;
  worse: 'low' | 'high';
  enabled: boolean;
  warning: number;
  major: number;
  critical: number;
  hysteresis: number;
  raise_after: number;
  clear_after: number;
  severity_max: string;
  baseline: boolean;
  changed: boolean;
  changed_by: string;
  changed_at: string;
}
