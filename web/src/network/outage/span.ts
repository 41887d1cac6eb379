// SPDX-License-Identifier: Apache-2.0
// Moments and stretches of time as the service level asks for them and draws them.
import { iso_day } from '@/base/time/words';

export const moment_word_ms = (ms: number) => new Date(ms).toISOString();

// Minutes that the zone is ahead of UTC at that moment.
export function zone_minutes(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(ms);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  if (!sign) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

// Midnight of the zone's day; `day` is 2020-01-23.
export function day_start(day: string, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  return utc - zone_minutes(utc, zone) * 60_000;
}

export function month_start(now_ms: number, zone: string): number {
  return day_start(`${iso_day(now_ms, zone).slice(0, 7)}-01`, zone);
}

export interface Piece {
  left: number; // part of the whole, 0..1
  width: number;
}

// Where a stretch lies in a window; nothing outside of it. What lasts ends with the window.
export function piece_of(from: string, until: string, window: [number, number]): Piece | null {
  const [start, end] = window;
  const first = Math.max(Date.parse(from), start);
  const last = Math.min(until ? Date.parse(until) : end, end);
  if (!(last > first)) return null;
  return { left: (first - start) / (end - start), width: (last - first) / (end - start) };
}
