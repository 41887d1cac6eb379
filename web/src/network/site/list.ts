// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { site_kinds, site_states } from './model';

export const site_list: ListShape = {
  noun: 'site',
  path: '/sites',
  live: 'sites',
  id: 'id',
  default_sort: '-services_down,-since',
  columns: [
    { key: 'name', label: 'field.site', cell: 'name', sort: 'name_zh' },
    { key: 'state', label: 'field.state', cell: 'site_state', sort: 'state' },
    { key: 'since', label: 'field.lasting', cell: 'since', sort: 'since' },
    { key: 'kind', label: 'field.kind', cell: 'word', words: 'site_kind', sort: 'kind' },
    { key: 'tier', label: 'field.tier', cell: 'number', sort: 'tier' },
    { key: 'services_down', label: 'field.services_down', cell: 'number', sort: 'services_down' },
    { key: 'region', label: 'field.region', cell: 'text', sort: 'region' },
    { key: 'incident', label: 'noun.incident', cell: 'text', sort: 'incident' },
    { key: 'scenario', label: 'noun.scenario', cell: 'text', sort: 'scenario' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit', hidden: true },
    { key: 'address', label: 'field.address', cell: 'text', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'site_state',
      values: site_states,
    },
    {
      attribute: 'tier',
      label: 'field.tier',
      kind: 'choice',
      words: 'tier',
      values: ['1', '2', '3'],
    },
    {
      attribute: 'kind',
      label: 'field.kind',
      kind: 'choice',
      words: 'site_kind',
      values: site_kinds,
    },
    { attribute: 'scenario', label: 'scenario.id', kind: 'text' },
    { attribute: 'region', label: 'field.region_code', kind: 'text' },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'since', label: 'field.changed_within', kind: 'since' },
  ],
};
