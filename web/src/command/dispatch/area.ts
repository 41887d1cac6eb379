// SPDX-License-Identifier: Apache-2.0
// What is of a desk: the units of its ground as filter words of a list, and whatever lies in its
// ground and in that of no desk below it. A job names its desk: "420000-7".
import { in_scope, significant } from '@/command/unit/scope';

// Codes are numbers to a list: six digits of counties and above, nine of grids.
const digits = [6, 9];

export function area_bounds(desk: string): string[] {
  const head = desk ? significant(desk) : '';
  if (head === '') return [''];
  const next = String(Number(head) + 1);
  return digits.map((count) =>
    new URLSearchParams({
      'unit.gte': head.padEnd(count, '0'),
      'unit.lt': next.padEnd(count, '0'),
    }).toString(),
  );
}

export function is_of_desk(unit: string, desk: string, desks: readonly string[]): boolean {
  const below = desks.filter((other) => other !== desk && in_scope(other, desk));
  return in_scope(unit, desk) && !below.some((other) => in_scope(unit, other));
}

export const desk_of_job = (job: string): string => job.split('-')[0] ?? '';
