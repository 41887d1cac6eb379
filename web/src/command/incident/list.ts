// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { severities } from '@/network/alarm/model';
import { phases } from './model';

export const incident_list: ListShape = {
  noun: 'incident',
  path: '/incidents',
  live: 'incidents',
  id: 'id',
  default_sort: '-opened_at',
  columns: [
    { key: 'title', label: 'field.title', cell: 'name' },
    { key: 'severity', label: 'field.severity', cell: 'severity', sort: 'severity' },
    { key: 'phase', label: 'field.phase', cell: 'word', words: 'phase', sort: 'phase' },
    { key: 'assignee', label: 'field.assignee', cell: 'text', sort: 'assignee' },
    { key: 'opened_at', label: 'field.opened', cell: 'moment', sort: 'opened_at' },
    { key: 'sites_hit', label: 'field.sites_hit', cell: 'number', sort: 'sites_hit' },
    { key: 'alarms_open', label: 'field.alarms_open', cell: 'number', sort: 'alarms_open' },
    { key: 'orders_open', label: 'field.orders_open', cell: 'number', sort: 'orders_open' },
    { key: 'crew_state', label: 'job.crew_state', cell: 'word', words: 'job_state' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'element', label: 'noun.element', cell: 'text', sort: 'element', hidden: true },
    { key: 'changed_at', label: 'field.changed', cell: 'moment', sort: 'changed_at', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    { attribute: 'phase', label: 'field.phase', kind: 'choice', words: 'phase', values: phases },
    {
      attribute: 'severity',
      label: 'field.severity',
      kind: 'choice',
      words: 'severity',
      values: severities,
    },
    { attribute: 'assignee', label: 'field.assignee', kind: 'text' },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'opened_at', label: 'field.opened_within', kind: 'since' },
  ],
};
