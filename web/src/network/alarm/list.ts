// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { severities } from './model';

export const alarm_list: ListShape = {
  noun: 'alarm',
  path: '/alarms',
  live: 'alarms',
  id: 'id',
  default_sort: '-raised_at',
  columns: [
    { key: 'specific_problem', label: 'field.problem', cell: 'text', sort: 'specific_problem' },
    {
      key: 'perceived_severity',
      label: 'field.severity',
      cell: 'severity',
      sort: 'perceived_severity',
    },
    { key: 'source_name', label: 'field.source', cell: 'text', sort: 'source_name' },
    { key: 'raised_at', label: 'field.raised', cell: 'moment', sort: 'raised_at' },
    { key: 'state', label: 'field.state', cell: 'word', words: 'alarm_state', sort: 'state' },
    { key: 'suppressed_by', label: 'planned_work.suppressed_by', cell: 'text' },
    { key: 'count', label: 'field.count', cell: 'number', sort: 'count' },
    { key: 'sites', label: 'field.sites_hit', cell: 'number', sort: 'sites' },
    { key: 'incident', label: 'noun.incident', cell: 'text', sort: 'incident' },
    { key: 'region', label: 'field.region', cell: 'text', sort: 'region' },
    { key: 'ack_by', label: 'field.acknowledged_by', cell: 'text', sort: 'ack_by', hidden: true },
    { key: 'probable_cause', label: 'field.probable_cause', cell: 'text', hidden: true },
    { key: 'event_type', label: 'field.event_type', cell: 'text', hidden: true },
    { key: 'element', label: 'noun.element', cell: 'text', sort: 'element', hidden: true },
    { key: 'changed_at', label: 'field.changed', cell: 'moment', sort: 'changed_at', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'perceived_severity',
      label: 'field.severity',
      kind: 'choice',
      words: 'severity',
      values: severities,
    },
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'alarm_state',
      values: ['raised', 'cleared'],
    },
    {
      attribute: 'ack_state',
      label: 'field.acknowledgement',
      kind: 'choice',
      words: 'ack_state',
      values: ['unacknowledged', 'acknowledged'],
    },
    { attribute: 'mapped', label: 'field.mapped', kind: 'yes_no' },
    { attribute: 'element', label: 'field.element_id', kind: 'text' },
    { attribute: 'incident', label: 'field.incident_id', kind: 'text' },
    { attribute: 'suppressed_by', label: 'planned_work.suppressed_by', kind: 'text' },
    { attribute: 'region', label: 'field.region_code', kind: 'text' },
    { attribute: 'raised_at', label: 'field.raised_within', kind: 'since' },
  ],
};
