// SPDX-License-Identifier: Apache-2.0
// How far my crew is with each job: what the server said last, and on top of it the steps that are
// pressed but not answered yet. What is refused does not count.
import type { CrewStep, JobRow } from '@/command/job/model';
import type { KeptStep, MineRow, Verb } from './model';

export interface Standing {
  job: JobRow;
  crew: string;
  step: CrewStep;
  waits: number; // presses that the server has not answered
}

const after: Record<Verb, CrewStep> = {
  accept: 'accepted',
  decline: 'declined',
  depart: 'on_the_way',
  arrive: 'on_site',
  finish: 'done',
  fail: 'failed',
};

const next: Partial<Record<CrewStep, Verb>> = {
  offered: 'accept',
  accepted: 'depart',
  on_the_way: 'arrive',
  on_site: 'finish',
};

// In the order in which a crew goes through them.
const course: CrewStep[] = ['offered', 'accepted', 'on_the_way', 'on_site', 'done'];

export const next_step = (step: CrewStep): Verb | null => next[step] ?? null;
export const is_under_way = (step: CrewStep) => step === 'on_the_way' || step === 'on_site';
export const is_taken = (step: CrewStep) => step === 'accepted' || is_under_way(step);
const is_at_hand = (step: CrewStep) => step === 'offered' || is_taken(step);

// Going back is not possible: an answer that was lost may have moved the server further than the
// oldest press that is kept.
function further(now: CrewStep, pressed: CrewStep): CrewStep {
  const [from, to] = [course.indexOf(now), course.indexOf(pressed)];
  return from >= 0 && to >= 0 && to < from ? now : pressed;
}

// My jobs after steps that the server has taken, until it is asked again.
export function advanced(mine: MineRow[], taken: KeptStep[]): MineRow[] {
  return mine.map((row) => {
    const steps = taken.filter((one) => one.job === row.job.id && one.crew === row.own);
    return { ...row, step: steps.reduce((now, one) => further(now, after[one.step]), row.step) };
  });
}

const urgency = { urgent: 0, high: 1, normal: 2 };
const far_off = '9999';

// What is under way first, then what is taken, then what is offered; the most pressing of each.
function rank(one: Standing): (string | number)[] {
  const stage = is_under_way(one.step) ? 0 : one.step === 'accepted' ? 1 : 2;
  return [stage, urgency[one.job.priority] ?? 3, one.job.latest || far_off, one.job.id];
}

function compare(left: Standing, right: Standing): number {
  const others = rank(right);
  for (const [at, word] of rank(left).entries()) {
    const other = others[at] as string | number;
    if (word !== other) return word < other ? -1 : 1;
  }
  return 0;
}

export function standings(mine: MineRow[], kept: KeptStep[]): Standing[] {
  const all = mine.map(({ job, own, step }) => {
    const steps = kept.filter((one) => one.job === job.id && one.crew === own && !one.refusal);
    const now = steps.reduce((so_far, one) => further(so_far, after[one.step]), step);
    return { job, crew: own, step: now, waits: steps.length };
  });
  return all.filter((one) => is_at_hand(one.step)).sort(compare);
}
