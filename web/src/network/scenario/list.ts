// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { scenario_states } from './model';

export const scenario_list: ListShape = {
  noun: 'scenario',
  path: '/scenarios',
  live: 'scenarios',
  id: 'id',
  default_sort: '-from',
  columns: [
    { key: 'name', label: 'noun.scenario', cell: 'name', sort: 'name_zh' },
    { key: 'state', label: 'field.state', cell: 'word', words: 'scenario_state', sort: 'state' },
    { key: 'clock', label: 'scenario.clock', cell: 'text', sort: 'until' },
    { key: 'sites_down', label: 'scenario.sites', cell: 'number', sort: 'sites_down' },
    { key: 'incidents_open', label: 'scenario.incidents', cell: 'number', sort: 'incidents_open' },
    { key: 'orders_overdue', label: 'scenario.overdue', cell: 'number', sort: 'orders_overdue' },
    { key: 'on_duty', label: 'scenario.on_duty', cell: 'text' },
    { key: 'conflicts', label: 'scenario.conflicts', cell: 'text' },
    { key: 'next_report_at', label: 'scenario.next_report', cell: 'deadline' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit', hidden: true },
    { key: 'alarms_open', label: 'field.alarms_open', cell: 'number', hidden: true },
    { key: 'planned_by', label: 'planned_work.planned_by', cell: 'text', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'scenario_state',
      values: scenario_states,
    },
    {
      attribute: 'made_from',
      label: 'scenario.template',
      kind: 'choice',
      words: 'scenario_kind',
      values: ['makeshift_hospital', 'key_hospital', 'government_meeting', 'own'],
    },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
  ],
};
