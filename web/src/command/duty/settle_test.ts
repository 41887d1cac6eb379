// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { DutyRow } from './model';
import { settle, take_all } from './settle';

const duty = (id: string): DutyRow => ({
  kind: 'order',
  id,
  title_zh: '',
  title_en: '',
  due: '',
  severity: 'major',
  actions: ['acknowledge'],
  unit: '420106',
  person: '',
  check: '',
  evidence: false,
});

describe('my duty', () => {
  it('leaves what I settled in its place', () => {
    const held = settle(take_all([duty('1'), duty('2')]), [duty('2')]);
    expect(held.shown.map((h) => [h.row.id, h.settled])).toEqual([
      ['1', true],
      ['2', false],
    ]);
  });

  it('keeps a new duty behind the bar', () => {
    const held = settle(take_all([duty('1')]), [duty('0'), duty('1')]);
    expect(held.shown.map((h) => h.row.id)).toEqual(['1']);
    expect(held.fresh.map((h) => h.row.id)).toEqual(['0']);
  });

  it('shows new duties at once to somebody who has nothing left', () => {
    expect(settle([], [duty('1')]).shown.map((h) => h.row.id)).toEqual(['1']);
    const held = settle(take_all([duty('1')]), [duty('2')]);
    expect(held.shown.map((h) => h.row.id)).toEqual(['2']);
  });

  it('takes a duty that waits again as waiting', () => {
    const settled = settle(take_all([duty('1'), duty('2')]), [duty('2')]).shown;
    expect(settle(settled, [duty('1'), duty('2')]).shown.map((h) => h.settled)).toEqual([
      false,
      false,
    ]);
  });
});
