// SPDX-License-Identifier: Apache-2.0
// Crews that go out to mend: on duty or not, where they are, and whether they checked in.
export type CrewState = 'off_duty' | 'free' | 'busy';

export interface CrewRow {
  id: string;
  name_zh: string;
  name_en: string;
  unit: string;
  state: CrewState;
  on_break: boolean;
  job: string;
  job_since: string;
  head_count: number;
  skills: string[];
  vehicle: string;
  phone: string;
  longitude_deg: number;
  latitude_deg: number;
  position_at: string;
  position_age_s: number;
  shift_from: string;
  shift_until: string;
  turns_at: string; // state and on_break may change then by the clock alone
  check_in_interval_s: number;
  check_in_due: string;
  check_in_last: string;
  check_in_missed: boolean;
}

export interface Span {
  from: string;
  until: string;
}

export interface Crew extends CrewRow {
  members: { person: string; name_zh: string; name_en: string; absent: boolean }[];
  certificates: { name: string; until: string }[];
  tools: string[];
  parts: Record<string, number>;
  shifts: (Span & { breaks: Span[] })[];
  vehicle_name_zh: string;
  vehicle_name_en: string;
}

export const crew_path = (id: string): string => `/crews/${encodeURIComponent(id)}`;
