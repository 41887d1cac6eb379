// SPDX-License-Identifier: Apache-2.0
// What the map shows at a zoom: provinces, then cities, then districts, then the sites themselves.
// Beside the districts each site in trouble already stands by itself, with its name.
// Limits: the `labels_max` sites in the worst trouble have their name; each name is a picture that
// is drawn, and thousands of them at once would stop the screen. The others have their mark.
import { marks, type Theme } from '@/base/state/marks';
import type { AreaLevel } from '@/command/unit/scope';
import { areas_of, type WallSite } from './areas';
import { weight_of } from './trouble';

export const labels_max = 120;

export type MapLevel = AreaLevel | 'site';

export interface MarkFeature {
  type: 'Feature';
  geometry: { type: 'Point'; coordinates: [number, number] };
  properties: {
    kind: 'area' | 'site' | 'label';
    ref: string;
    state: string;
    rank: number;
    image: string;
  };
}

// `scale` is how much bigger than on a desk everything is drawn (2 on a wall at 4K).
export function level_at(zoom: number, scale: number): MapLevel {
  const z = zoom - Math.log2(scale);
  if (z < 5) return 'province';
  if (z < 7.6) return 'city';
  return z < 9.4 ? 'county' : 'site';
}

const plain = (text: string) => text.replaceAll('|', '/');

// The worst state first, then the most important tier, then the longest.
function labelled(sites: readonly WallSite[]): Set<string> {
  const rank = (site: WallSite) => marks[site.state].rank * 10 + site.tier;
  const troubled = sites.filter((site) => site.state !== 'normal');
  if (troubled.length > labels_max)
    troubled.sort((a, b) => rank(a) - rank(b) || (a.since < b.since ? -1 : 1));
  return new Set(troubled.slice(0, labels_max).map((site) => site.id));
}

function site_features(
  sites: readonly WallSite[],
  name: (s: WallSite) => string,
  theme: Theme,
): MarkFeature[] {
  const named = labelled(sites);
  return sites.flatMap((site) => {
    const feature = (kind: 'site' | 'label', image: string): MarkFeature => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [site.longitude_deg, site.latitude_deg] },
      properties: {
        kind,
        ref: site.id,
        state: site.state,
        rank: marks[site.state].rank * 10 + site.tier,
        image,
      },
    });
    const mark = feature('site', `site|${site.state}|||${theme}`);
    if (!named.has(site.id)) return [mark];
    return [mark, feature('label', `label|${site.state}||${plain(name(site))}|${theme}`)];
  });
}

function area_features(
  sites: readonly WallSite[],
  level: AreaLevel,
  name: (code: string) => string,
  theme: Theme,
): MarkFeature[] {
  return areas_of(sites, level).map((area) => {
    const worst = area.counts[area.worst];
    const count = area.worst === 'normal' ? String(area.total) : `${worst}/${area.total}`;
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [area.longitude_deg, area.latitude_deg] },
      properties: {
        kind: 'area',
        ref: area.code,
        state: area.worst,
        rank: marks[area.worst].rank * 100_000 - area.total,
        image: `area|${area.worst}|${count}|${plain(name(area.code))}|${theme}`,
      },
    };
  });
}

export function mark_features(
  sites: readonly WallSite[],
  level: MapLevel,
  theme: Theme,
  names: { site: (site: WallSite) => string; area: (code: string) => string },
): MarkFeature[] {
  if (level === 'site') return site_features(sites, names.site, theme);
  if (level !== 'county') return area_features(sites, level, names.area, theme);
  const troubled = sites.filter((site) => weight_of(site) > 0);
  const others = sites.filter((site) => weight_of(site) === 0);
  return [
    ...area_features(others, level, names.area, theme),
    ...site_features(troubled, names.site, theme),
  ];
}
