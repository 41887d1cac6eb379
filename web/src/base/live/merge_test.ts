// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { feed, kept_whole, merge } from './merge';

const row = (id: string, state = 'down') => ({ id, state });

describe('merge', () => {
  it('changes a shown row where it stands', () => {
    const merged = merge([row('1'), row('2'), row('3')], [row('2', 'normal')], () => true);
    expect(merged.rows.map((r) => [r.id, r.state])).toEqual([
      ['1', 'down'],
      ['2', 'normal'],
      ['3', 'down'],
    ]);
    expect(merged.changed).toEqual(['2']);
    expect(merged.fresh).toEqual([]);
  });

  it('counts a new row that belongs and adds no row', () => {
    const belongs = (r: { state: string }) => r.state === 'down';
    const merged = merge([row('1')], [row('8'), row('9', 'normal')], belongs);
    expect(merged.rows).toHaveLength(1);
    expect(merged.fresh).toEqual(['8']);
  });

  it('takes the last of two rows with one id', () => {
    const merged = merge([row('1')], [row('1', 'stale'), row('1', 'normal')], () => true);
    expect(merged.rows[0]?.state).toBe('normal');
  });

  it('keeps fields that the pushed row does not have', () => {
    const merged = merge(
      [{ id: '1', state: 'down', note: 'kept' }],
      [{ id: '1' } as never],
      () => true,
    );
    expect(merged.rows[0]).toEqual({ id: '1', state: 'down', note: 'kept' });
  });
});

describe('kept_whole', () => {
  const is_open = (r: { state: string }) => r.state !== 'done';

  it('changes a row in its place, adds a new one, drops what is gone or does not belong', () => {
    const rows = [row('1'), row('2'), row('3')];
    const kept = kept_whole(rows, [row('2', 'late'), row('4'), row('3', 'done')], ['1'], is_open);
    expect(kept.map((r) => [r.id, r.state])).toEqual([
      ['2', 'late'],
      ['4', 'down'],
    ]);
  });

  it('keeps what the pushed row does not have', () => {
    const rows = [{ id: '1', state: 'down', phone: '+86' }];
    expect(kept_whole(rows, [row('1', 'late')], [], is_open)[0]).toEqual({
      id: '1',
      state: 'late',
      phone: '+86',
    });
  });

  it('is the same array where nothing of it has changed', () => {
    const rows = [row('1')];
    expect(kept_whole(rows, [row('9', 'done')], ['8'], is_open)).toBe(rows);
  });
});

describe('feed', () => {
  it('puts the newest first, once, and forgets what is over its limit', () => {
    expect(feed([row('1'), row('2')], [row('3'), row('1')], 2).map((r) => r.id)).toEqual([
      '3',
      '1',
    ]);
  });
});
