// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { decode, decode_ring, tidy_ring } from './boundary_decode.mjs';

// Packs as ECharts does, so that the test knows what must come out.
function pack(points: number[][]): { packed: string; offset: number[] } {
  const units = points.map(([x = 0, y = 0]) => [Math.round(x * 1024), Math.round(y * 1024)]);
  const zigzag = (n: number) => String.fromCharCode(((n << 1) ^ (n >> 31)) + 64);
  let [px, py] = units[0] as [number, number];
  const offset = [px, py];
  let packed = '';
  for (const [x, y] of units as [number, number][]) {
    packed += zigzag(x - px) + zigzag(y - py);
    [px, py] = [x, y];
  }
  return { packed, offset };
}

const square = [
  [114, 30],
  [115, 30],
  [115, 31],
  [114, 31],
  [114, 30],
];

describe('the boundary files', () => {
  it('unpack to the points that were packed', () => {
    const { packed, offset } = pack(square);
    expect(decode_ring(packed, offset)).toEqual(square);
  });

  it('keep their points to a metre and close their rings', () => {
    expect(
      tidy_ring([
        [1.000001, 2],
        [1.000002, 2],
        [3, 4],
        [5, 6],
      ]),
    ).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
      [1, 2],
    ]);
  });

  it('become one kind of feature with its code and name', () => {
    const { packed, offset } = pack(square);
    const found = decode({
      UTF8Encoding: true,
      features: [
        {
          id: '420000',
          properties: { name: 'x', cp: [114, 30] },
          geometry: { type: 'Polygon', coordinates: [packed], encodeOffsets: [offset] },
        },
      ],
    });
    expect(found.features[0]?.properties.code).toBe('420000');
    expect(found.features[0]?.geometry).toEqual({ type: 'MultiPolygon', coordinates: [[square]] });
  });
});
