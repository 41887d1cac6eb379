// SPDX-License-Identifier: Apache-2.0
// Does a pushed row belong to the list in the address? The same rules as the server's: a comma is
// "or", comparisons are by number where both sides are numbers, `q` looks into every text.
import type { Filter, ListQuery } from './query';

type Row = object;

function compare(left: string, right: string): number {
  const [a, b] = [Number(left), Number(right)];
  if (left !== '' && right !== '' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  const [at, bt] = [Date.parse(left), Date.parse(right)];
  if (!Number.isNaN(at) && !Number.isNaN(bt) && left.includes('T')) return at - bt;
  return left < right ? -1 : left > right ? 1 : 0;
}

function passes(row: Row, filter: Filter): boolean {
  const value = String((row as Record<string, unknown>)[filter.attribute] ?? '');
  const first = filter.values[0] ?? '';
  switch (filter.operator) {
    case '':
      return filter.values.includes(value);
    case 'ne':
      return !filter.values.includes(value);
    case 'gte':
      return compare(value, first) >= 0;
    case 'gt':
      return compare(value, first) > 0;
    case 'lte':
      return compare(value, first) <= 0;
    case 'lt':
      return compare(value, first) < 0;
  }
}

export function matches(row: Row, list: ListQuery): boolean {
  if (!list.filters.every((filter) => passes(row, filter))) return false;
  if (!list.q) return true;
  const sought = list.q.toLowerCase();
  const texts = Object.values(row).filter((value) => typeof value === 'string');
  return texts.some((text) => (text as string).toLowerCase().includes(sought));
}
