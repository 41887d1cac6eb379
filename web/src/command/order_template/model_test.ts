// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { blank, issue_body, with_template } from '@/command/order/draft';
import { draft_of, template_body, timeline_of, type TemplatePage } from './model';

const page: TemplatePage = {
  id: '100000-1',
  name_zh: '油机排查',
  name_en: 'Generator check',
  unit: '100000',
  subject_zh: '基站油机排查',
  subject_en: 'Check generators',
  text: '逐站核对。',
  priority: 'urgent',
  acknowledge_within_s: 900,
  start_within_s: 0,
  finish_within_s: 14_400,
  quorum: 3,
  pass_down_to: 'city',
  evidence: { note: true, number: '油机台数', photos: 1 },
  changed_at: '2020-01-23T00:00:00Z',
  changed_by: 'admin',
  reason: '',
  timeline: [{ at: '2020-01-23T00:00:00Z', kind: 'kept', who: 'admin', text: 'why' }],
};

it('is sent as it came when nobody changes anything', () => {
  const { id: _, changed_at, changed_by, reason, timeline, ...same } = page;
  expect(template_body(page, draft_of(page))).toEqual(same);
  expect([changed_at, changed_by, reason, timeline.length]).toEqual([
    '2020-01-23T00:00:00Z',
    'admin',
    '',
    1,
  ]);
});

it('names no recipients, no substitutes and nobody to widen to', () => {
  const draft = { ...blank(), recipients: ['420000'], quorum: 1, widen_to: ['u:420100'] };
  const body = template_body({ name_zh: ' 名 ', name_en: '', unit: '' }, draft);
  expect(body.name_zh).toBe('名');
  for (const name of ['unit', 'recipients', 'substitutes', 'widen_to'])
    expect(body).not.toHaveProperty(name);
});

it('fills an order form, whose recipients are still to be chosen', () => {
  const body = issue_body(with_template(blank(), page));
  expect(body).toMatchObject({
    subject_zh: '基站油机排查',
    subject_en: 'Check generators',
    priority: 'urgent',
    acknowledge_within_s: 900,
    finish_within_s: 14_400,
    pass_down_to: 'city',
    quorum: 3,
    evidence: page.evidence,
    recipients: [],
  });
});

it('says who did what and why', () => {
  expect(timeline_of(page)).toEqual([
    {
      at: '2020-01-23T00:00:00Z',
      kind: 'template_kept',
      who: 'admin',
      text_zh: 'why',
      text_en: 'why',
      ref: '',
    },
  ]);
});
