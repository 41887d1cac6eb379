// SPDX-License-Identifier: Apache-2.0
// Teams: commando teams, vanguard posts, volunteers; their people, their tasks, and what is counted
// of them.
export type TeamKind = 'commando' | 'vanguard' | 'volunteer';
export type TeamState = 'raised' | 'mobilised' | 'stood_down';
export type TaskState = 'planned' | 'under_way' | 'done' | 'called_off';

export const team_kinds: TeamKind[] = ['commando', 'vanguard', 'volunteer'];
export const team_states: TeamState[] = ['mobilised', 'raised', 'stood_down'];
export const task_states: TaskState[] = ['under_way', 'planned', 'done', 'called_off'];

export interface TeamRow {
  id: string;
  kind: TeamKind;
  name_zh: string;
  name_en: string;
  unit: string;
  leader: string;
  region: string;
  purpose: string;
  state: TeamState;
  members: number;
  tasks_open: number;
  tasks_done: number;
  person_times: number;
  hours: number;
  order: string;
  raised_by: string;
  raised_at: string;
  mobilised_at: string;
  stood_down_at: string;
  stood_down_by: string;
  reason: string;
}

export interface MemberRow {
  id: string;
  team: string;
  number: number;
  person: string;
  name: string;
  phone: string;
  skills: string[];
  joined_at: string;
}

export interface TaskRow {
  id: string;
  team: string;
  team_name_zh: string;
  team_name_en: string;
  unit: string;
  order: string;
  what: string;
  place: string;
  from: string;
  until: string;
  state: TaskState;
  members: number;
  person_times: number;
  hours: number;
  count: number;
  count_unit: string;
  note: string;
  photos: string[];
  ordered_by: string;
  ordered_at: string;
  begun_at: string;
  ended_at: string;
  reason: string;
}

export interface Happening {
  at: string;
  kind: string;
  who: string;
  text: string;
}

export interface Team extends TeamRow {
  people: MemberRow[];
  tasks: TaskRow[];
  timeline: Happening[];
}

export interface Task extends TaskRow {
  attendance: { number: number; name: string; hours: number }[];
}

export interface CountRow {
  key: string;
  name_zh: string;
  name_en: string;
  filter: string;
  teams: number;
  posts: number;
  people: number;
  at_work: number;
  person_times: number;
  hours: number;
  tasks_done: number;
}

export interface Count {
  by: 'unit' | 'kind' | 'day';
  unit: string;
  from: string;
  until: string;
  total: CountRow;
  rows: CountRow[];
}
