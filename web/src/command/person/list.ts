// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';

export const person_list: ListShape = {
  noun: 'person',
  path: '/people',
  id: 'id',
  default_sort: 'id',
  columns: [
    { key: 'name', label: 'field.name', cell: 'name' },
    {
      key: 'absent',
      label: 'field.state',
      cell: 'word',
      words: 'person.absent_is',
      sort: 'absent',
    },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'skills', label: 'person.skills', cell: 'text' },
    { key: 'phone', label: 'person.phone', cell: 'text' },
    { key: 'absent_until', label: 'person.away_until', cell: 'moment', sort: 'absent_until' },
    { key: 'substitute', label: 'person.substitute', cell: 'text', hidden: true },
    { key: 'email', label: 'person.email', cell: 'text', hidden: true },
    { key: 'account', label: 'person.account', cell: 'text', sort: 'account', hidden: true },
    { key: 'id', label: 'person.id', cell: 'text', sort: 'id' },
  ],
  choices: [
    { attribute: 'absent', label: 'person.is_away', kind: 'yes_no' },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'account', label: 'person.account', kind: 'text' },
  ],
};
