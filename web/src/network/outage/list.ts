// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { site_kinds } from '@/network/site/model';
import { exclusions, outage_kinds } from './model';

export const outage_list: ListShape = {
  noun: 'outage',
  path: '/outages',
  id: 'id',
  default_sort: '-from',
  columns: [
    { key: 'name', label: 'field.site', cell: 'name', sort: 'name_zh' },
    { key: 'kind', label: 'field.state', cell: 'text', sort: 'kind' },
    { key: 'from', label: 'outage.from', cell: 'moment', sort: 'from' },
    { key: 'lasting', label: 'field.lasting', cell: 'text' },
    { key: 'exclusion', label: 'outage.counts', cell: 'text', sort: 'exclusion' },
    { key: 'incident', label: 'noun.incident', cell: 'text', sort: 'incident' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'tier', label: 'field.tier', cell: 'number', sort: 'tier', hidden: true },
    { key: 'until', label: 'outage.until', cell: 'moment', sort: 'lasts_until', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'kind',
      label: 'field.state',
      kind: 'choice',
      words: 'site_state',
      values: outage_kinds,
    },
    { attribute: 'excluded', label: 'outage.excluded', kind: 'yes_no' },
    {
      attribute: 'exclusion',
      label: 'outage.why_excluded',
      kind: 'choice',
      words: 'exclusion',
      values: [...exclusions],
    },
    {
      attribute: 'tier',
      label: 'field.tier',
      kind: 'choice',
      words: 'tier',
      values: ['1', '2', '3'],
    },
    {
      attribute: 'site_kind',
      label: 'field.kind',
      kind: 'choice',
      words: 'site_kind',
      values: site_kinds,
    },
    { attribute: 'within', label: 'outage.within', kind: 'text' },
    { attribute: 'from', label: 'outage.from', kind: 'since' },
    { attribute: 'lasts_until', label: 'outage.until', kind: 'since' },
  ],
};
