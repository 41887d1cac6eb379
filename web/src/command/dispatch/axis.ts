// SPDX-License-Identifier: Apache-2.0
// The time axis of the board: milliseconds to pixels and back, and the marks on it, which stand on
// full hours of the zone's clock.
import { from_field, to_field } from '@/base/time/fields';

export const hour_ms = 3_600_000;
const minute_ms = 60_000;
const day_ms = 24 * hour_ms;
const steps_min = [10, 15, 30, 60, 120, 180, 360, 720, 1440];
const mark_px_min = 52;
const back_ms_max = 6 * hour_ms;
const ahead_ms_min = 12 * hour_ms;
const ahead_ms_max = 72 * hour_ms;

export interface Axis {
  from_ms: number;
  until_ms: number;
  px_per_hour: number;
}

export interface AxisMark {
  ms: number;
  x: number;
  is_midnight: boolean;
}

export const x_of = (axis: Axis, ms: number): number =>
  ((ms - axis.from_ms) / hour_ms) * axis.px_per_hour;

export const ms_at = (axis: Axis, x: number): number =>
  axis.from_ms + (x / axis.px_per_hour) * hour_ms;

export const width_of = (axis: Axis): number => x_of(axis, axis.until_ms);

// How far the zone's clock is ahead of UTC at that time.
export function offset_ms(ms: number, zone: string): number {
  const whole = Math.floor(ms / minute_ms) * minute_ms;
  const wall = to_field(new Date(whole).toISOString(), zone);
  return Date.parse(`${wall}:00Z`) - whole;
}

function hour_before(ms: number, zone: string): number {
  const hour = to_field(new Date(ms).toISOString(), zone).slice(0, 14);
  return Date.parse(from_field(`${hour}00`, zone));
}

// From the hour before now, or before what is still under way, to the hour after the last job.
export function span_of_board(
  now_ms: number,
  times: Iterable<{ depart_ms: number; finish_ms: number }>,
  zone: string,
): { from_ms: number; until_ms: number } {
  let first = now_ms - hour_ms / 2;
  let last = now_ms + ahead_ms_min;
  for (const { depart_ms, finish_ms } of times) {
    if (finish_ms > now_ms) first = Math.min(first, depart_ms);
    last = Math.max(last, finish_ms + hour_ms);
  }
  first = Math.max(first, now_ms - back_ms_max);
  last = Math.min(last, now_ms + ahead_ms_max);
  return { from_ms: hour_before(first, zone), until_ms: hour_before(last, zone) + hour_ms };
}

export function axis_marks(axis: Axis, zone: string): AxisMark[] {
  const px_per_minute = axis.px_per_hour / 60;
  const step_min = steps_min.find((step) => step * px_per_minute >= mark_px_min) ?? 1440;
  const step = step_min * minute_ms;
  const ahead = offset_ms(axis.from_ms, zone);
  const marks: AxisMark[] = [];
  let ms = Math.ceil((axis.from_ms + ahead) / step) * step - ahead;
  for (; ms <= axis.until_ms; ms += step) {
    marks.push({ ms, x: x_of(axis, ms), is_midnight: (ms + ahead) % day_ms === 0 });
  }
  return marks;
}
