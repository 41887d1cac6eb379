// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';
import { kinds, notice_states, priorities } from './model';

export const channel_list: ListShape = {
  noun: 'channel',
  path: '/channels',
  id: 'id',
  default_sort: 'unit',
  columns: [
    { key: 'label', label: 'field.name', cell: 'text', sort: 'label' },
    { key: 'kind', label: 'field.kind', cell: 'word', words: 'channel_kind', sort: 'kind' },
    { key: 'address', label: 'field.address', cell: 'text', sort: 'address' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'paused', label: 'field.state', cell: 'text', sort: 'paused' },
    { key: 'sent', label: 'notice_state.sent', cell: 'number', sort: 'sent' },
    { key: 'waiting', label: 'notice_state.waiting', cell: 'number', sort: 'waiting' },
    { key: 'in_doubt', label: 'notice_state.in_doubt', cell: 'number', sort: 'in_doubt' },
    { key: 'refused', label: 'notice_state.refused', cell: 'number', sort: 'refused' },
    { key: 'given_up', label: 'notice_state.given_up', cell: 'number', sort: 'given_up' },
    { key: 'shed', label: 'notice_state.shed', cell: 'number', sort: 'shed', hidden: true },
    {
      key: 'priority_min',
      label: 'channel.priority_min',
      cell: 'word',
      words: 'priority',
      hidden: true,
    },
    { key: 'id', label: 'field.id', cell: 'text', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'kind',
      label: 'field.kind',
      kind: 'choice',
      words: 'channel_kind',
      values: [...kinds],
    },
    { attribute: 'paused', label: 'channel.paused', kind: 'yes_no' },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
  ],
};

export const notice_list: ListShape = {
  noun: 'notice',
  path: '/notices',
  id: 'id',
  default_sort: '-id',
  columns: [
    { key: 'subject', label: 'field.subject', cell: 'name', sort: 'subject_zh' },
    { key: 'type', label: 'notice.about', cell: 'word', words: 'notice_type', sort: 'type' },
    { key: 'state', label: 'field.state', cell: 'text', sort: 'state' },
    { key: 'kind', label: 'field.kind', cell: 'word', words: 'channel_kind', sort: 'kind' },
    { key: 'channel', label: 'noun.channel', cell: 'text', sort: 'channel' },
    { key: 'person', label: 'notice.person', cell: 'text', sort: 'person', hidden: true },
    { key: 'priority', label: 'field.priority', cell: 'word', words: 'priority', sort: 'priority' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'attempts', label: 'notice.attempts', cell: 'number', sort: 'attempts' },
    { key: 'changed_at', label: 'field.changed', cell: 'moment', sort: 'changed_at' },
    { key: 'answer', label: 'notice.answer', cell: 'text', hidden: true },
    { key: 'order', label: 'noun.order', cell: 'text', sort: 'order', hidden: true },
    { key: 'id', label: 'field.id', cell: 'number', sort: 'id', hidden: true },
  ],
  choices: [
    {
      attribute: 'state',
      label: 'field.state',
      kind: 'choice',
      words: 'notice_state',
      values: [...notice_states],
    },
    {
      attribute: 'kind',
      label: 'field.kind',
      kind: 'choice',
      words: 'channel_kind',
      values: [...kinds],
    },
    {
      attribute: 'priority',
      label: 'field.priority',
      kind: 'choice',
      words: 'priority',
      values: [...priorities],
    },
    { attribute: 'channel', label: 'channel.number', kind: 'text' },
    { attribute: 'order', label: 'notice.order', kind: 'text' },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
  ],
};
