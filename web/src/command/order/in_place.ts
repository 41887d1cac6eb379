// SPDX-License-Identifier: Apache-2.0
// A page of recipients while somebody reads it: what changed is changed where it stands, what came
// or should stand elsewhere waits until the reader asks for it.
import type { Recipient } from './model';

export interface Kept {
  rows: Recipient[];
  moved: boolean; // the list would look different if it were asked for anew
  absent: string[]; // shown, but not among what came
}

export function keep_in_place(shown: readonly Recipient[], came: readonly Recipient[]): Kept {
  const latest = new Map(came.map((row) => [row.key, row]));
  const rows = shown.map((row) => latest.get(row.key) ?? row);
  const absent = shown.filter((row) => !latest.has(row.key)).map((row) => row.key);
  const moved =
    rows.length !== came.length || rows.some((row, place) => row.key !== came[place]?.key);
  return { rows, moved, absent };
}
