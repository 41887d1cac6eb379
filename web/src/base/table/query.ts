// SPDX-License-Identifier: Apache-2.0
// What a list shows, as it stands in the address: filters named as the server names them, so that
// an address can be sent to a colleague and the same words reach the server.
//   ?perceived_severity=critical,major&raised_at.gte=…&q=…&sort=-raised_at&page=2&size=100

export const operators = ['', 'ne', 'gte', 'gt', 'lte', 'lt'] as const;
export type Operator = (typeof operators)[number];

export interface Filter {
  attribute: string;
  operator: Operator;
  values: string[];
}

export interface ListQuery {
  filters: Filter[];
  q: string;
  sort: string;
  page: number; // from 1
  size: number;
}

export type AddressQuery = Record<string, string | null | (string | null)[] | undefined>;

export const sizes = [50, 100, 200];

// Words in the address that are not filters.
const reserved = new Set(['q', 'sort', 'page', 'size', 'open', 'wall']);

export function address_word(query: AddressQuery, key: string): string {
  const value = query[key];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function split_name(name: string): [string, Operator] {
  const dot = name.lastIndexOf('.');
  const operator = name.slice(dot + 1) as Operator;
  if (dot > 0 && operators.includes(operator)) return [name.slice(0, dot), operator];
  return [name, ''];
}

export function filter_name(filter: Filter): string {
  return filter.operator ? `${filter.attribute}.${filter.operator}` : filter.attribute;
}

function whole(text: string, least: number, otherwise: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= least ? number : otherwise;
}

// In an address: the filters that a list has at first were taken away.
const any = '*';

// `first` are the filters of an address that names none; their attributes may be asked for empty.
export function read_query(
  query: AddressQuery,
  default_sort: string,
  first: readonly Filter[] = [],
): ListQuery {
  const filters: Filter[] = [];
  let is_bare = address_word(query, 'q') === '';
  for (const name of Object.keys(query)) {
    if (reserved.has(name)) continue;
    const [attribute, operator] = split_name(name);
    const text = address_word(query, name);
    const may_be_empty = first.some((f) => filter_name(f) === name);
    const values = may_be_empty && text === '' ? [''] : text.split(',').filter(Boolean);
    if (values.length > 0) is_bare = false;
    if (values.length > 0 && text !== any) filters.push({ attribute, operator, values });
  }
  if (is_bare) filters.push(...first);
  const size = whole(address_word(query, 'size'), 1, sizes[0] as number);
  return {
    filters,
    q: address_word(query, 'q'),
    sort: address_word(query, 'sort') || default_sort,
    page: whole(address_word(query, 'page'), 1, 1),
    size: sizes.includes(size) ? size : (sizes[0] as number),
  };
}

// Only what differs from the default goes into the address.
export function write_query(
  list: ListQuery,
  default_sort: string,
  first: readonly Filter[] = [],
): Record<string, string> {
  const query: Record<string, string> = {};
  const is_first = !list.q && JSON.stringify(list.filters) === JSON.stringify(first);
  if (!is_first)
    for (const filter of list.filters) query[filter_name(filter)] = filter.values.join(',');
  if (!is_first && list.filters.length === 0 && !list.q)
    for (const filter of first) query[filter_name(filter)] = any;
  if (list.q) query.q = list.q;
  if (list.sort !== default_sort) query.sort = list.sort;
  if (list.page > 1) query.page = String(list.page);
  if (list.size !== sizes[0]) query.size = String(list.size);
  return query;
}

// The part that says which rows: filters, search and order, without paging.
export function server_filters(list: ListQuery): URLSearchParams {
  const words = new URLSearchParams();
  for (const filter of list.filters) words.append(filter_name(filter), filter.values.join(','));
  if (list.q) words.append('q', list.q);
  if (list.sort) words.append('sort', list.sort);
  return words;
}

export function server_query(list: ListQuery): string {
  const words = server_filters(list);
  words.append('offset', String((list.page - 1) * list.size));
  words.append('limit', String(list.size));
  return words.toString();
}

export function values_of(list: ListQuery, attribute: string, operator: Operator = ''): string[] {
  const found = list.filters.find((f) => f.attribute === attribute && f.operator === operator);
  return found?.values ?? [];
}

export function with_filter(list: ListQuery, filter: Filter): ListQuery {
  const name = filter_name(filter);
  const others = list.filters.filter((f) => filter_name(f) !== name);
  const filters = filter.values.length > 0 ? [...others, filter] : others;
  return { ...list, filters, page: 1 };
}

// One press on a column's head: descending, ascending, then the default again.
export function next_sort(sort: string, key: string, default_sort: string): string {
  if (sort === `-${key}`) return key;
  if (sort === key) return default_sort === key ? `-${key}` : default_sort;
  return `-${key}`;
}
