// SPDX-License-Identifier: Apache-2.0
// Why the plan says what it says, as the sentences of the message files: which sentence, and what
// stands in it. Times and names are put in by the caller, in the reader's words.
import type { Choice, JobFacts, Proposal } from './model';

export interface Sentence {
  key: string;
  values: Record<string, string | number>;
}

export interface Words {
  crew: (id: string) => string;
  span: (seconds: number) => string;
}

export function because(p: Proposal): Sentence | null {
  if (p.why === 'none') return null;
  if (p.why === 'only_able' && p.why_name)
    return { key: 'dispatch_why.only_able_named', values: { name: p.why_name } };
  return { key: `dispatch_why.${p.why}`, values: { n: p.able } };
}

// `why` is the sentence of because(), said.
export function explanation(p: Proposal, why: string, words: Words): Sentence {
  const values = { crew: words.crew(p.crew), why, drive: words.span(p.drive_s) };
  if (!p.second_crew) return { key: why ? 'dispatch.said' : 'dispatch.said_bare', values };
  const second = { second: words.crew(p.second_crew), second_drive: words.span(p.second_drive_s) };
  return {
    key: why ? 'dispatch.said_second' : 'dispatch.said_bare_second',
    values: { ...values, ...second },
  };
}

const is_least = 30; // weighted seconds that nobody needs to hear of

// What choosing this crew costs against the plan: nothing, more, or (its choice is pinned) less.
export function cost(choice: Pick<Choice, 'dearer'>, words: Pick<Words, 'span'>): Sentence {
  if (Math.abs(choice.dearer) < is_least) return { key: 'dispatch.cost_none', values: {} };
  const key = choice.dearer > 0 ? 'dispatch.cost_more' : 'dispatch.cost_less';
  return { key, values: { span: words.span(Math.abs(choice.dearer)) } };
}

// The share of the weighted time that the plan saves against the nearest free crew, in percent.
export function saved_percent(planned: number, greedy: number): number {
  return greedy > 0 ? Math.round((1 - planned / greedy) * 100) : 0;
}

export interface Obstacle {
  code: string;
  names: string[];
}

type Bound = Pick<JobFacts, 'forbidden' | 'skills'>;

// Why the crew cannot go. `nobody_may` says that it is ruled out, not by what: a ban is told from
// the job. Of a job in no plan nothing is said at all: there a skill is told from the crew, too.
export function obstacle(
  choice: Pick<Choice, 'crew' | 'reason' | 'reason_names' | 'unknown'>,
  job: Bound | undefined,
  skills: readonly string[] | undefined,
): Obstacle {
  const said = { code: choice.reason, names: choice.reason_names };
  if (!job || (said.code !== 'nobody_may' && !choice.unknown)) return said;
  if (job.forbidden.includes(choice.crew)) return { code: 'forbidden', names: [] };
  const lacks = skills ? job.skills.filter((skill) => !skills.includes(skill)) : [];
  return choice.unknown && lacks.length > 0 ? { code: 'nobody_has_skill', names: lacks } : said;
}
