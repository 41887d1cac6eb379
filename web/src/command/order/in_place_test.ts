// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { keep_in_place } from './in_place';
import type { Recipient, Step } from './model';

const row = (key: string, state: Step = 'delivered') => ({ key, state }) as Recipient;

describe('recipients that somebody reads', () => {
  it('change where they stand', () => {
    const shown = [row('a'), row('b'), row('c')];
    const kept = keep_in_place(shown, [row('b'), row('c'), row('a', 'acknowledged')]);
    expect(kept.rows.map((one) => [one.key, one.state])).toEqual([
      ['a', 'acknowledged'],
      ['b', 'delivered'],
      ['c', 'delivered'],
    ]);
    expect(kept.moved).toBe(true);
    expect(kept.absent).toEqual([]);
  });

  it('do not move when nothing would move them', () => {
    const kept = keep_in_place([row('a'), row('b')], [row('a', 'read'), row('b')]);
    expect(kept.moved).toBe(false);
    expect(kept.rows[0]?.state).toBe('read');
  });

  it('stay when they are of another page by now, and a new one waits', () => {
    const kept = keep_in_place([row('a'), row('b')], [row('b'), row('new')]);
    expect(kept.rows.map((one) => one.key)).toEqual(['a', 'b']);
    expect(kept).toMatchObject({ moved: true, absent: ['a'] });
  });
});
