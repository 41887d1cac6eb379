// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';

// A row opens the element's sheet, where its measurements are drawn.
export const expansion_list: ListShape = {
  noun: 'element',
  path: '/expansions',
  id: 'element',
  default_sort: 'days_left',
  columns: [
    { key: 'element', label: 'noun.element', cell: 'text', sort: 'element' },
    { key: 'name', label: 'field.name', cell: 'text', sort: 'name' },
    { key: 'busy_hour_load', label: 'expansion.busy', cell: 'number', sort: 'busy_hour_load' },
    { key: 'growth_per_day', label: 'expansion.growth', cell: 'number', sort: 'growth_per_day' },
    {
      key: 'next_busy_hour_load',
      label: 'expansion.next',
      cell: 'number',
      sort: 'next_busy_hour_load',
    },
    { key: 'days_left', label: 'expansion.left', cell: 'number', sort: 'days_left' },
    { key: 'full_at', label: 'expansion.full_at', cell: 'moment', sort: 'full_at' },
    {
      key: 'suggestion',
      label: 'expansion.suggestion',
      cell: 'word',
      words: 'suggestion',
      sort: 'suggestion',
    },
    {
      key: 'capacity_wanted',
      label: 'expansion.capacity',
      cell: 'number',
      sort: 'capacity_wanted',
    },
    { key: 'region', label: 'field.region', cell: 'text', sort: 'region' },
    { key: 'busy_hour_at', label: 'expansion.busy_at', cell: 'moment', hidden: true },
    { key: 'days_known', label: 'expansion.known', cell: 'number', hidden: true },
    { key: 'limit_load', label: 'expansion.limit', cell: 'number', hidden: true },
  ],
  choices: [
    {
      attribute: 'suggestion',
      label: 'expansion.suggestion',
      kind: 'choice',
      words: 'suggestion',
      values: ['balance_load', 'add_carrier', 'split_cell'],
    },
    { attribute: 'region', label: 'field.region_code', kind: 'text' },
  ],
};
