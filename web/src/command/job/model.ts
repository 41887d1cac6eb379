// SPDX-License-Identifier: Apache-2.0
// A job for a crew and how far each crew is with it; the names are the server's.
//   open → offered → accepted → on_the_way → on_site → done | failed; cancelled from any of them
import type { Priority } from '@/command/order/model';

export type JobState =
  'open' | 'offered' | 'accepted' | 'on_the_way' | 'on_site' | 'done' | 'failed' | 'cancelled';

export const job_states: JobState[] = [
  'open',
  'offered',
  'accepted',
  'on_the_way',
  'on_site',
  'done',
  'failed',
  'cancelled',
];

// How far one crew is with it.
export type CrewStep =
  | 'offered'
  | 'accepted'
  | 'on_the_way'
  | 'on_site'
  | 'done'
  | 'failed'
  | 'declined'
  | 'lapsed'
  | 'released';

export interface Place {
  longitude_deg: number;
  latitude_deg: number;
}

export type Parts = Record<string, number>;

export interface JobRow {
  id: string;
  title_zh: string;
  title_en: string;
  unit: string;
  state: JobState;
  priority: Priority;
  crew: string; // that is furthest with it
  crews: string[];
  incident: string;
  order: string;
  recipient: string;
  planned_work: string;
  site: string;
  element: string;
  place: Place;
  duration_s: number;
  skills: string[];
  tools: string[];
  parts: Parts;
  vehicle_kinds: string[];
  crews_needed: number;
  earliest: string;
  latest: string;
  late: boolean;
  after: string[];
  load_kg: number;
  deliver_of: string;
  pinned: string;
  forbidden: string[];
  text: string;
  created_by: string;
  created_at: string;
  offer_until: string;
  accepted_at: string;
  departed_at: string;
  arrived_at: string;
  ended_at: string;
  ended_by: string;
  reason: string;
}

export interface Assignment {
  crew: string;
  step: CrewStep;
  offered_at: string;
  offer_until: string;
  accepted_at: string;
  departed_at: string;
  arrived_at: string;
  ended_at: string;
  told_at: string;
  by: string;
  people: number;
  vehicle: string;
  reason: string;
  result: { note: string; number: number | null; photos: string[]; parts: Parts };
}

export interface JobEntry {
  at: string; // when it happened
  told_at: string; // when the desk heard of it
  kind: string;
  who: string;
  crew: string;
  text: string;
}

export interface Job extends JobRow {
  assignments: Assignment[];
  timeline: JobEntry[];
}

export const is_over = (state: JobState) => ['done', 'failed', 'cancelled'].includes(state);
export const job_path = (id: string) => `/jobs/${encodeURIComponent(id)}`;
export const is_placed = (place: Place) => place.longitude_deg !== 0 || place.latitude_deg !== 0;

const earth_radius_m = 6_371_000;

// As the crow flies.
export function metres_between(one: Place, other: Place): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const up = radians(other.latitude_deg - one.latitude_deg);
  const along = radians(other.longitude_deg - one.longitude_deg);
  const flat = Math.cos(radians(one.latitude_deg)) * Math.cos(radians(other.latitude_deg));
  const half = Math.sin(up / 2) ** 2 + flat * Math.sin(along / 2) ** 2;
  return 2 * earth_radius_m * Math.asin(Math.min(1, Math.sqrt(half)));
}
