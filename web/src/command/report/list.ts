// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { report_states } from './model';

export const report_list: ListShape = {
  noun: 'report',
  path: '/reports',
  id: 'id',
  default_sort: '-cut_off',
  columns: [
    { key: 'number', label: 'report.number', cell: 'text', sort: 'number' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'from', label: 'field.from', cell: 'moment', sort: 'from' },
    { key: 'cut_off', label: 'report.cut_off', cell: 'moment', sort: 'cut_off' },
    { key: 'state', label: 'field.state', cell: 'word', words: 'report_state', sort: 'state' },
    { key: 'released_by', label: 'report.released_by', cell: 'text', sort: 'released_by' },
    { key: 'plan', label: 'report.plan', cell: 'text', sort: 'plan' },
    { key: 'scenario', label: 'noun.scenario', cell: 'text', sort: 'scenario', hidden: true },
    { key: 'drawn_up_at', label: 'report.drawn_up_at', cell: 'moment', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'report_state',
      values: report_states,
    },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'plan', label: 'report.plan', kind: 'text' },
  ],
};
