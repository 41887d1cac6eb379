// SPDX-License-Identifier: Apache-2.0
// What a small map shows: the place in the middle, and as much around it as the crews and the
// ground that it lies in need: 20 km at least, 90 km of the ground. True at its latitude.
import { box_of_boundary, type Boundary } from '@/network/wall/boundaries';
import type { Place } from './model';

export interface Point {
  x: number;
  y: number;
}

export interface View {
  width: number;
  height: number;
  scale_km: number; // of the bar
  scale_px: number;
  put(place: Place): Point;
}

const width = 500;
const height = 300;
const least_km = 20;
const ground_most_km = 90;
const most_km = 800;
const km_each_degree = 111.2;
const bars_km = [1, 2, 5, 10, 20, 50, 100, 200];

export function view_of(middle: Place, others: Place[], ground: Place[] = []): View {
  const narrowing = Math.cos((middle.latitude_deg * Math.PI) / 180);
  const east_km = (place: Place) =>
    (place.longitude_deg - middle.longitude_deg) * km_each_degree * narrowing;
  const north_km = (place: Place) => (place.latitude_deg - middle.latitude_deg) * km_each_degree;
  const needed_km = (one: Place) =>
    Math.max(Math.abs(east_km(one)) * 2.4, (Math.abs(north_km(one)) * 2.4 * width) / height);
  const ground_km = Math.min(ground_most_km, Math.max(0, ...ground.map(needed_km)));
  const wide_km = Math.min(most_km, Math.max(least_km, ground_km, ...others.map(needed_km)));
  const px_each_km = width / wide_km;
  const scale_km = [...bars_km].reverse().find((km) => km * px_each_km <= width / 4) ?? 1;
  return {
    width,
    height,
    scale_km,
    scale_px: scale_km * px_each_km,
    put: (place) => ({
      x: width / 2 + east_km(place) * px_each_km,
      y: height / 2 - north_km(place) * px_each_km,
    }),
  };
}

// Whether a line from the place to the east crosses the ring an odd number of times.
function is_inside(ring: number[][], { longitude_deg, latitude_deg }: Place): boolean {
  let inside = false;
  for (const [at, [x = 0, y = 0]] of ring.entries()) {
    const [before_x = 0, before_y = 0] = ring[(at + ring.length - 1) % ring.length] ?? [];
    if (y > latitude_deg === before_y > latitude_deg) continue;
    const crossing = x + ((latitude_deg - y) / (before_y - y)) * (before_x - x);
    if (longitude_deg < crossing) inside = !inside;
  }
  return inside;
}

const holds = ({ geometry }: Boundary, place: Place) =>
  geometry.coordinates.flat().reduce((odd, ring) => odd !== is_inside(ring, place), false);

// The boundary that holds the place, and the corners of its box.
export function ground_of(
  boundaries: Boundary[],
  place: Place,
): { boundary: Boundary; corners: Place[] } | null {
  const boundary = boundaries.find((one) => holds(one, place));
  const box = boundary && box_of_boundary(boundary);
  if (!boundary || !box) return null;
  const [west, south, east, north] = box;
  const corners = [
    { longitude_deg: west, latitude_deg: south },
    { longitude_deg: east, latitude_deg: north },
  ];
  return { boundary, corners };
}

// One path of all rings that come near the view; points that fall together are drawn once.
export function rings_path(rings: number[][][], view: View): string {
  const margin = 2000;
  const parts: string[] = [];
  for (const ring of rings) {
    const points = ring.map(([longitude_deg = 0, latitude_deg = 0]) =>
      view.put({ longitude_deg, latitude_deg }),
    );
    const is_near =
      points.some(({ x }) => x > -margin) &&
      points.some(({ x }) => x < view.width + margin) &&
      points.some(({ y }) => y > -margin) &&
      points.some(({ y }) => y < view.height + margin);
    if (!is_near) continue;
    parts.push(`M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`);
  }
  return parts.join('');
}
