// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Recipient, Step } from './model';
import { answerable, deeds_of, is_own, may_answer, type Reader } from './standing';

const one = (unit: string, state: Step = 'delivered', person = '') =>
  ({ unit, person, state, way: 'issue' }) as Recipient;
const reader = (unit: string, more: Partial<Reader> = {}): Reader => ({
  unit,
  person: '',
  operates: true,
  commands: true,
  ...more,
});

describe('who somebody is to a recipient', () => {
  it('oneself, wherever one stands', () => {
    expect(is_own(one('420106', 'read', 'WC-001'), reader('100000', { person: 'WC-001' }))).toBe(
      true,
    );
    expect(is_own(one('420106', 'read', 'WC-001'), reader('420106'))).toBe(false);
    expect(is_own(one('420106'), reader('420106'))).toBe(true);
  });

  it('answers for its own ground only, and never as a viewer', () => {
    expect(may_answer(one('420106'), reader('420100'))).toBe(true);
    expect(may_answer(one('430000'), reader('420000'))).toBe(false);
    expect(may_answer(one('420106'), reader('420106', { operates: false }))).toBe(false);
  });

  it('asks and hands on while something is owed, hands back what is done', () => {
    expect(deeds_of(one('420000'), '100000', reader('100000'))).toEqual(['supervise', 'hand_on']);
    expect(deeds_of(one('420000', 'done'), '100000', reader('100000'))).toEqual(['hand_back']);
    expect(deeds_of(one('420000', 'declined'), '100000', reader('100000'))).toEqual(['hand_on']);
    expect(deeds_of(one('420000', 'released'), '100000', reader('100000'))).toEqual([]);
  });

  it('is not its own superior, nor without command', () => {
    expect(deeds_of(one('420000'), '100000', reader('420000'))).toEqual([]);
    expect(deeds_of(one('420000'), '420000', reader('420000'))).toEqual(['supervise', 'hand_on']);
    expect(deeds_of(one('420000'), '100000', reader('100000', { commands: false }))).toEqual([]);
  });

  it('answers for itself first, then for its unit, then for the most pressing below', () => {
    const all = [
      one('420107'),
      one('420106'),
      one('420100', 'done'),
      one('420100', 'read'),
      one('420100', 'read', 'WH-001'),
    ];
    const me = reader('420100', { person: 'WH-001' });
    expect(answerable(all, me).map((r) => r.person || r.unit)).toEqual([
      'WH-001',
      '420100',
      '420107',
      '420106',
    ]);
  });
});
