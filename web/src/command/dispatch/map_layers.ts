// SPDX-License-Identifier: Apache-2.0
// The board's layers over the land of the wall's map: closed roads, routes, jobs, crews.
import type { Theme } from '@/base/state/marks';
import { map_style } from '@/network/wall/map_style';
import { inks } from './marks';

const nothing = { type: 'FeatureCollection', features: [] };
export const sources = ['closures', 'routes', 'jobs', 'crews'] as const;

// Marks are smaller from afar, and smaller still where there are many.
export const sizes = {
  few: ['interpolate', ['linear'], ['zoom'], 5, 0.7, 9, 1],
  many: ['interpolate', ['linear'], ['zoom'], 6, 0.4, 8, 0.6, 11, 1],
};

const symbols = (id: string, source: string, kind: string, more: object) => ({
  id,
  type: 'symbol',
  source,
  filter: ['==', ['get', 'kind'], kind],
  layout: {
    'icon-image': ['get', 'image'],
    'icon-overlap': 'always',
    'symbol-sort-key': ['get', 'rank'],
    'icon-size': sizes.few,
    ...more,
  },
  paint: { 'icon-opacity': ['case', ['get', 'faint'], 0.3, 1] },
});

export function board_style(theme: Theme, text_px: number): object {
  const ground = map_style(theme, text_px) as { sources: object; layers: { id: string }[] };
  const ink = inks[theme];
  const land = ground.layers.filter(({ id }) => !id.startsWith('marks') && id !== 'labels');
  return {
    ...ground,
    sources: {
      ...ground.sources,
      ...Object.fromEntries(sources.map((name) => [name, { type: 'geojson', data: nothing }])),
    },
    layers: [
      ...land,
      {
        id: 'closures',
        type: 'fill',
        source: 'closures',
        paint: { 'fill-pattern': `hatch||||${theme}` },
      },
      {
        id: 'closure-rims',
        type: 'line',
        source: 'closures',
        paint: {
          'line-color': ink.text,
          'line-width': ['case', ['get', 'draft'], 3, 1.6],
        },
      },
      {
        id: 'routes',
        type: 'line',
        source: 'routes',
        filter: ['!', ['get', 'chosen']],
        paint: { 'line-color': ink.route, 'line-width': 1.2, 'line-opacity': ['get', 'opacity'] },
      },
      {
        id: 'route-chosen',
        type: 'line',
        source: 'routes',
        filter: ['get', 'chosen'],
        layout: { 'line-join': 'round' },
        paint: { 'line-color': ink.accent, 'line-width': 3.5 },
      },
      symbols('jobs', 'jobs', 'job', {}),
      symbols('crews', 'crews', 'crew', {}),
      symbols('crew-names', 'crews', 'label', {
        'icon-size': 1,
        'icon-anchor': 'top',
        'icon-offset': [0, text_px * 0.8],
      }),
    ],
  };
}
