// SPDX-License-Identifier: Apache-2.0
// What has just happened, one line each: a site changed its state, an incident moved on, an order
// went out or was answered, a critical or major alarm came that no incident has taken up. The rest
// would drown these: two thousand alarms of one fibre are one line, that of their incident.
import type { Change } from '@/base/live/model';
import type { SiteState } from '@/network/site/model';

export interface TickerEntry {
  id: string; // one entry per thing and state
  at: string;
  kind: 'site' | 'incident' | 'order' | 'alarm';
  ref: string;
  word: string; // the state, phase or severity it is in now
  name_zh: string;
  name_en: string;
}

const loud = new Set(['critical', 'major']);

export function ticker_of(
  change: Change,
  states_before: ReadonlyMap<string, SiteState>,
  now_ms: number,
): TickerEntry[] {
  const now = new Date(now_ms).toISOString();
  const entries: TickerEntry[] = [];
  const add = (
    kind: TickerEntry['kind'],
    ref: string,
    word: string,
    at: string,
    names: string[],
  ) => {
    const [name_zh = '', name_en = ''] = names;
    entries.push({
      id: `${kind}:${ref}:${word}`,
      at: at || now,
      kind,
      ref,
      word,
      name_zh,
      name_en,
    });
  };
  for (const site of change.sites ?? []) {
    if (states_before.get(site.id) === site.state) continue;
    add('site', site.id, site.state, site.since, [site.name_zh, site.name_en]);
  }
  for (const one of change.incidents ?? []) {
    add('incident', one.id, one.phase, one.changed_at || one.opened_at, [
      one.title_zh,
      one.title_en,
    ]);
  }
  for (const one of change.orders ?? []) {
    add('order', one.id, one.state, one.state === 'open' ? one.issued_at : now, [
      one.subject_zh,
      one.subject_en,
    ]);
  }
  for (const one of change.alarms ?? []) {
    if (one.state !== 'raised' || one.incident || !loud.has(one.perceived_severity)) continue;
    const words = [one.source_name, one.specific_problem || one.probable_cause]
      .filter(Boolean)
      .join(' · ');
    add('alarm', one.id, one.perceived_severity, one.raised_at, [words, words]);
  }
  return entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
