// SPDX-License-Identifier: Apache-2.0
// The boundary files, fetched when the map needs them: the country at once, a province's cities
// when the map comes near. Files are made by tools/boundaries.mjs.

export interface Boundary {
  type: 'Feature';
  properties: { code: string; name_zh: string; label: number[] };
  geometry: { type: 'MultiPolygon'; coordinates: number[][][][] };
}

export interface Boundaries {
  type: 'FeatureCollection';
  features: Boundary[];
}

export type Box = [number, number, number, number]; // west, south, east, north

const addresses = import.meta.glob<string>('./boundary/*.json', {
  query: '?url',
  import: 'default',
  eager: true,
});
const fetched = new Map<string, Promise<Boundaries | null>>();

async function fetch_file(address: string): Promise<Boundaries | null> {
  const response = await fetch(address).catch(() => null);
  return response?.ok ? ((await response.json()) as Boundaries) : null;
}

export function boundaries(name: string): Promise<Boundaries | null> {
  const address = addresses[`./boundary/${name}.json`];
  if (!address) return Promise.resolve(null);
  const known = fetched.get(name) ?? fetch_file(address);
  fetched.set(name, known);
  return known;
}

export function box_of(points: Iterable<readonly number[]>): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = 0, y = 0] of points) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return Number.isFinite(box[0]) ? box : null;
}

export function box_of_boundary(boundary: Boundary): Box | null {
  return box_of(boundary.geometry.coordinates.flat(2));
}
