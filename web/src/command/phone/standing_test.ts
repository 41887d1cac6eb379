// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { CrewStep, JobRow } from '@/command/job/model';
import { no_words, type KeptStep, type MineRow, type Verb } from './model';
import { next_step, standings } from './standing';

const mine = (id: string, step: CrewStep, more: Partial<JobRow> = {}): MineRow => ({
  step,
  own: 'C1',
  job: { id, priority: 'normal', latest: '', ...more } as JobRow,
});

let seq = 0;
const kept = (job: string, step: Verb, more: Partial<KeptStep> = {}): KeptStep => ({
  ...no_words,
  seq: (seq += 1),
  key: `${seq}`,
  account: 'zhang',
  crew: 'C1',
  job,
  title_zh: '',
  title_en: '',
  step,
  at: '',
  refusal: null,
  ...more,
});

const shown = (rows: MineRow[], steps: KeptStep[]) =>
  standings(rows, steps).map(({ job, step, waits }) => [job.id, step, waits]);

describe('how far my crew is', () => {
  it('is what the server said, and on top of it what waits to be told', () => {
    expect(shown([mine('J1', 'offered')], [])).toEqual([['J1', 'offered', 0]]);
    expect(shown([mine('J1', 'offered')], [kept('J1', 'accept'), kept('J1', 'depart')])).toEqual([
      ['J1', 'on_the_way', 2],
    ]);
  });

  it('never goes back when an answer was lost', () => {
    expect(shown([mine('J1', 'on_site')], [kept('J1', 'accept'), kept('J1', 'depart')])).toEqual([
      ['J1', 'on_site', 2],
    ]);
  });

  it('leaves out what is refused, and what another of my crews pressed', () => {
    const refusal = { status: 409, name: 'job_must_be_free', detail: '', field: '' };
    const steps = [kept('J1', 'accept', { refusal }), kept('J1', 'accept', { crew: 'C2' })];
    expect(shown([mine('J1', 'offered')], steps)).toEqual([['J1', 'offered', 0]]);
  });

  it('shows no job that is done, given back or failed', () => {
    const rows = ['J1', 'J2', 'J3'].map((id) => mine(id, 'accepted'));
    const steps = [kept('J1', 'decline'), kept('J2', 'fail'), kept('J3', 'finish')];
    expect(shown(rows, steps)).toEqual([]);
  });

  it('puts what is under way first, then what is taken, then the most pressing offer', () => {
    const rows = [
      mine('J1', 'offered', { latest: '2020-01-23T10:00:00Z' }),
      mine('J2', 'offered', { priority: 'urgent' }),
      mine('J3', 'accepted'),
      mine('J4', 'on_the_way'),
      mine('J5', 'offered', { latest: '2020-01-23T09:00:00Z' }),
    ];
    expect(shown(rows, []).map(([id]) => id)).toEqual(['J4', 'J3', 'J2', 'J5', 'J1']);
  });
});

describe('the next step', () => {
  it('is one, and none when all is over', () => {
    const steps: CrewStep[] = ['offered', 'accepted', 'on_the_way', 'on_site', 'done'];
    expect(steps.map(next_step)).toEqual(['accept', 'depart', 'arrive', 'finish', null]);
  });
});
