// SPDX-License-Identifier: Apache-2.0
// An outage: a stretch of time in which a site was not normal; and the service level made of them.
import { moment_word_ms } from './span';

export type OutageKind = 'degraded' | 'down' | 'suppressed' | 'stale';
export const outage_kinds: OutageKind[] = ['down', 'degraded', 'suppressed', 'stale'];

export const exclusions = ['planned_work', 'customer_power', 'force_majeure', 'other'] as const;

export interface OutageRow {
  id: string;
  site: string;
  name_zh: string;
  name_en: string;
  kind: OutageKind;
  from: string;
  until: string;
  site_kind: string;
  tier: number;
  region: string;
  unit: string;
  roots: string[];
  incident: string;
  alerted_at: string;
  answered_at: string;
  restored_at: string;
  excluded: boolean;
  exclusion: string;
  excluded_by: string;
  excluded_at: string;
  excluded_text: string;
}

export interface Figures {
  key: string;
  name_zh: string;
  name_en: string;
  from: string;
  until: string;
  sites: number;
  watched_s: number;
  unknown_s: number;
  availability_percent: number;
  availability_known: boolean;
  down_s: number;
  degraded_s: number;
  outages_down: number;
  outages_degraded: number;
  outages_open: number;
  excluded: number;
  excluded_s: number;
  answered: number;
  answer_mean_s: number;
  answer_worst_s: number;
  unanswered: number;
  restored: number;
  restore_mean_s: number;
  restore_worst_s: number;
}

export interface ServiceLevel {
  from: string;
  until: string;
  by: string;
  within: string;
  known_from: string;
  complete_from: string;
  silent: { desk: string; since: string }[];
  total: Figures;
  groups: Figures[];
}

export type Words = Record<string, string>;

// The list of outages that lie in a stretch of time, wholly or in part.
export function outages_during(from: string, until: string, more: Words = {}): Words {
  return { 'from.lt': until, 'lasts_until.gt': from, ...more };
}

// Never rounds up to a hundred what is not a hundred.
export function percent_text(figures: Figures): string {
  if (!figures.availability_known) return '–';
  const floored = Math.floor(figures.availability_percent * 1000) / 1000;
  return `${floored === 100 ? '100' : floored.toFixed(3)}%`;
}

export function last_days(days: number, now_ms: number): Words {
  return { from: moment_word_ms(now_ms - days * 86_400_000), until: moment_word_ms(now_ms) };
}
