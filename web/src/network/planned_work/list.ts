// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { work_states } from './model';

export const planned_work_list: ListShape = {
  noun: 'planned_work',
  path: '/planned-works',
  live: 'planned_works',
  id: 'id',
  default_sort: '-from',
  columns: [
    { key: 'title', label: 'field.title', cell: 'text', sort: 'title' },
    { key: 'state', label: 'field.state', cell: 'word', words: 'work_state', sort: 'state' },
    { key: 'from', label: 'field.from', cell: 'moment', sort: 'from' },
    { key: 'until', label: 'field.until', cell: 'moment', sort: 'until' },
    { key: 'elements_failed', label: 'planned_work.failed', cell: 'number' },
    { key: 'sites_suppressed', label: 'planned_work.suppressed', cell: 'number' },
    { key: 'requested_by', label: 'planned_work.requested_by', cell: 'text', sort: 'requested_by' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'reason', label: 'field.reason', cell: 'text', hidden: true },
    { key: 'planned_by', label: 'planned_work.planned_by', cell: 'text', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'work_state',
      values: work_states,
    },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'from', label: 'field.from', kind: 'since' },
  ],
};
