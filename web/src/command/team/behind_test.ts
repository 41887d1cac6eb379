// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { behind } from './behind';
import type { CountRow } from './model';

const row = (filter: string): CountRow => ({
  key: '',
  name_zh: '',
  name_en: '',
  filter,
  teams: 1,
  posts: 1,
  people: 1,
  at_work: 1,
  person_times: 1,
  hours: 1,
  tasks_done: 1,
});
const from = '2020-01-23T00:00:00Z';
const until = '2020-01-24T00:00:00Z';

test('teams and posts open the list of teams, by kind', () => {
  expect(behind('teams', row('province=420000'), { from: '', until: '' })).toEqual({
    path: '/teams',
    query: { kind: 'commando,volunteer', province: '420000' },
  });
  expect(behind('posts', row(''), { from, until }).query).toEqual({
    kind: 'vanguard',
    'raised_at.lt': until,
  });
});

test('the row of a kind opens that kind alone', () => {
  expect(behind('teams', row('kind=volunteer'), { from: '', until: '' }).query).toEqual({
    kind: 'volunteer',
  });
});

test('person-times open the tasks that overlap the period, hours those done in it', () => {
  expect(behind('person_times', row('city=420100'), { from, until })).toEqual({
    path: '/team-tasks',
    query: {
      city: '420100',
      'person_times.gt': '0',
      'begun_at.lt': until,
      'busy_until.gte': from,
    },
  });
  expect(behind('hours', row(''), { from, until }).query).toEqual({
    state: 'done',
    'ended_at.gte': from,
    'ended_at.lt': until,
  });
});
