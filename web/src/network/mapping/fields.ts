// SPDX-License-Identifier: Apache-2.0
// What a rule and a dialect are made of, as the server has it: the order of the form, what counts
// where nothing is said, and how a field is filled in.
import { severities } from '@/network/alarm/model';
import type { MappingKind } from './model';

export type FieldKind = 'text' | 'number' | 'yes_no' | 'choice' | 'pairs' | 'list';

export interface Field {
  name: string;
  kind: FieldKind;
  usual?: string; // where nothing is said
  values?: readonly string[]; // of a choice, or of what pairs lead to
  words?: string; // their messages
  may_be_empty?: boolean; // a choice of nothing
  wide?: boolean;
}

export const severity_words = [...severities, 'cleared'] as const;

const text = (name: string, usual = '', wide = false): Field => ({
  name,
  kind: 'text',
  usual,
  wide,
});
const number = (name: string, usual: number): Field => ({
  name,
  kind: 'number',
  usual: String(usual),
});
const owns: Field = { name: 'owns', kind: 'yes_no', usual: 'false', wide: true };
const severity = (usual: string): Field => ({
  name: 'severity',
  kind: 'choice',
  usual,
  values: severity_words,
  words: 'mapping_severity',
  may_be_empty: true,
});
const severity_pairs: Field = {
  name: 'severities',
  kind: 'pairs',
  values: severity_words,
  words: 'mapping_severity',
  wide: true,
};

const snmp_rule: Field[] = [
  text('notification', '', true),
  text('source', '{source}'),
  text('condition'),
  text('interface'),
  severity('indeterminate'),
  text('severity_of'),
  severity_pairs,
  text('event_type'),
  text('specific_problem', '{trap}'),
  owns,
];

const syslog_rule: Field[] = [
  text('name', '', true),
  text('host'),
  text('app'),
  text('msgid'),
  text('text', '', true),
  {
    name: 'least_severity',
    kind: 'choice',
    usual: '7',
    values: ['0', '1', '2', '3', '4', '5', '6', '7'],
    words: 'syslog_severity',
  },
  {
    name: 'does',
    kind: 'choice',
    usual: 'raise',
    values: ['raise', 'clear', 'ignore'],
    words: 'mapping_does',
  },
  text('source', '{host}'),
  text('condition'),
  text('interface'),
  severity(''),
  text('event_type'),
  text('specific_problem'),
  owns,
];

export const rule_fields: Record<MappingKind, Field[]> = {
  snmp: snmp_rule,
  syslog: syslog_rule,
  omc: [],
};

export const dialect_fields: Field[] = [
  text('source', '{neUID}'),
  text('condition', '{alarmTitle}'),
  text('interface', '{objectUID}'),
  text('status', 'alarmStatus'),
  { name: 'cleared', kind: 'list', usual: '0' },
  text('severity', 'origSeverity'),
  { ...severity_pairs, values: severities, usual: '1, 2, 3, 4' },
  text('event_type', '{alarmType}'),
  { name: 'event_types', kind: 'pairs', wide: true },
  text('specific_problem', '{specificProblemID} {specificProblem}', true),
  {
    name: 'additional',
    kind: 'list',
    usual: 'neName, neType, objectName, objectType, locationInfo, addInfo, alarmCheck',
    wide: true,
  },
  owns,
  text('time', 'eventTime'),
  number('zone_minutes', 480),
  text('sequence', 'alarmSeq'),
  text('id', 'alarmId'),
  {
    name: 'charset',
    kind: 'choice',
    usual: 'utf-8',
    values: ['utf-8', 'gb18030'],
    words: 'mapping_charset',
  },
  text('sync_source', '1'),
  { name: 'has_file_channel', kind: 'yes_no', usual: 'true', wide: true },
  number('heartbeat_s', 60),
  number('receive_timeout_s', 180),
  number('log_in_attempts', 3),
  number('gap_max', 1000),
  number('message_wait_s', 20),
];

export const model_fields: Field[] = [text('condition'), severity_pairs];

// What a field holds, in the text's own type; undefined where it says what counts anyway.
export function value_of(field: Field, said: unknown): unknown {
  if (field.kind === 'yes_no') return String(said) === field.usual ? undefined : said;
  if (field.kind === 'pairs') return Object.keys(said as object).length > 0 ? said : undefined;
  if (field.kind === 'list') {
    const items = String(said)
      .split(/[,\uff0c\n]/)
      .map((item) => item.trim())
      .filter(Boolean);
    return items.length > 0 ? items : undefined;
  }
  const word = String(said).trim();
  if (word === '') return undefined;
  if (field.kind === 'number' || field.name === 'least_severity') {
    const count = Number(word);
    return Number.isFinite(count) ? count : word;
  }
  return String(said);
}

// The line of a rule that is closed.
export const sign_of = (kind: MappingKind, rule: Record<string, unknown>): string =>
  String((kind === 'snmp' ? rule.notification : rule.name || rule.text || rule.app) ?? '');
