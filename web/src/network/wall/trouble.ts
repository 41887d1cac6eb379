// SPDX-License-Identifier: Apache-2.0
// Where is the trouble? The map goes there and says why. A site that is down weighs 9, 4 or 1 by
// its tier, a degraded one a third of that; the map leaves the country for a province that has at
// least half of all weight, and the province for a city that has at least three fifths of
// the province's.
// It stays where it is for `stay_ms`, so that two troubles do not toss it to and fro.
import { area_of, city_of, province_of, type AreaLevel } from '@/command/unit/scope';
import type { WallSite } from './areas';

export interface Focus {
  level: AreaLevel;
  code: string;
  down: number;
  degraded: number;
  total: number; // sites in the area
  elsewhere: number; // sites down or degraded outside it
  first_at: string; // since when the oldest of its troubles lasts
}

export const stay_ms = 20_000;
const province_share = 0.5;
const city_share = 0.6;
const tier_weight: Record<number, number> = { 1: 9, 2: 4, 3: 1 };

export function weight_of(site: Pick<WallSite, 'state' | 'tier'>): number {
  const full = tier_weight[site.tier] ?? 1;
  if (site.state === 'down') return full;
  return site.state === 'degraded' ? full / 3 : 0;
}

function heaviest(sites: readonly WallSite[], area: (region: string) => string): [string, number] {
  const weights = new Map<string, number>();
  for (const site of sites) {
    const code = area(site.region);
    weights.set(code, (weights.get(code) ?? 0) + weight_of(site));
  }
  let found: [string, number] = ['', 0];
  for (const [code, weight] of [...weights].sort()) if (weight > found[1]) found = [code, weight];
  return found;
}

function describe(sites: readonly WallSite[], level: AreaLevel, code: string): Focus {
  const inside = sites.filter((site) => area_of(site.region, level) === code);
  const troubled = inside.filter((site) => weight_of(site) > 0);
  const all = sites.filter((site) => weight_of(site) > 0);
  const moments = troubled
    .map((site) => site.since)
    .filter(Boolean)
    .sort();
  return {
    level,
    code,
    down: troubled.filter((site) => site.state === 'down').length,
    degraded: troubled.filter((site) => site.state === 'degraded').length,
    total: inside.length,
    elsewhere: all.length - troubled.length,
    first_at: moments[0] ?? '',
  };
}

export function find_focus(sites: readonly WallSite[]): Focus {
  const troubled = sites.filter((site) => weight_of(site) > 0);
  const total = troubled.reduce((sum, site) => sum + weight_of(site), 0);
  const [province, weight] = heaviest(troubled, province_of);
  if (total === 0 || weight < total * province_share) return describe(sites, 'country', '100000');
  const within = troubled.filter((site) => province_of(site.region) === province);
  const [city, city_weight] = heaviest(within, city_of);
  if (city_weight < weight * city_share) return describe(sites, 'province', province);
  return describe(sites, 'city', city);
}

export const same_place = (a: Focus, b: Focus) => a.level === b.level && a.code === b.code;

// Counts follow at once; the place only after the stay, or when there was no trouble before.
export function next_focus(
  shown: Focus,
  wanted: Focus,
  sites: readonly WallSite[],
  shown_for_ms: number,
): Focus {
  if (same_place(shown, wanted)) return wanted;
  const was_calm = shown.down + shown.degraded === 0;
  if (was_calm || shown_for_ms >= stay_ms) return wanted;
  return describe(sites, shown.level, shown.code);
}
