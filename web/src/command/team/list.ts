// SPDX-License-Identifier: Apache-2.0
import type { Choice, ListShape } from '@/base/table/column';
import { task_states, team_kinds, team_states } from './model';

const kind: Choice = {
  attribute: 'kind',
  label: 'field.kind',
  kind: 'choice',
  words: 'team_kind',
  values: team_kinds,
};
const ground: Choice[] = [
  { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
  { attribute: 'province', label: 'level.province', kind: 'text' },
  { attribute: 'city', label: 'level.city', kind: 'text' },
  { attribute: 'county', label: 'level.county', kind: 'text' },
];

export const team_list: ListShape = {
  noun: 'team',
  path: '/teams',
  id: 'id',
  default_sort: 'id',
  columns: [
    { key: 'name', label: 'field.name', cell: 'name', sort: 'name_zh' },
    { key: 'kind', label: 'field.kind', cell: 'word', words: 'team_kind', sort: 'kind' },
    { key: 'state', label: 'field.state', cell: 'word', words: 'team_state', sort: 'state' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'leader', label: 'team.leader', cell: 'text', sort: 'leader' },
    { key: 'members', label: 'team.people', cell: 'number', sort: 'members' },
    { key: 'tasks_open', label: 'team.tasks_open', cell: 'number', sort: 'tasks_open' },
    { key: 'tasks_done', label: 'team.tasks_done', cell: 'number', sort: 'tasks_done' },
    { key: 'person_times', label: 'team.person_times', cell: 'number', sort: 'person_times' },
    { key: 'region', label: 'team.region', cell: 'text', sort: 'region', hidden: true },
    { key: 'hours', label: 'team.hours', cell: 'number', sort: 'hours', hidden: true },
    { key: 'purpose', label: 'team.purpose', cell: 'text', hidden: true },
    { key: 'raised_at', label: 'team.raised_at', cell: 'moment', sort: 'raised_at', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    kind,
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'team_state',
      values: team_states,
    },
    ...ground,
    { attribute: 'raised_at', label: 'team.raised_at', kind: 'since' },
  ],
};

export const member_list: ListShape = {
  noun: 'team_member',
  path: '/team_members',
  id: 'id',
  default_sort: 'id',
  columns: [
    { key: 'name', label: 'team.member', cell: 'text', sort: 'name' },
    { key: 'team_name', label: 'team.team', cell: 'name', sort: 'team_name_zh' },
    { key: 'kind', label: 'field.kind', cell: 'word', words: 'team_kind', sort: 'kind' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'phone', label: 'team.phone', cell: 'text', sort: 'phone' },
    { key: 'skills', label: 'team.skills', cell: 'text' },
    { key: 'person', label: 'team.person', cell: 'text', sort: 'person' },
    { key: 'joined_at', label: 'team.joined_at', cell: 'moment', sort: 'joined_at', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    kind,
    ...ground,
    { attribute: 'team', label: 'team.team', kind: 'text' },
    { attribute: 'person', label: 'team.person', kind: 'text' },
    { attribute: 'joined_at', label: 'team.joined_at', kind: 'since' },
  ],
};

export const task_list: ListShape = {
  noun: 'team_task',
  path: '/team_tasks',
  id: 'id',
  default_sort: '-ordered_at',
  columns: [
    { key: 'what', label: 'team.task', cell: 'text', sort: 'what' },
    { key: 'team_name', label: 'team.team', cell: 'name', sort: 'team_name_zh' },
    { key: 'state', label: 'field.state', cell: 'word', words: 'team_task_state', sort: 'state' },
    { key: 'place', label: 'team.place', cell: 'text', sort: 'place' },
    { key: 'from', label: 'field.from', cell: 'moment', sort: 'from' },
    { key: 'until', label: 'field.until', cell: 'moment', sort: 'until' },
    { key: 'members', label: 'team.people', cell: 'number', sort: 'members' },
    { key: 'person_times', label: 'team.person_times', cell: 'number', sort: 'person_times' },
    { key: 'hours', label: 'team.hours', cell: 'number', sort: 'hours' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit', hidden: true },
    { key: 'count', label: 'team.count', cell: 'number', sort: 'count', hidden: true },
    { key: 'count_unit', label: 'team.count_unit', cell: 'text', hidden: true },
    { key: 'order', label: 'noun.order', cell: 'text', hidden: true },
    { key: 'ended_at', label: 'team.ended_at', cell: 'moment', sort: 'ended_at', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'team_task_state',
      values: task_states,
    },
    kind,
    ...ground,
    { attribute: 'team', label: 'team.team', kind: 'text' },
    { attribute: 'order', label: 'noun.order', kind: 'text' },
    { attribute: 'person_times', label: 'team.person_times', kind: 'text' },
    { attribute: 'begun_at', label: 'team.begun_at', kind: 'since' },
    { attribute: 'busy_until', label: 'team.busy_until', kind: 'since' },
    { attribute: 'ended_at', label: 'team.ended_at', kind: 'since' },
  ],
};
