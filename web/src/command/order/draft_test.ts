// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  blank,
  draft_to_amend,
  draft_to_pass_on,
  has_more,
  has_recipients,
  issue_body,
  level_of,
  levels_below,
  text_body,
  with_template,
  type Template,
} from './draft';
import type { Order } from './model';

const order = {
  id: '100000-7',
  subject_zh: '检查油机',
  subject_en: 'Check the generators',
  text: '逐站检查。',
  priority: 'urgent',
  incident: '',
  issued_at: '2020-01-23T02:00:00Z',
  amended_at: '',
  acknowledge_by: '2020-01-23T02:10:00Z',
  start_by: '',
  finish_by: '2020-01-23T06:00:00Z',
  evidence: { note: true, number: '已检查站数', photos: 2 },
  quorum: 2,
  widen_to: [{ unit: '420500', person: '' }],
  substitutes: [{ of: { unit: '420100', person: '' }, by: { unit: '420000', person: 'HB-001' } }],
} as unknown as Order;

describe('an order that is written', () => {
  it('goes to units, levels, people and lists alike', () => {
    expect(has_recipients(blank())).toBe(false);
    expect(has_recipients({ ...blank(), level: 'province' })).toBe(true);
    expect(has_recipients({ ...blank(), rosters: ['420000-1'] })).toBe(true);
    expect(has_recipients({ ...blank(), on_duty: ['420000'] })).toBe(true);
  });

  it('is sent in seconds and without half a substitute', () => {
    const draft = {
      ...blank(),
      subject: ' 排查 ',
      recipients: ['420000'],
      start_min: 30,
      substitutes: [
        { of: ['unit:420100'], by: [] },
        { of: ['unit:420100'], by: ['person:HB-001'] },
      ],
    };
    expect(issue_body(draft)).toMatchObject({
      subject_zh: '排查',
      recipients: ['420000'],
      acknowledge_within_s: 900,
      start_within_s: 1800,
      finish_within_s: 7200,
      substitutes: [{ of: { unit: '420100' }, by: { person: 'HB-001' } }],
    });
    expect(issue_body(draft)).not.toHaveProperty('parent');
  });

  it('widens only with a quorum', () => {
    const draft = { ...blank(), widen_to: ['unit:420500'] };
    expect(text_body(draft).widen_to).toEqual([]);
    expect(text_body({ ...draft, quorum: 1 }).widen_to).toEqual([{ unit: '420500' }]);
  });

  it('keeps its rare part folded while nothing is said there', () => {
    expect(has_more(blank())).toBe(false);
    expect(has_more({ ...blank(), start_min: 30 })).toBe(true);
    expect(has_more({ ...blank(), people: ['HB-001'] })).toBe(true);
  });

  it('is amended from what it says now', () => {
    const draft = draft_to_amend(order);
    expect(draft).toMatchObject({
      subject: '检查油机',
      subject_en: 'Check the generators',
      acknowledge_min: 10,
      start_min: 0,
      finish_min: 240,
      quorum: 2,
      widen_to: ['unit:420500'],
      substitutes: [{ of: ['unit:420100'], by: ['person:HB-001'] }],
    });
    expect(draft.evidence).toEqual(order.evidence);
  });

  it('is passed on to the next level, in nine tenths of the time that is left', () => {
    const now = Date.parse('2020-01-23T04:00:00Z');
    expect(draft_to_pass_on(order, '420000', now)).toMatchObject({
      parent: '100000-7',
      level: 'city',
      acknowledge_min: 15,
      finish_min: 108,
      quorum: 0,
    });
    const late = Date.parse('2020-01-24T00:00:00Z');
    expect(draft_to_pass_on(order, '420000', late).finish_min).toBe(120);
  });

  it('takes a template, but not to whom it goes', () => {
    const template = {
      subject_zh: '检查',
      subject_en: '检查',
      text: '请检查',
      priority: 'normal',
      acknowledge_within_s: 600,
      start_within_s: 0,
      finish_within_s: 36_000,
      quorum: 0,
      pass_down_to: 'county',
      evidence: { note: false, number: '', photos: 1 },
    } as Template;
    const draft = with_template({ ...blank(), recipients: ['420000'] }, template);
    expect(draft).toMatchObject({
      subject: '检查',
      subject_en: '',
      recipients: ['420000'],
      acknowledge_min: 10,
      start_min: 0,
      finish_min: 600,
      pass_down_to: 'county',
      evidence: { photos: 1 },
    });
  });

  it('knows the levels by their codes', () => {
    expect(level_of('100000')).toBe('group');
    expect(level_of('420000')).toBe('province');
    expect(level_of('420100')).toBe('city');
    expect(level_of('429004')).toBe('city');
    expect(level_of('420106')).toBe('county');
    expect(level_of('420106003')).toBe('grid');
    expect(levels_below('city')).toEqual(['county', 'grid']);
    expect(levels_below('grid')).toEqual([]);
  });
});
