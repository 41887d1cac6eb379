// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { matches } from './matches';
import { next_sort, read_query, server_query, with_filter, write_query } from './query';

const address = {
  perceived_severity: 'critical,major',
  'raised_at.gte': '2020-01-23T00:00:00Z',
  q: '协和',
  sort: 'id',
  page: '3',
  size: '100',
  open: 'alarm:1',
  wall: null,
};

describe('a list in the address', () => {
  it('reads filters and leaves the reserved words alone', () => {
    const list = read_query(address, '-raised_at');
    expect(list.filters).toEqual([
      { attribute: 'perceived_severity', operator: '', values: ['critical', 'major'] },
      { attribute: 'raised_at', operator: 'gte', values: ['2020-01-23T00:00:00Z'] },
    ]);
    expect([list.q, list.sort, list.page, list.size]).toEqual(['协和', 'id', 3, 100]);
  });

  it('reads back what it wrote', () => {
    const list = read_query(address, '-raised_at');
    expect(read_query(write_query(list, '-raised_at'), '-raised_at')).toEqual(list);
  });

  it('writes nothing for a list as it comes', () => {
    expect(write_query(read_query({}, '-raised_at'), '-raised_at')).toEqual({});
  });

  it('has filters at first, until the reader filters or takes them away', () => {
    const first = [{ attribute: 'parent', operator: '' as const, values: [''] }];
    const bare = read_query({}, 'id', first);
    expect(server_query(bare)).toContain('parent=&');
    expect(write_query(bare, 'id', first)).toEqual({});
    expect(read_query({ overdue: 'true' }, 'id', first).filters).toHaveLength(1);
    const taken_away = write_query({ ...bare, filters: [] }, 'id', first);
    expect(taken_away).toEqual({ parent: '*' });
    expect(read_query(taken_away, 'id', first).filters).toEqual([]);
    const open = { attribute: 'state', operator: '' as const, values: ['open'] };
    const both = write_query(with_filter(bare, open), 'id', first);
    expect(both).toEqual({ parent: '', state: 'open' });
    expect(read_query(both, 'id', first).filters).toEqual([...first, open]);
  });

  it('bears a hostile page and size', () => {
    const list = read_query({ page: '-1', size: '1e9' }, 'id');
    expect([list.page, list.size]).toEqual([1, 50]);
  });

  it('asks the server by offset and limit', () => {
    expect(server_query(read_query({ page: '3', mapped: 'false' }, 'id'))).toBe(
      'mapped=false&sort=id&offset=100&limit=50',
    );
  });

  it('goes back to the first page when a filter changes', () => {
    const list = read_query({ page: '3', state: 'down' }, 'id');
    const next = with_filter(list, { attribute: 'state', operator: '', values: [] });
    expect([next.page, next.filters]).toEqual([1, []]);
  });

  it('sorts down, up, and as it came', () => {
    expect(next_sort('-raised_at', 'count', '-raised_at')).toBe('-count');
    expect(next_sort('-count', 'count', '-raised_at')).toBe('count');
    expect(next_sort('count', 'count', '-raised_at')).toBe('-raised_at');
    expect(next_sort('id', 'id', 'id')).toBe('-id');
  });
});

describe('matches', () => {
  const row = {
    id: '1',
    state: 'down',
    tier: 2,
    region: '420106',
    raised_at: '2020-01-23T02:00:00Z',
  };
  const list = (query: Record<string, string>) => read_query(query, 'id');

  it('takes a comma as or', () => {
    expect(matches(row, list({ state: 'down,stale' }))).toBe(true);
    expect(matches(row, list({ state: 'normal' }))).toBe(false);
    expect(matches(row, list({ 'state.ne': 'normal' }))).toBe(true);
  });

  it('compares numbers and times', () => {
    expect(matches(row, list({ 'region.gte': '420000', 'region.lt': '430000' }))).toBe(true);
    expect(matches(row, list({ 'tier.gt': '2' }))).toBe(false);
    expect(matches(row, list({ 'raised_at.gte': '2020-01-23T02:00:00.000000Z' }))).toBe(true);
  });

  it('searches every text', () => {
    expect(matches({ ...row, name_zh: '武汉协和医院' }, list({ q: '协和' }))).toBe(true);
    expect(matches(row, list({ q: '同济' }))).toBe(false);
  });
});
