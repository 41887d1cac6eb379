// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';

export const crew_list: ListShape = {
  noun: 'crew',
  path: '/crews',
  live: 'crews',
  standing: true,
  id: 'id',
  default_sort: 'id',
  columns: [
    { key: 'name', label: 'field.name', cell: 'name' },
    { key: 'state', label: 'field.state', cell: 'word', words: 'crew_state', sort: 'state' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'skills', label: 'crew.skills', cell: 'text' },
    { key: 'vehicle', label: 'noun.vehicle', cell: 'text', sort: 'vehicle' },
    { key: 'position_at', label: 'crew.position', cell: 'since', sort: 'position_at' },
    { key: 'check_in_due', label: 'crew.check_in_due', cell: 'deadline', sort: 'check_in_due' },
    { key: 'check_in_last', label: 'crew.check_in_last', cell: 'moment', hidden: true },
    { key: 'head_count', label: 'crew.head_count', cell: 'number', sort: 'head_count' },
    { key: 'shift_until', label: 'crew.shift_until', cell: 'moment', sort: 'shift_until' },
    { key: 'phone', label: 'crew.phone', cell: 'text', hidden: true },
    { key: 'job', label: 'crew.job', cell: 'text', sort: 'job', hidden: true },
    { key: 'id', label: 'crew.id', cell: 'text', sort: 'id' },
  ],
  choices: [
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'crew_state',
      values: ['off_duty', 'free', 'busy'],
    },
    { attribute: 'check_in_missed', label: 'crew.missed', kind: 'yes_no' },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'vehicle', label: 'noun.vehicle', kind: 'text' },
  ],
};
