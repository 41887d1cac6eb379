// SPDX-License-Identifier: Apache-2.0
// A roster from a few lines: who takes turns, how long a turn is, from when to when.
import type { Shift } from './model';

export interface Person {
  person: string;
  phone: string;
}

// One person a line: a name, and after a space or a comma a phone number where there is one.
export function people_of(text: string): Person[] {
  const people: Person[] = [];
  for (const line of text.split('\n')) {
    const words = line.trim();
    if (!words) continue;
    const phone = /[\s,，]*(\+?\d{7,15})$/.exec(words);
    people.push({
      person: (phone ? words.slice(0, phone.index) : words).trim(),
      phone: phone?.[1] ?? '',
    });
  }
  return people;
}

const hour_ms = 3_600_000;
const shifts_max = 2000;

export function rotate(
  people: readonly Person[],
  shift_h: number,
  from_ms: number,
  until_ms: number,
): Shift[] {
  const shifts: Shift[] = [];
  if (people.length === 0 || !(shift_h > 0)) return shifts;
  let at = from_ms;
  for (let turn = 0; at < until_ms && turn < shifts_max; turn += 1) {
    const next = Math.min(until_ms, at + shift_h * hour_ms);
    const one = people[turn % people.length] as Person;
    shifts.push({ from: new Date(at).toISOString(), until: new Date(next).toISOString(), ...one });
    at = next;
  }
  return shifts;
}
