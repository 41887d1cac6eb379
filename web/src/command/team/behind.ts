// SPDX-License-Identifier: Apache-2.0
// Which list has counted a figure: the same words that the server says in `filter`, and the period.
import type { CountRow } from './model';

export type Figure =
  'teams' | 'posts' | 'people' | 'at_work' | 'person_times' | 'hours' | 'tasks_done';

export const figures: Figure[] = [
  'teams',
  'posts',
  'people',
  'at_work',
  'person_times',
  'hours',
  'tasks_done',
];

export interface Period {
  from: string;
  until: string;
}

export interface Place {
  path: string;
  query: Record<string, string>;
}

const words = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text));

const given = (query: Record<string, string>) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

export function behind(figure: Figure, row: CountRow, { from, until }: Period): Place {
  const of_row = words(row.filter);
  if (figure === 'teams' || figure === 'posts') {
    const kind = figure === 'posts' ? 'vanguard' : 'commando,volunteer';
    const query = { kind, ...of_row, 'raised_at.lt': until };
    return { path: '/teams', query: given(query) };
  }
  if (figure === 'people')
    return { path: '/team-members', query: given({ ...of_row, 'joined_at.lt': until }) };
  const at_work = { 'person_times.gt': '0', 'begun_at.lt': until, 'busy_until.gte': from };
  const done = { state: 'done', 'ended_at.gte': from, 'ended_at.lt': until };
  const narrowed = figure === 'hours' || figure === 'tasks_done' ? done : at_work;
  return { path: '/team-tasks', query: given({ ...of_row, ...narrowed }) };
}
