// SPDX-License-Identifier: Apache-2.0
// Layers of the map: land, borders, and the marks; no tiles, no fonts, nothing from another server.
import type { Theme } from '@/base/state/marks';

const colours = {
  light: {
    water: '#E6EAF0',
    land: '#FBFCFD',
    province: '#9AA4B2',
    city: '#C9D0D9',
    focus: '#5B6472',
  },
  dark: {
    water: '#0B0E12',
    land: '#181D25',
    province: '#4A5464',
    city: '#2D3541',
    focus: '#98A2B0',
  },
};

const nothing = { type: 'FeatureCollection', features: [] };

// Layers later in the style are placed first: trouble, then its names, then what is calm.
const label_layer = (offset_px: number) => ({
  id: 'labels',
  type: 'symbol',
  source: 'marks',
  filter: ['==', ['get', 'kind'], 'label'],
  layout: {
    'icon-image': ['get', 'image'],
    'icon-anchor': 'top',
    'icon-offset': [0, offset_px],
    'icon-overlap': 'never',
    'icon-padding': 0,
    'symbol-sort-key': ['get', 'rank'],
  },
});

const mark_layer = (id: string, source: string, calm: boolean) => ({
  id,
  type: 'symbol',
  source,
  filter: [
    'all',
    ['!=', ['get', 'kind'], 'label'],
    [calm ? '==' : '!=', ['get', 'state'], 'normal'],
  ],
  layout: {
    'icon-image': ['get', 'image'],
    'icon-overlap': calm ? 'never' : 'always',
    'icon-padding': 1,
    // What may overlap is drawn worst last, so that nothing covers it; of the calm the best stay.
    'symbol-sort-key': calm ? ['get', 'rank'] : ['-', ['get', 'rank']],
  },
});

// `text_px` is the height of the map's text; marks and offsets follow it.
export function map_style(theme: Theme, text_px: number): object {
  const colour = colours[theme];
  return {
    version: 8,
    sources: {
      provinces: { type: 'geojson', data: nothing },
      cities: { type: 'geojson', data: nothing },
      marks: { type: 'geojson', data: nothing },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colour.water } },
      { id: 'land', type: 'fill', source: 'provinces', paint: { 'fill-color': colour.land } },
      {
        id: 'city-lines',
        type: 'line',
        source: 'cities',
        paint: { 'line-color': colour.city, 'line-width': 1 },
      },
      {
        id: 'province-lines',
        type: 'line',
        source: 'provinces',
        paint: { 'line-color': colour.province, 'line-width': 1.2 },
      },
      ...['cities', 'provinces'].map((source) => ({
        id: `focus-${source}`,
        type: 'line',
        source,
        filter: ['==', ['get', 'code'], ''],
        paint: { 'line-color': colour.focus, 'line-width': 2.5 },
      })),
      mark_layer('marks-calm', 'marks', true),
      label_layer(text_px * 0.62 + 6),
      mark_layer('marks-trouble', 'marks', false),
    ],
  };
}
