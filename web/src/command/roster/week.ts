// SPDX-License-Identifier: Apache-2.0
// A duty roster as pictures and plans: the days from today on as bars with the shifts and the gaps
// between them, and people who take turns put into a stretch of time.
import { from_field, to_field } from '@/base/time/fields';
import type { Shift } from './model';

const hour_ms = 3_600_000;
const turns_max = 1000;

export interface Piece<One extends Shift = Shift> {
  left: number; // of the day, 0 to 1
  width: number;
  from_ms: number;
  until_ms: number;
  shift: One | null; // null: a gap
}

export interface Day<One extends Shift = Shift> {
  from_ms: number;
  pieces: Piece<One>[];
}

// Midnight on the zone's clock, so many days after the day of `ms`.
function midnight(ms: number, zone: string, days: number): number {
  const date = to_field(new Date(ms).toISOString(), zone).slice(0, 10);
  const noon_ms = Date.parse(from_field(`${date}T12:00`, zone)) + days * 24 * hour_ms;
  const day = to_field(new Date(noon_ms).toISOString(), zone).slice(0, 10);
  return Date.parse(from_field(`${day}T00:00`, zone));
}

// What is before now is no gap any more.
function pieces_of<One extends Shift>(
  shifts: readonly One[],
  [from_ms, until_ms]: [number, number],
  now_ms: number,
): Piece<One>[] {
  const length = until_ms - from_ms;
  const pieces: Piece<One>[] = [];
  const add = (begin: number, end: number, shift: One | null) => {
    if (end <= begin) return;
    pieces.push({
      left: (begin - from_ms) / length,
      width: (end - begin) / length,
      from_ms: begin,
      until_ms: end,
      shift,
    });
  };
  let at = Math.max(from_ms, now_ms);
  for (const shift of shifts) {
    const begin = Math.max(from_ms, Date.parse(shift.from));
    const end = Math.min(until_ms, Date.parse(shift.until));
    if (end <= begin) continue;
    add(at, begin, null);
    add(begin, end, shift);
    at = Math.max(at, end);
  }
  add(at, until_ms, null);
  return pieces;
}

export function days_of<One extends Shift>(
  shifts: readonly One[],
  now_ms: number,
  zone: string,
  count = 7,
): Day<One>[] {
  const sorted = [...shifts].sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  return Array.from({ length: count }, (_, day) => {
    const from_ms = midnight(now_ms, zone, day);
    const until_ms = midnight(now_ms, zone, day + 1);
    return { from_ms, pieces: pieces_of(sorted, [from_ms, until_ms], now_ms) };
  });
}

// People take turns of so many hours, in their order, until the time is over.
export function turns(
  people: readonly string[],
  shift_h: number,
  from_ms: number,
  until_ms: number,
): Shift[] {
  const shifts: Shift[] = [];
  if (people.length === 0 || !(shift_h > 0)) return shifts;
  for (let at = from_ms; at < until_ms && shifts.length < turns_max;) {
    const next = Math.min(until_ms, at + shift_h * hour_ms);
    shifts.push({
      from: new Date(at).toISOString(),
      until: new Date(next).toISOString(),
      person: people[shifts.length % people.length] as string,
    });
    at = next;
  }
  return shifts;
}

// The shifts with a stretch of time given anew; what reaches into the stretch is cut at its ends.
export function with_stretch(
  shifts: readonly Shift[],
  planned: readonly Shift[],
  from_ms: number,
  until_ms: number,
): Shift[] {
  const kept: Shift[] = [];
  for (const { from, until, person } of shifts) {
    const begin = Date.parse(from);
    const end = Date.parse(until);
    if (end <= from_ms || begin >= until_ms) kept.push({ from, until, person });
    else {
      if (begin < from_ms) kept.push({ from, until: new Date(from_ms).toISOString(), person });
      if (end > until_ms) kept.push({ from: new Date(until_ms).toISOString(), until, person });
    }
  }
  return [...kept, ...planned].sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}
