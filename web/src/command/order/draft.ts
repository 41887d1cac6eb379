// SPDX-License-Identifier: Apache-2.0
// An order while it is written: what the form holds, where it comes from (a template, an order to
// amend or to pass on) and what is sent.
import type { Level } from '@/command/unit/model';
import { province_of } from '@/command/unit/scope';
import type { Evidence, Order, OrderRow, Priority, Substitute } from './model';
import { token_of, who_of } from './who';

const minute_s = 60;

export interface Draft {
  subject: string;
  subject_en: string; // "" when it is the same
  text: string;
  priority: Priority;
  recipients: string[];
  level: Level; // group: not by level
  people: string[];
  rosters: string[];
  on_duty: string[];
  pass_down_to: Level; // group: not passed down
  acknowledge_min: number;
  start_min: number; // 0: no deadline
  finish_min: number;
  evidence: Evidence;
  quorum: number; // 0: all
  widen_to: string[];
  substitutes: { of: string[]; by: string[] }[];
  incident: string;
  parent: string;
}

export interface Template {
  id: string;
  name_zh: string;
  name_en: string;
  subject_zh: string;
  subject_en: string;
  text: string;
  priority: Priority;
  acknowledge_within_s: number;
  start_within_s: number;
  finish_within_s: number;
  quorum: number;
  pass_down_to: Level | '';
  evidence: Evidence;
}

export const levels: Level[] = ['group', 'province', 'city', 'county', 'grid'];

// By the code alone: counties ruled by their province (4290xx) stand as cities.
export function level_of(code: string): Level {
  if (code === '100000') return 'group';
  if (code.length > 6) return 'grid';
  if (code === province_of(code)) return 'province';
  return code.endsWith('00') || code.slice(2, 4) === '90' ? 'city' : 'county';
}

export const levels_below = (level: Level) => levels.slice(levels.indexOf(level) + 1);

export function blank(): Draft {
  return {
    subject: '',
    subject_en: '',
    text: '',
    priority: 'high',
    recipients: [],
    level: 'group',
    people: [],
    rosters: [],
    on_duty: [],
    pass_down_to: 'group',
    acknowledge_min: 15,
    start_min: 0,
    finish_min: 120,
    evidence: { note: false, number: '', photos: 0 },
    quorum: 0,
    widen_to: [],
    substitutes: [],
    incident: '',
    parent: '',
  };
}

// Whole minutes from one moment to another, at least one; 0 where there is no deadline.
export function minutes_between(from: string, to: string): number {
  const ms = Date.parse(to) - Date.parse(from);
  return Number.isNaN(ms) ? 0 : Math.max(1, Math.round(ms / 60_000));
}

const subjects_of = (row: { subject_zh: string; subject_en: string }) => ({
  subject: row.subject_zh,
  subject_en: row.subject_en === row.subject_zh ? '' : row.subject_en,
});

// The order as it reads now; its deadlines run anew.
export function draft_to_amend(order: Order): Draft {
  const from = order.amended_at || order.issued_at;
  return {
    ...blank(),
    ...subjects_of(order),
    text: order.text,
    priority: order.priority,
    acknowledge_min: minutes_between(from, order.acknowledge_by),
    start_min: minutes_between(from, order.start_by),
    finish_min: minutes_between(from, order.finish_by),
    evidence: { ...order.evidence },
    quorum: order.quorum,
    widen_to: order.widen_to.map(token_of),
    substitutes: order.substitutes.map(({ of, by }) => ({
      of: [token_of(of)],
      by: [token_of(by)],
    })),
  };
}

const left_to_parts = 0.9; // of its time: the rest is for the unit's own answer

// The same words from a unit that received it to those below it, a little sooner.
export function draft_to_pass_on(order: OrderRow, unit: string, now_ms: number): Draft {
  const finish_by = Date.parse(order.finish_by);
  const left_min = Math.floor(((finish_by - now_ms) / 60_000) * left_to_parts);
  const usual = blank();
  const finish_min = left_min > 0 ? left_min : usual.finish_min;
  return {
    ...usual,
    ...subjects_of(order),
    text: order.text,
    priority: order.priority,
    level: levels_below(level_of(unit))[0] ?? 'group',
    acknowledge_min: Math.min(usual.acknowledge_min, finish_min),
    finish_min,
    evidence: { ...order.evidence },
    incident: order.incident,
    parent: order.id,
  };
}

// A template's words; to whom it goes is left as it is.
export function with_template(draft: Draft, template: Template): Draft {
  const minutes = (seconds: number) => Math.max(1, Math.round(seconds / minute_s));
  const or_usual = (seconds: number, usual: number) => (seconds > 0 ? minutes(seconds) : usual);
  return {
    ...draft,
    ...subjects_of(template),
    text: template.text,
    priority: template.priority,
    acknowledge_min: or_usual(template.acknowledge_within_s, draft.acknowledge_min),
    start_min: or_usual(template.start_within_s, 0),
    finish_min: or_usual(template.finish_within_s, draft.finish_min),
    quorum: template.quorum,
    pass_down_to: template.pass_down_to || 'group',
    evidence: { ...template.evidence },
  };
}

export const has_recipients = (draft: Draft) =>
  draft.level !== 'group' ||
  [draft.recipients, draft.people, draft.rosters, draft.on_duty].some((list) => list.length > 0);

// Whether anything is said in the part of the form that is folded away.
export function has_more(draft: Draft): boolean {
  const { evidence } = draft;
  return (
    [draft.people, draft.rosters, draft.on_duty, draft.substitutes].some((l) => l.length > 0) ||
    draft.subject_en !== '' ||
    draft.start_min > 0 ||
    draft.quorum > 0 ||
    evidence.note ||
    evidence.number !== '' ||
    evidence.photos > 0
  );
}

function substitutes_of(draft: Draft): Substitute[] {
  return draft.substitutes.flatMap(({ of, by }) =>
    of[0] && by[0] ? [{ of: who_of(of[0]), by: who_of(by[0]) }] : [],
  );
}

// What an issue and an amendment say alike.
export function text_body(draft: Draft): Record<string, unknown> {
  return {
    subject_zh: draft.subject.trim(),
    subject_en: draft.subject_en.trim(),
    text: draft.text.trim(),
    priority: draft.priority,
    acknowledge_within_s: draft.acknowledge_min * minute_s,
    start_within_s: draft.start_min * minute_s,
    finish_within_s: draft.finish_min * minute_s,
    evidence: { ...draft.evidence, number: draft.evidence.number.trim() },
    quorum: Number(draft.quorum) || 0, // an emptied field is no number
    widen_to: draft.quorum > 0 ? draft.widen_to.map(who_of) : [],
    substitutes: substitutes_of(draft),
  };
}

export function issue_body(draft: Draft): Record<string, unknown> {
  return {
    ...text_body(draft),
    recipients: draft.recipients,
    people: draft.people,
    rosters: draft.rosters,
    on_duty: draft.on_duty,
    level: draft.level,
    pass_down_to: draft.pass_down_to,
    ...(draft.incident ? { incident: draft.incident } : {}),
    ...(draft.parent ? { parent: draft.parent } : {}),
  };
}
