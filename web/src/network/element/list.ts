// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { element_kinds } from './model';

export const element_list: ListShape = {
  noun: 'element',
  path: '/elements',
  id: 'id',
  default_sort: 'id',
  columns: [
    { key: 'id', label: 'noun.element', cell: 'text', sort: 'id' },
    { key: 'name', label: 'field.name', cell: 'text', sort: 'name' },
    { key: 'condition', label: 'field.state', cell: 'site_state', sort: 'condition' },
    { key: 'since', label: 'field.lasting', cell: 'since', sort: 'since' },
    { key: 'kind', label: 'field.kind', cell: 'word', words: 'element_kind', sort: 'kind' },
    { key: 'alarms_open', label: 'field.alarms_open', cell: 'number', sort: 'alarms_open' },
    { key: 'region', label: 'field.region', cell: 'text', sort: 'region' },
    { key: 'depends_on', label: 'field.depends_on', cell: 'text', hidden: true },
  ],
  choices: [
    {
      attribute: 'condition',
      label: 'field.state',
      kind: 'choice',
      words: 'site_state',
      values: ['down', 'degraded', 'normal'],
    },
    {
      attribute: 'kind',
      label: 'field.kind',
      kind: 'choice',
      words: 'element_kind',
      values: element_kinds,
    },
    { attribute: 'region', label: 'field.region_code', kind: 'text' },
  ],
};
