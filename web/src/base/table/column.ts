// SPDX-License-Identifier: Apache-2.0
// A list as data: its columns, what can be filtered, and which pushed rows concern it.
import type { LiveList } from '@/base/live/model';
import type { Filter } from './query';

export type CellKind =
  'text' | 'number' | 'moment' | 'since' | 'deadline' | 'site_state' | 'severity' | 'word' | 'name';

export interface Column {
  key: string;
  label: string; // message key
  cell: CellKind;
  words?: string; // message prefix of a `word`: words.<value>
  sort?: string; // the attribute to sort by; absent = cannot be sorted
  hidden?: boolean; // not among the columns shown at first
  width?: string;
}

export interface Choice {
  attribute: string;
  label: string;
  kind: 'choice' | 'text' | 'since' | 'yes_no' | 'some'; // some: at least one
  words?: string;
  values?: string[];
}

export interface ListShape {
  noun: string; // the sheet that a row opens, and the name that saved views are kept under
  path: string;
  live?: LiveList;
  standing?: boolean; // rows change often and are seldom new: crews that drive
  default_sort: string;
  first?: Filter[]; // in force until the reader filters or takes them away
  id: string;
  columns: Column[];
  choices: Choice[];
}
