// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Boundary } from '@/network/wall/boundaries';
import { ground_of, rings_path, view_of } from './place_view';

const wuhan = { longitude_deg: 114.3, latitude_deg: 30.6 };

describe('a small map', () => {
  it('has the place in the middle, north above it and east to the right', () => {
    const view = view_of(wuhan, []);
    expect(view.put(wuhan)).toEqual({ x: 250, y: 150 });
    expect(view.put({ ...wuhan, latitude_deg: 30.61 }).y).toBeLessThan(150);
    expect(view.put({ ...wuhan, longitude_deg: 114.31 }).x).toBeGreaterThan(250);
    expect([view.scale_km, view.scale_px]).toEqual([5, 125]);
  });

  it('is wide enough for a crew far away', () => {
    const crew = { longitude_deg: 115.3, latitude_deg: 31.0 };
    const { x, y } = view_of(wuhan, [crew]).put(crew);
    expect(x > 0 && x < 500 && y > 0 && y < 300).toBe(true);
  });

  it('is wide enough for the ground, as far as the place can still be told', () => {
    const corner = (longitude_deg: number) => [{ longitude_deg, latitude_deg: 30.6 }];
    const right_of = (ground_deg: number) =>
      view_of(wuhan, [], corner(ground_deg)).put({ ...wuhan, longitude_deg: 114.5 }).x;
    expect(right_of(114.31)).toBe(view_of(wuhan, []).put({ ...wuhan, longitude_deg: 114.5 }).x);
    expect(right_of(114.5)).toBeCloseTo(250 + 500 / 2.4);
    expect(right_of(118)).toBe(right_of(120));
  });

  it('shows the ground that the place lies in, not one whose box it lies in', () => {
    const ground = (code: string, ring: number[][]): Boundary => ({
      type: 'Feature',
      properties: { code, name_zh: '', label: [] },
      geometry: { type: 'MultiPolygon', coordinates: [[ring]] },
    });
    const around = ground('corner', [
      [114, 30],
      [115, 30],
      [115, 31],
    ]);
    const within = ground('ground', [
      [114, 30],
      [114, 31],
      [115, 31],
    ]);
    const found = ground_of([around, within], wuhan);
    expect(found?.boundary.properties.code).toBe('ground');
    expect(found?.corners[1]).toEqual({ longitude_deg: 115, latitude_deg: 31 });
    expect(ground_of([around], wuhan)).toBeNull();
  });

  it('draws what is near, and nothing else', () => {
    const view = view_of(wuhan, []);
    const square = (x: number, y: number) => [
      [x, y],
      [x + 0.1, y],
      [x + 0.1, y + 0.1],
    ];
    expect(rings_path([square(114.3, 30.6)], view)).toMatch(/^M250\.0 150\.0L.*Z$/);
    expect(rings_path([square(80, 45)], view)).toBe('');
  });
});
