// SPDX-License-Identifier: Apache-2.0
// Sites counted by area: what the map shows while a whole province or city is one mark. The mark
// carries the worst state inside, so trouble is never averaged away.
import { worst } from '@/base/state/marks';
import { area_of, type AreaLevel } from '@/command/unit/scope';
import { site_states, type SiteState } from '@/network/site/model';

// The few facts of a site that the wall needs.
export interface WallSite {
  id: string;
  name_zh: string;
  name_en: string;
  kind: string;
  tier: number;
  region: string;
  state: SiteState;
  since: string;
  longitude_deg: number;
  latitude_deg: number;
  services_down: number;
  services_total: number;
  incident: string;
}

export interface Area {
  code: string;
  counts: Record<SiteState, number>;
  total: number;
  worst: SiteState;
  longitude_deg: number;
  latitude_deg: number;
}

const no_counts = (): Record<SiteState, number> => ({
  normal: 0,
  degraded: 0,
  down: 0,
  stale: 0,
  suppressed: 0,
});

// The mark stands at the mean of its sites, so it is where the sites are, not where the land is.
export function areas_of(sites: Iterable<WallSite>, level: AreaLevel): Area[] {
  const found = new Map<string, Area>();
  for (const site of sites) {
    const code = area_of(site.region, level);
    let area = found.get(code);
    if (!area) {
      const at = { longitude_deg: 0, latitude_deg: 0 };
      area = { code, counts: no_counts(), total: 0, worst: 'normal', ...at };
      found.set(code, area);
    }
    area.counts[site.state] += 1;
    area.total += 1;
    area.longitude_deg += (site.longitude_deg - area.longitude_deg) / area.total;
    area.latitude_deg += (site.latitude_deg - area.latitude_deg) / area.total;
  }
  for (const area of found.values()) {
    area.worst = worst(site_states.filter((state) => area.counts[state] > 0));
  }
  return [...found.values()];
}
