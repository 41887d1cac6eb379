// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  may_be_mapped,
  rate_text,
  reason_of,
  trouble_of,
  worry_of,
  wrong_first,
  type DoorRow,
} from './model';

const now_ms = Date.parse('2030-01-24T03:00:00Z');
const door = (name: string, what: Partial<DoorRow> = {}): DoorRow => ({
  name,
  kind: 'syslog',
  address: '127.0.0.1:5514',
  state: 'listening',
  trouble: '',
  heard: 0,
  passed_over: 0,
  taken: 0,
  shed: 0,
  lost: 0,
  refused: 0,
  gaps: 0,
  heard_per_s: 0,
  last_heard: '',
  refusals: [],
  examples: [],
  ...what,
});
const refused_at = (at: string) => ({
  refused: 1,
  examples: [{ at, peer: '10.0.0.1', reason: 'priority_must_be_given', text: 'x' }],
});

describe('doors', () => {
  it('stand with what is wrong first', () => {
    const doors = [
      door('fine'),
      door('refuses', refused_at('2030-01-24T02:55:00Z')),
      door('loses', { lost: 1 }),
      door('closed', { state: 'closed' }),
      door('connecting', { state: 'connecting' }),
      door('also-failed', { state: 'failed' }),
      door('failed', { state: 'failed' }),
    ];
    expect(wrong_first(doors, now_ms).map(({ name }) => name)).toEqual([
      'also-failed',
      'failed',
      'connecting',
      'closed',
      'loses',
      'refuses',
      'fine',
    ]);
  });

  it('refuse only while it is not long ago', () => {
    expect(worry_of(door('a', refused_at('2030-01-24T02:49:00Z')), now_ms)).toBe('none');
    expect(worry_of(door('a', { refused: 5 }), now_ms)).toBe('none');
  });

  it('say what troubles them by name, with what else is known', () => {
    expect(trouble_of('')).toBeNull();
    expect(trouble_of('peer_must_be_reachable')).toEqual({
      name: 'peer_must_be_reachable',
      detail: '',
    });
    expect(trouble_of('peer_must_be_reachable: refused: no')).toEqual({
      name: 'peer_must_be_reachable',
      detail: 'refused: no',
    });
    expect(trouble_of('all is lost')).toEqual({ name: '', detail: 'all is lost' });
  });

  it('say of which field a refusal is', () => {
    expect(reason_of('priority_must_be_given at pri')).toEqual({
      name: 'priority_must_be_given',
      field: 'pri',
    });
    expect(reason_of('community_must_be_known').field).toBe('');
  });

  it('tell slow rates by tenths and fast ones whole', () => {
    expect([0, 0.03, 0.05, 0.25, 9.96, 12345.6].map(rate_text)).toEqual([
      '0',
      '< 0.1',
      '0.1',
      '0.3',
      '10',
      '12,346',
    ]);
  });

  it('lead to their rules where these decide', () => {
    expect(may_be_mapped(door('a', { kind: 'snmp' }), 'notification_must_be_mapped')).toBe(true);
    const at_field = 'notification_must_be_mapped at snmpTrapOID.0';
    expect(may_be_mapped(door('a', { kind: 'snmp' }), at_field)).toBe(true);
    expect(may_be_mapped(door('a', { kind: 'snmp' }), 'community_must_be_known')).toBe(false);
    expect(may_be_mapped(door('a', { kind: 'alertmanager' }), 'source_must_be_given')).toBe(false);
  });
});
