// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { priorities } from '@/command/order/model';
import { job_states } from './model';

export const job_list: ListShape = {
  noun: 'job',
  path: '/jobs',
  live: 'jobs',
  id: 'id',
  default_sort: '-created_at',
  columns: [
    { key: 'title', label: 'field.title', cell: 'name' },
    { key: 'state', label: 'field.state', cell: 'word', words: 'job_state', sort: 'state' },
    { key: 'priority', label: 'field.priority', cell: 'word', words: 'priority', sort: 'priority' },
    { key: 'crew', label: 'job.crew', cell: 'text', sort: 'crew' },
    { key: 'latest', label: 'job.latest', cell: 'deadline', sort: 'latest' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'skills', label: 'job.skills_are', cell: 'text' },
    { key: 'incident', label: 'noun.incident', cell: 'text', sort: 'incident' },
    { key: 'order', label: 'noun.order', cell: 'text', sort: 'order' },
    { key: 'created_at', label: 'job.created_at', cell: 'moment', sort: 'created_at' },
    { key: 'site', label: 'field.site', cell: 'text', sort: 'site', hidden: true },
    { key: 'element', label: 'noun.element', cell: 'text', sort: 'element', hidden: true },
    { key: 'ended_at', label: 'field.until', cell: 'moment', sort: 'ended_at', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'job_state',
      values: job_states,
    },
    { attribute: 'late', label: 'job.late', kind: 'yes_no' },
    {
      attribute: 'priority',
      label: 'field.priority',
      kind: 'choice',
      words: 'priority',
      values: priorities,
    },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'crew', label: 'job.crew', kind: 'text' },
    { attribute: 'incident', label: 'job.incident', kind: 'text' },
    { attribute: 'order', label: 'job.order', kind: 'text' },
    { attribute: 'created_at', label: 'field.opened_within', kind: 'since' },
  ],
};
