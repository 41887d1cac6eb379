// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { priorities } from '@/command/order/model';

export const template_list: ListShape = {
  noun: 'order_template',
  path: '/order_templates',
  id: 'id',
  default_sort: 'name_zh',
  columns: [
    { key: 'name', label: 'field.name', cell: 'name' },
    { key: 'subject', label: 'field.subject', cell: 'name' },
    { key: 'priority', label: 'field.priority', cell: 'word', words: 'priority', sort: 'priority' },
    { key: 'unit', label: 'order_template.of', cell: 'text', sort: 'unit' },
    { key: 'changed_at', label: 'field.changed', cell: 'moment', sort: 'changed_at' },
    { key: 'changed_by', label: 'order_template.changed_by', cell: 'text', sort: 'changed_by' },
    { key: 'reason', label: 'field.reason', cell: 'text', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'priority',
      label: 'field.priority',
      kind: 'choice',
      words: 'priority',
      values: priorities,
    },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'changed_at', label: 'field.changed_within', kind: 'since' },
  ],
};
