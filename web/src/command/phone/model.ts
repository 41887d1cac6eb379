// SPDX-License-Identifier: Apache-2.0
// What a crew's phone knows and keeps. A step that was pressed stays here until the server has
// answered it by its own key; a refused one stays until somebody has read why.
import type { CrewStep, JobRow, Parts } from '@/command/job/model';

export type Verb = 'accept' | 'decline' | 'depart' | 'arrive' | 'finish' | 'fail';

export interface Refusal {
  status: number;
  name: string;
  detail: string;
  field: string;
}

// What is said with a step beside that it happened.
export interface Words {
  reason: string;
  note: string;
  number: number | null;
  photos: string[]; // ids of photos on this phone
  parts: Parts;
}

export const no_words: Words = { reason: '', note: '', number: null, photos: [], parts: {} };

export interface Pressed extends Words {
  account: string; // whose press it was: told in that name
  crew: string;
  job: string;
  title_zh: string; // so that it can be named when the job is gone
  title_en: string;
  step: Verb;
  at: string; // of the press, RFC 3339
}

export interface KeptStep extends Pressed {
  seq: number; // in the order of the presses
  key: string; // the same until it is answered
  refusal: Refusal | null;
}

export interface KeptPhoto {
  id: string;
  bytes: ArrayBuffer;
  type: string;
  attachment: string; // what the server knows it by; '' = not sent yet
}

// As the server wants it (POST /jobs/sync).
export interface SyncStep extends Words {
  key: string;
  job: string;
  step: Verb;
  crew: string;
  at: string;
}

export interface SyncAnswer extends Refusal {
  key: string;
  job: string;
  step: Verb;
  state: string;
}

export interface Duty {
  crew: string;
  unit: string;
  name_zh: string;
  name_en: string;
  duty_name: string;
  phone: string;
}

export interface MineRow {
  step: CrewStep;
  own: string;
  job: JobRow;
}

// What GET /jobs/mine answers.
export interface Mine {
  crews: string[];
  duty: Duty[];
  jobs: MineRow[];
}
