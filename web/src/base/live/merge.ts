// SPDX-License-Identifier: Apache-2.0
// How a pushed row meets a list that somebody is reading: rows on the page change where they stand,
// rows that are new to it are only counted, and nothing moves until the reader asks for it.

export interface Identified {
  id: string;
}

export interface Merged<Row> {
  rows: Row[];
  changed: string[];
  fresh: string[];
}

// `belongs` says whether a row is of this list. `fresh` holds ids that belong but are not shown.
export function merge<Row extends Identified>(
  shown: readonly Row[],
  pushed: readonly Row[],
  belongs: (row: Row) => boolean,
): Merged<Row> {
  const latest = new Map(pushed.map((row) => [row.id, row]));
  const changed: string[] = [];
  const rows = shown.map((row) => {
    const next = latest.get(row.id);
    if (!next) return row;
    changed.push(row.id);
    latest.delete(row.id);
    return { ...row, ...next };
  });
  const fresh = [...latest.values()].filter(belongs).map((row) => row.id);
  return { rows: changed.length > 0 ? rows : [...shown], changed, fresh };
}

// All rows that `belongs` admits, by id: what is pushed takes its place or is added at the end, and
// what is gone goes. The same array where nothing of it has changed.
export function kept_whole<Row extends Identified>(
  rows: Row[],
  pushed: readonly (Partial<Row> & Identified)[],
  gone: readonly string[],
  belongs: (row: Row) => boolean,
): Row[] {
  if (pushed.length === 0 && gone.length === 0) return rows;
  const known = new Map(rows.map((row) => [row.id, row]));
  let is_same = true;
  for (const one of pushed) {
    const row = { ...known.get(one.id), ...one } as Row;
    if (belongs(row)) known.set(one.id, row);
    else if (!known.delete(one.id)) continue;
    is_same = false;
  }
  for (const id of gone) if (known.delete(id)) is_same = false;
  return is_same ? rows : [...known.values()];
}

// Keeps the newest `count_max` entries of a feed, newest first, one entry per id.
export function feed<Row extends Identified>(
  shown: readonly Row[],
  pushed: readonly Row[],
  count_max: number,
): Row[] {
  const seen = new Set<string>();
  const next: Row[] = [];
  for (const row of [...pushed, ...shown]) {
    if (seen.has(row.id)) continue;
    seen.add(row.id);
    next.push(row);
    if (next.length === count_max) break;
  }
  return next;
}
