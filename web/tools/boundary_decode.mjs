// SPDX-License-Identifier: Apache-2.0
// Unpacks the map files of Apache ECharts into plain GeoJSON.
//
// Packed ring: a string and its offset [x, y]. Each pair of characters is one point: the character
// code less 64 is a zig-zag number, the difference to the point before, in 1/1024 degree.
// A Polygon holds rings, a MultiPolygon polygons of rings; the offsets nest in the same way.

const units_per_degree = 1024;

function zigzag(code) {
  const value = code - 64;
  return (value >> 1) ^ -(value & 1);
}

export function decode_ring(packed, offset) {
  const ring = [];
  let [x, y] = offset;
  for (let i = 0; i + 1 < packed.length; i += 2) {
    x += zigzag(packed.charCodeAt(i));
    y += zigzag(packed.charCodeAt(i + 1));
    ring.push([x / units_per_degree, y / units_per_degree]);
  }
  return ring;
}

function decode_geometry(geometry) {
  const { type, coordinates, encodeOffsets } = geometry;
  if (type === 'Polygon') {
    return { type, coordinates: coordinates.map((r, i) => decode_ring(r, encodeOffsets[i])) };
  }
  return {
    type,
    coordinates: coordinates.map((polygon, i) =>
      polygon.map((ring, j) => decode_ring(ring, encodeOffsets[i][j])),
    ),
  };
}

// Longitude and latitude to five decimals (one metre); repeated points fall away.
export function tidy_ring(ring) {
  const rounded = ring.map(([x, y]) => [Math.round(x * 1e5) / 1e5, Math.round(y * 1e5) / 1e5]);
  const kept = rounded.filter(
    ([x, y], i) => i === 0 || x !== rounded[i - 1][0] || y !== rounded[i - 1][1],
  );
  const [first, last] = [kept[0], kept[kept.length - 1]];
  if (first[0] !== last[0] || first[1] !== last[1]) kept.push(first);
  return kept;
}

function tidy_geometry({ type, coordinates }) {
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  const tidy = polygons
    .map((polygon) => polygon.map(tidy_ring).filter((ring) => ring.length >= 4))
    .filter((polygon) => polygon.length > 0);
  return { type: 'MultiPolygon', coordinates: tidy };
}

export function decode(packed) {
  const features = packed.features
    .filter((feature) => feature.geometry)
    .map((feature) => ({
      type: 'Feature',
      properties: {
        code: String(feature.id ?? feature.properties.id ?? ''),
        name_zh: feature.properties.name,
        label: feature.properties.cp ?? [],
      },
      geometry: tidy_geometry(
        packed.UTF8Encoding ? decode_geometry(feature.geometry) : feature.geometry,
      ),
    }));
  return { type: 'FeatureCollection', features };
}
