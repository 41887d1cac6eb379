// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { Problem } from '@/base/api/client';
import { dialect_fields, rule_fields, value_of, type Field } from './fields';
import { row_named, type MappingRow } from './model';
import {
  place_of,
  read_text,
  rule_at,
  rules_of,
  says_the_same,
  spread_text,
  value_at,
  with_rule_moved,
  with_value_at,
  without_rule,
  write_text,
} from './text';
import { use_drafts } from './use_drafts';
import { use_try, type Trial } from './use_try';

const field = (name: string, of: Field[]): Field => of.find((one) => one.name === name) as Field;
const rules = { rules: [{ name: 'a' }, { name: 'b' }, { name: 'c' }], sources: { x: 'y' } };
const row = (door: string, what: Partial<MappingRow> = {}): MappingRow => ({
  door,
  kind: 'snmp',
  text: '{"rules":[]}',
  version: 1,
  changed_at: '',
  changed_by: '',
  why: '',
  ...what,
});

describe('the text of a mapping', () => {
  it('is read as an object, and says why it is none', () => {
    expect(read_text('')).toEqual({ value: {}, wrong: '' });
    expect(read_text('[1]').value).toBeNull();
    expect(read_text('{"a":').wrong).not.toBe('');
  });

  it('is the same however it is laid out', () => {
    expect(says_the_same('{"a":1}', spread_text('{"a":1}'))).toBe(true);
    expect(says_the_same('{"a":1}', '{"a":2}')).toBe(false);
    expect(says_the_same('{', '{')).toBe(true);
  });

  it('keeps what no form knows, and the order of members', () => {
    const value = { later: true, rules: [{ notification: '1.2', own: 5 }] };
    const next = with_value_at(value, ['rules', 0, 'notification'], '1.3');
    expect(write_text(next)).toBe(
      write_text({ later: true, rules: [{ notification: '1.3', own: 5 }] }),
    );
    expect(
      value_at(with_value_at(value, ['rules', 0, 'notification'], undefined), ['rules', 0]),
    ).toEqual({ own: 5 });
    expect(with_value_at({}, ['models', 'm.1', 'condition'], 'x')).toEqual({
      models: { 'm.1': { condition: 'x' } },
    });
  });

  it('moves and drops rules, and stays at its ends', () => {
    const names = (of: object) => rules_of(of as never).map((rule) => rule.name);
    expect(names(with_rule_moved(rules, 0, 1))).toEqual(['b', 'a', 'c']);
    expect(names(with_rule_moved(rules, 0, -1))).toEqual(['a', 'b', 'c']);
    expect(names(without_rule(rules, 1))).toEqual(['a', 'c']);
    expect(without_rule(rules, 1).sources).toEqual({ x: 'y' });
  });
});

describe('a refusal', () => {
  it('points to a rule and its field', () => {
    expect(place_of('rules[3].severities.6')).toEqual({ rule: 3, field: 'severities' });
    expect(place_of('rules[0]')).toEqual({ rule: 0, field: '' });
    expect(place_of('condition')).toEqual({ rule: -1, field: 'condition' });
    expect(place_of('models.mib2.severities')).toEqual({ rule: -1, field: 'models' });
  });

  it('and a decision name the rule', () => {
    expect(rule_at(rules.rules, 'rules[2] link down')).toBe(2);
    expect(rule_at(rules.rules, 'rules[9]')).toBe(-1);
    expect(rule_at(rules.rules, 'built-in linkDown')).toBe(-1);
    expect(rule_at(rules.rules)).toBe(-1);
  });
});

describe('a field', () => {
  it('says nothing where it says what counts anyway', () => {
    expect(value_of(field('source', rule_fields.snmp), ' ')).toBeUndefined();
    expect(value_of(field('owns', rule_fields.snmp), false)).toBeUndefined();
    expect(value_of(field('owns', rule_fields.snmp), true)).toBe(true);
    expect(value_of(field('has_file_channel', dialect_fields), false)).toBe(false);
    expect(value_of(field('severities', rule_fields.snmp), {})).toBeUndefined();
  });

  it('has numbers and lists in their own type', () => {
    expect(value_of(field('least_severity', rule_fields.syslog), '3')).toBe(3);
    expect(value_of(field('zone_minutes', dialect_fields), '480')).toBe(480);
    expect(value_of(field('cleared', dialect_fields), '0, 9,')).toEqual(['0', '9']);
  });
});

describe('the address', () => {
  const all = [row('snmp'), row('omc:hubei', { kind: 'omc' })];
  it('names a door or a kind of doors', () => {
    expect(row_named(all, 'omc:hubei')?.door).toBe('omc:hubei');
    expect(row_named(all, 'omc')?.door).toBe('omc:hubei');
    expect(row_named(all, '')?.door).toBe('snmp');
    expect(row_named([], 'snmp')).toBeUndefined();
  });
});

const answers = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' },
  });

describe('a draft', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('stands for each door, and is changed only where it says something else', () => {
    const rows = ref([row('snmp'), row('syslog')]);
    const shown = ref<MappingRow | undefined>(rows.value[0]);
    const drafts = use_drafts(rows, shown);
    drafts.text.value = '{ "rules": [] }';
    expect(drafts.changed.value).toBe(false);
    drafts.value.value = { rules: [{ notification: '1.2.*' }] };
    expect(drafts.changed.value).toBe(true);
    shown.value = rows.value[1];
    expect([drafts.changed.value, drafts.some_changed.value]).toEqual([false, true]);
    shown.value = rows.value[0];
    expect(drafts.text.value).toContain('1.2.*');
  });

  it('is sent with the version it was based on, and is over once it is saved', async () => {
    const rows = ref([row('omc:hubei', { version: 4 })]);
    const shown = ref<MappingRow | undefined>(rows.value[0]);
    const drafts = use_drafts(rows, shown);
    const fetched = vi.fn(async (_path: string, _init: RequestInit) =>
      answers(200, row('omc:hubei', { version: 5 })),
    );
    vi.stubGlobal('fetch', fetched);
    drafts.text.value = '{"owns":true}';
    expect((await drafts.save('new maker', 'k')).version).toBe(5);
    const [path, init] = fetched.mock.calls[0] ?? [];
    expect([path, init?.method]).toEqual(['/api/v1/mappings/omc%3Ahubei', 'PUT']);
    expect(JSON.parse(String(init?.body))).toEqual({
      text: '{"owns":true}',
      based_on: 4,
      reason: 'new maker',
    });
    expect(drafts.some_changed.value).toBe(false);
  });

  it('is kept when somebody else was quicker, and goes on from theirs', async () => {
    const rows = ref([row('snmp', { version: 1 })]);
    const shown = ref<MappingRow | undefined>(rows.value[0]);
    const drafts = use_drafts(rows, shown);
    vi.stubGlobal('fetch', async () => answers(409, { name: 'version_must_be_current' }));
    drafts.text.value = '{"rules":[{"notification":"1.2"}]}';
    await expect(drafts.save('why', 'k')).rejects.toBeInstanceOf(Problem);
    rows.value = [row('snmp', { version: 2, text: '{"rules":[{"notification":"9"}]}' })];
    shown.value = rows.value[0];
    expect([drafts.is_behind.value, drafts.text.value]).toEqual([
      true,
      '{"rules":[{"notification":"1.2"}]}',
    ]);
    drafts.go_on_from_theirs();
    expect([drafts.is_behind.value, drafts.changed.value]).toEqual([false, true]);
    drafts.take_theirs();
    expect([drafts.changed.value, drafts.text.value.includes('"9"')]).toEqual([false, true]);
  });
});

describe('a trial', () => {
  const trial = ref<Trial | null>(null);
  const first = { door: 'snmp', text: '{}', message: '1.3.6', peer: '10.0.0.1' };
  let asked: { message: string; settle: (answer: Response) => void }[] = [];
  let scope = effectScope();

  beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    scope = effectScope();
    vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
      const { message } = JSON.parse(String(init.body)) as { message: string };
      return new Promise<Response>((settle) => asked.push({ message, settle }));
    });
  });
  afterEach(() => {
    scope.stop();
    trial.value = null;
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  async function write(next: Trial | null, ms: number): Promise<void> {
    trial.value = next;
    await nextTick();
    await vi.advanceTimersByTimeAsync(ms);
  }

  it('is made once for a run of strokes, and of the last of them', async () => {
    const tried = scope.run(() => use_try(() => trial.value))!;
    await write(first, 100);
    await write({ ...first, message: '1.3.6.1' }, 400);
    expect(asked.map(({ message }) => message)).toEqual(['1.3.6.1']);
    asked[0]?.settle(answers(200, { outcome: 'passed_over' }));
    await vi.advanceTimersByTimeAsync(0);
    expect([tried.answer.value?.outcome, tried.asking.value]).toEqual(['passed_over', false]);
  });

  it('is not answered by what was asked before', async () => {
    const tried = scope.run(() => use_try(() => trial.value))!;
    await write(first, 400);
    await write({ ...first, message: 'newer' }, 400);
    asked[1]?.settle(answers(200, { outcome: 'raise' }));
    await vi.advanceTimersByTimeAsync(0);
    asked[0]?.settle(answers(200, { outcome: 'refused' }));
    await vi.advanceTimersByTimeAsync(0);
    expect(tried.answer.value?.outcome).toBe('raise');
  });

  it('is over without a message, and says which field is wrong', async () => {
    const tried = scope.run(() => use_try(() => trial.value))!;
    await write(first, 400);
    const wrong = { name: 'severity_must_be_known', field: 'rules[0].severity' };
    asked[0]?.settle(answers(400, wrong));
    await vi.advanceTimersByTimeAsync(0);
    expect((tried.problem.value as Problem).field).toBe('rules[0].severity');
    await write({ ...first, message: ' ' }, 400);
    expect([tried.problem.value, tried.answer.value, asked.length]).toEqual([null, null, 1]);
  });
});
