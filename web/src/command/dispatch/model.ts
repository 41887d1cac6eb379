// SPDX-License-Identifier: Apache-2.0
// What a desk's plan proposes: which crew goes to which job, as its n-th stop, when, and because of
// what. Times are RFC 3339 in UTC, "" for none; the names are the server's.
import type { Priority } from '@/command/order/model';

export type ProposalState = 'proposed' | 'committed' | 'under_way' | 'unassigned';
export type Why = 'none' | 'only_able' | 'least_added' | 'pinned' | 'committed';
export type Mode = 'proposing' | 'automatic';

export interface Place {
  longitude_deg: number;
  latitude_deg: number;
}

export interface Proposal {
  id: string; // job and part: "420000-1/1"
  job: string;
  crew: string; // "" while nobody goes
  state: ProposalState;
  position: number; // its stop in the crew's route, from 1; 0 for none
  unit: string;
  title_zh: string;
  title_en: string;
  priority: Priority;
  place: Place;
  latest: string; // of the arrival
  late: boolean; // nobody was there in time
  depart_at: string;
  arrive_at: string;
  start_at: string;
  finish_at: string;
  drive_s: number;
  drive_m: number;
  fetches_parts: boolean; // by way of its base
  why: Why;
  why_name: string; // the skill, tool or vehicle that only this crew has
  able: number; // crews that could do it
  second_crew: string;
  second_drive_s: number;
  dearer: number; // weighted seconds that the second best would add
  reason: string; // why nobody goes; "none" where somebody does
  reason_names: string[];
}

export interface Plan {
  unit: string; // the desk
  made_at: string;
  began_at: string;
  trigger: string;
  jobs: number;
  crews: number;
  assigned: number;
  unassigned: number;
  weighted_completion: number; // priority × seconds until done, summed
  greedy_weighted_completion: number; // had the nearest free crew gone each time
  travel_m: number;
  travel_s: number;
  cpu_s: number;
  travel_by: string;
  mode: Mode;
  problem: string;
}

export interface Choice {
  crew: string;
  able: boolean;
  drive_s: number;
  dearer: number; // weighted seconds more than the best choice
  reason: string;
  reason_names: string[]; // what it lacks
  unknown?: boolean; // what it would cost
}

export interface Choices {
  job: string;
  choices: Choice[];
}

export interface OfferResult {
  offered: string[];
  refused: { job: string; name: string; detail: string; field: string }[];
}

export interface Closure {
  id: string;
  place: Place;
  radius_m: number;
  from: string;
  until: string;
  unit: string;
  reason: string;
}

// What the board needs of a job beyond its proposal.
export interface JobFacts {
  id: string;
  state: string;
  pinned: string;
  forbidden: string[];
  skills: string[];
}

export const offers_max = 1000; // jobs in one request

// "420000-7/1" is the first crew of the job 420000-7.
export const job_of = (proposal: string): string => proposal.split('/')[0] ?? '';
export const job_path = (id: string): string => `/jobs/${encodeURIComponent(id)}`;
export const plan_path = (unit: string): string => `/plans/${encodeURIComponent(unit)}`;

// A crew that is not told yet may still be changed by the planner.
export const is_fixed = (state: ProposalState): boolean =>
  state === 'committed' || state === 'under_way';
