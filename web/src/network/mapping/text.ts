// SPDX-License-Identifier: Apache-2.0
// The text of a mapping is what counts; forms read a value out of it and write it back. Members
// that no form knows stay where they are.

export type Value = Record<string, unknown>;
export type Path = readonly (string | number)[];

export interface Read {
  value: Value | null;
  wrong: string; // why it cannot be read
}

const is_value = (one: unknown): one is Value =>
  typeof one === 'object' && one !== null && !Array.isArray(one);

export function read_text(text: string): Read {
  if (text.trim() === '') return { value: {}, wrong: '' };
  try {
    const value: unknown = JSON.parse(text);
    return is_value(value) ? { value, wrong: '' } : { value: null, wrong: '{}' };
  } catch (error) {
    return { value: null, wrong: error instanceof Error ? error.message : String(error) };
  }
}

export const write_text = (value: Value): string => JSON.stringify(value, null, 2);

// As people read it; what is no JSON stays as it is.
export function spread_text(text: string): string {
  const { value } = read_text(text);
  return value && text.trim() !== '' ? write_text(value) : text;
}

export function says_the_same(one: string, other: string): boolean {
  const [a, b] = [read_text(one).value, read_text(other).value];
  return a && b ? JSON.stringify(a) === JSON.stringify(b) : one === other;
}

export function value_at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, step) => (found as Record<string | number, unknown> | undefined)?.[step],
    value,
  );
}

// The value with another one at the path; undefined takes the member away.
export function with_value_at(value: Value, path: Path, to: unknown): Value {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const inner = (value as Record<string | number, unknown>)[step];
  const next = rest.length > 0 ? with_value_at((inner ?? {}) as Value, rest, to) : to;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, at) => (at === step ? next : item));
    return items as unknown as Value;
  }
  const { [step]: _, ...others } = value;
  if (next === undefined) return others;
  return step in value
    ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === String(step) ? next : v]))
    : { ...value, [step]: next };
}

export function rules_of(value: Value | null): Value[] {
  const rules = value?.rules;
  return Array.isArray(rules) ? rules.filter(is_value) : [];
}

export const with_rules = (value: Value, rules: Value[]): Value => ({ ...value, rules });

export function with_rule_moved(value: Value, at: number, step: number): Value {
  const rules = [...rules_of(value)];
  const to = at + step;
  if (to < 0 || to >= rules.length) return value;
  const [rule] = rules.splice(at, 1);
  if (rule) rules.splice(to, 0, rule);
  return with_rules(value, rules);
}

export const without_rule = (value: Value, at: number): Value =>
  with_rules(
    value,
    rules_of(value).filter((_, index) => index !== at),
  );

// Where a refusal points to: "rules[3].severities.6" is rule 3, field "severities".
export interface Place {
  rule: number; // -1: none
  field: string;
}

export function place_of(field: string): Place {
  const [, rule, rest] = /^rules\[(\d+)\]\.?(.*)$/.exec(field) ?? [];
  const [name = ''] = (rule === undefined ? field : (rest ?? '')).split(/[.[]/);
  return { rule: rule === undefined ? -1 : Number(rule), field: name };
}

// Which of the rules decided: "rules[2] link down". -1: one of the file, a built-in one, none.
export function rule_at(rules: readonly Value[], rule = ''): number {
  const { rule: at } = place_of(rule);
  return at < rules.length ? at : -1;
}
