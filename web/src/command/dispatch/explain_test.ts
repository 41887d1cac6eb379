// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import en from '@/messages/en.json';
import zh from '@/messages/zh.json';
import { because, cost, explanation, obstacle, saved_percent } from './explain';
import { proposal } from './fixtures';

const words = { crew: (id: string) => `crew ${id}`, span: (s: number) => `${s / 60} min` };
const codes = [
  'nobody_has_skill',
  'nobody_has_tool',
  'nobody_has_parts',
  'nobody_has_vehicle',
  'nobody_has_permit',
  'nobody_may',
  'nobody_on_shift',
  'window_cannot_be_met',
  'waits_for_another',
  'place_must_be_given',
  'no_time_left',
];

describe('why a crew goes', () => {
  it('names the skill that only it has', () => {
    expect(because(proposal({ why: 'only_able', why_name: '光缆' }))).toEqual({
      key: 'dispatch_why.only_able_named',
      values: { name: '光缆' },
    });
    expect(because(proposal({ why: 'only_able' }))?.key).toBe('dispatch_why.only_able');
  });

  it('counts the crews that could', () => {
    expect(because(proposal({ why: 'least_added', able: 5 }))).toEqual({
      key: 'dispatch_why.least_added',
      values: { n: 5 },
    });
  });

  it('says the drive, and the second best where there is one', () => {
    const p = proposal({ second_crew: 'C2', second_drive_s: 2460 });
    expect(explanation(p, 'because', words)).toEqual({
      key: 'dispatch.said_second',
      values: {
        crew: 'crew C1',
        why: 'because',
        drive: '18 min',
        second: 'crew C2',
        second_drive: '41 min',
      },
    });
    expect(explanation(proposal({}), 'because', words).key).toBe('dispatch.said');
    expect(explanation(proposal({ why: 'none' }), '', words).key).toBe('dispatch.said_bare');
  });
});

describe('what a choice costs', () => {
  it('is nothing, more or less than the plan', () => {
    expect(cost({ dearer: 0 }, words).key).toBe('dispatch.cost_none');
    expect(cost({ dearer: 1440 }, words)).toEqual({
      key: 'dispatch.cost_more',
      values: { span: '24 min' },
    });
    expect(cost({ dearer: -600 }, words)).toEqual({
      key: 'dispatch.cost_less',
      values: { span: '10 min' },
    });
  });

  it('is compared with the nearest free crew in percent', () => {
    expect(saved_percent(123, 170)).toBe(28);
    expect(saved_percent(170, 123)).toBe(-38);
    expect(saved_percent(5, 0)).toBe(0);
  });
});

describe('every reason of the planner', () => {
  it.each([
    ['zh', zh],
    ['en', en],
  ])('has its words in %s', (_language, messages) => {
    const reasons: Record<string, string> = messages.dispatch_reason;
    const unable: Record<string, string> = messages.dispatch_unable;
    for (const code of codes) {
      expect(reasons[code], code).toBeTruthy();
      expect(unable[code], code).toBeTruthy();
    }
    for (const why of ['only_able', 'only_able_named', 'least_added', 'pinned', 'committed'])
      expect((messages.dispatch_why as Record<string, string>)[why], why).toBeTruthy();
  });
});

describe('why a crew cannot go', () => {
  const ruled_out = { crew: 'C1', reason: 'nobody_may', reason_names: [] };
  const bound = { forbidden: ['C2'], skills: ['fibre'] };

  it('is what the planner says where it says it', () => {
    const said = { crew: 'C1', reason: 'nobody_has_tool', reason_names: ['splicer'] };
    expect(obstacle(said, bound, [])).toEqual({ code: 'nobody_has_tool', names: ['splicer'] });
  });

  it('is a ban where the job tells of one', () => {
    expect(obstacle({ ...ruled_out, crew: 'C2' }, bound, []).code).toBe('forbidden');
    expect(obstacle(ruled_out, bound, []).code).toBe('nobody_may');
    expect(obstacle(ruled_out, undefined, []).code).toBe('nobody_may');
  });

  it('is told of a job that is in no plan', () => {
    const said = { reason: 'none', reason_names: [], unknown: true };
    expect(obstacle({ ...said, crew: 'C1' }, bound, []).names).toEqual(['fibre']);
    expect(obstacle({ ...said, crew: 'C2' }, bound, ['fibre']).code).toBe('forbidden');
    expect(obstacle({ ...said, crew: 'C3' }, bound, ['fibre']).code).toBe('none');
  });
});
