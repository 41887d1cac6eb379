// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { priorities } from './model';

export const order_list: ListShape = {
  noun: 'order',
  path: '/orders',
  live: 'orders',
  id: 'id',
  default_sort: '-issued_at',
  columns: [
    { key: 'subject', label: 'field.subject', cell: 'name' },
    { key: 'priority', label: 'field.priority', cell: 'word', words: 'priority', sort: 'priority' },
    { key: 'state', label: 'field.state', cell: 'word', words: 'order_state', sort: 'state' },
    { key: 'recipients_total', label: 'order.progress_head', cell: 'text', sort: 'done_percent' },
    {
      key: 'recipients_silent',
      label: 'order.silent_head',
      cell: 'number',
      sort: 'recipients_silent',
    },
    {
      key: 'acknowledge_by',
      label: 'field.acknowledge_by',
      cell: 'deadline',
      sort: 'acknowledge_by',
    },
    { key: 'finish_by', label: 'field.finish_by', cell: 'deadline', sort: 'finish_by' },
    { key: 'issuer', label: 'field.issuer', cell: 'text', sort: 'issuer' },
    { key: 'issued_at', label: 'field.issued', cell: 'moment', sort: 'issued_at' },
    {
      key: 'escalations',
      label: 'field.escalations',
      cell: 'number',
      sort: 'escalations',
      hidden: true,
    },
    { key: 'incident', label: 'noun.incident', cell: 'text', sort: 'incident', hidden: true },
    { key: 'parent', label: 'order.parent', cell: 'text', sort: 'parent', hidden: true },
    { key: 'root', label: 'order.root', cell: 'text', sort: 'root', hidden: true },
    { key: 'issued_by', label: 'field.issued_by', cell: 'text', hidden: true },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'order_state',
      values: ['open', 'acknowledged', 'done', 'recalled'],
    },
    { attribute: 'recipients_silent', label: 'order.silent_head', kind: 'some' },
    { attribute: 'below_silent', label: 'order.below_silent_head', kind: 'some' },
    { attribute: 'overdue', label: 'field.overdue', kind: 'yes_no' },
    {
      attribute: 'parent',
      label: 'order.parent',
      kind: 'choice',
      words: 'order_parent',
      values: [''],
    },
    {
      attribute: 'priority',
      label: 'field.priority',
      kind: 'choice',
      words: 'priority',
      values: priorities,
    },
    { attribute: 'issuer', label: 'field.issuer_code', kind: 'text' },
    { attribute: 'incident', label: 'field.incident_id', kind: 'text' },
    { attribute: 'root', label: 'order.root_id', kind: 'text' },
    { attribute: 'issued_at', label: 'field.issued_within', kind: 'since' },
  ],
};

// At the top, what was passed down stays folded into the order that it came from, unless it is
// asked for. A city sees only its own part of a tree, and of that all.
export const top_orders = { attribute: 'parent', operator: '' as const, values: [''] };
export const shows_top_first = (unit: string) => unit.endsWith('0000');
