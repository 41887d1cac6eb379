// SPDX-License-Identifier: Apache-2.0
// An assurance scenario: named sites, for a time, watched more tightly than the others. It has
// nothing to do with the scenario of a rehearsal, which the clock in the top bar names.
import type { Happening } from '@/network/planned_work/model';
import type { SiteState } from '@/network/site/model';

export type ScenarioState = 'planned' | 'running' | 'ended' | 'cancelled';

export const scenario_states: ScenarioState[] = ['running', 'planned', 'ended', 'cancelled'];

export type Kind = 'own' | 'makeshift_hospital' | 'key_hospital' | 'government_meeting';

export const severities = ['critical', 'major', 'minor', 'warning'] as const;
export type TakeUp = Record<`${(typeof severities)[number]}_s`, number>;

export interface Rules {
  threshold_factor: number;
  take_up_within: TakeUp;
  change_freeze: boolean;
  report_every_min: number;
}

export interface Template {
  kind: Kind;
  name_zh: string;
  name_en: string;
  rules: Rules;
  length_h: number;
  shift_h: number;
  site_kinds: string[];
}

export interface Shift {
  from: string;
  until: string;
  person: string;
  phone: string;
}

export interface ScenarioRow {
  id: string;
  name_zh: string;
  name_en: string;
  made_from: Kind;
  state: ScenarioState;
  unit: string;
  from: string;
  until: string;
  started_at: string;
  ended_at: string;
  end_reason: string;
  planned_by: string;
  sites_total: number;
  elements_total: number;
  threshold_factor: number;
  change_freeze: boolean;
  report_every_min: number;
  next_report_at: string;
  reports_total: number;
  sites_degraded: number;
  sites_down: number;
  sites_suppressed: number;
  alarms_open: number;
  incidents_open: number;
  orders_overdue: number;
  on_duty: string[];
  roster_gap_from: string;
  roster_gap_until: string;
  conflicts: string[];
}

export interface Report {
  at: string;
  figures: {
    sites_normal: number;
    sites_suppressed: number;
    sites_stale: number;
    sites_degraded: number;
    sites_down: number;
    alarms_open: number;
    incidents_open: number;
    orders_overdue: number;
    on_duty: string[];
  };
}

export interface Scenario extends ScenarioRow {
  rules: Rules;
  usual_take_up_within: TakeUp;
  roster: (Shift & { now: boolean })[];
  sites: {
    id: string;
    name_zh: string;
    name_en: string;
    state: SiteState;
    since: string;
    incident: string;
  }[];
  planned_works: { work: string; title: string; state: string; from: string; until: string }[];
  reports: Report[];
  timeline: Happening[];
}
