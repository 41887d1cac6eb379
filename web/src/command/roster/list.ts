// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { roster_kinds } from './model';

export const roster_list: ListShape = {
  noun: 'roster',
  path: '/rosters',
  live: 'rosters',
  id: 'id',
  default_sort: 'unit',
  columns: [
    { key: 'name', label: 'field.name', cell: 'name' },
    { key: 'kind', label: 'field.kind', cell: 'word', words: 'roster_kind', sort: 'kind' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'first_name', label: 'roster.first', cell: 'name' },
    { key: 'holder_name', label: 'roster.holder', cell: 'name' },
    { key: 'gap_from', label: 'roster.gap', cell: 'moment', sort: 'gap_from' },
    { key: 'members_total', label: 'roster.members', cell: 'number', sort: 'members_total' },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'kind',
      label: 'field.kind',
      kind: 'choice',
      words: 'roster_kind',
      values: roster_kinds,
    },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'hand_over_overdue', label: 'roster.overdue', kind: 'yes_no' },
  ],
};
