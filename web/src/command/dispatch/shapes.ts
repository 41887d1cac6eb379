// SPDX-License-Identifier: Apache-2.0
// What the board's map shows, as GeoJSON: crews, jobs, routes as straight lines in the order of the
// stops (roads are the planner's business), and closed roads as circles.
import type { CrewRow, CrewState } from '@/command/crew/model';
import type { Theme } from '@/base/state/marks';
import type { Line } from './lines';
import type { Closure, Place, Proposal } from './model';

export type Point = [number, number];

export interface Feature {
  type: 'Feature';
  geometry:
    | { type: 'Point'; coordinates: Point }
    | { type: 'LineString'; coordinates: Point[] }
    | { type: 'Polygon'; coordinates: Point[][] };
  properties: Record<string, string | number | boolean>;
}

const metres_per_degree = 111_320;
const ring_points = 64;
const ring_latitude_deg_max = 85;

export const point_of = (place: Place): Point => [place.longitude_deg, place.latitude_deg];
export const is_place = (place: Place): boolean =>
  place.longitude_deg !== 0 || place.latitude_deg !== 0;

// A circle on the ground, closed: its last point is its first.
export function ring(place: Place, radius_m: number): Point[] {
  const latitude = Math.max(
    -ring_latitude_deg_max,
    Math.min(ring_latitude_deg_max, place.latitude_deg),
  );
  const north = radius_m / metres_per_degree;
  const east = north / Math.cos((latitude * Math.PI) / 180);
  const points = Array.from({ length: ring_points }, (_, at): Point => {
    const angle = (at / ring_points) * Math.PI * 2;
    return [
      place.longitude_deg + east * Math.sin(angle),
      place.latitude_deg + north * Math.cos(angle),
    ];
  });
  return [...points, points[0] as Point];
}

export function closure_features(closures: readonly Closure[], draft: Closure | null): Feature[] {
  const all = draft ? [...closures, draft] : closures;
  return all.map((one) => ({
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates: [ring(one.place, one.radius_m)] },
    properties: { id: one.id, draft: one === draft },
  }));
}

// Whoever never told where it is is taken to be at its base.
const crew_place = (row: CrewRow | null, base: Place | null): Place | null =>
  row && row.position_at ? row : base && is_place(base) ? base : null;

// Where the crew is, by way of its base where it fetches parts, and on to each stop.
export function route_points(line: Line, base: Place | null): Point[] {
  const points: Point[] = [];
  const here = crew_place(line.row, base);
  if (here) points.push(point_of(here));
  for (const { proposal } of line.stops) {
    if (proposal.fetches_parts && base && is_place(base)) points.push(point_of(base));
    if (is_place(proposal.place)) points.push(point_of(proposal.place));
  }
  return points;
}

const crowd = 60; // lines beyond which each is drawn fainter

export function route_features(
  lines: readonly Line[],
  chosen: string,
  base_of: (crew: string) => Place | null,
): Feature[] {
  const opacity = chosen ? 0.14 : lines.length > crowd ? 0.4 : 0.75;
  return lines.flatMap((line): Feature[] => {
    const coordinates = route_points(line, base_of(line.crew));
    if (coordinates.length < 2) return [];
    return [
      {
        type: 'Feature',
        geometry: { type: 'LineString', coordinates },
        properties: { crew: line.crew, chosen: line.crew === chosen, opacity },
      },
    ];
  });
}

export interface MarkWords {
  theme: Theme;
  crew: string; // chosen
  job: string; // chosen
}

const plain = (text: string) => text.replaceAll('|', '/');

function at(place: Place, properties: Feature['properties']): Feature {
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: point_of(place) },
    properties,
  };
}

export function crew_features(
  lines: readonly Line[],
  words: MarkWords,
  name: (line: Line) => string,
  base_of: (crew: string) => Place | null,
): Feature[] {
  return lines.flatMap((line): Feature[] => {
    const place = crew_place(line.row, base_of(line.crew));
    if (!place) return [];
    const state: CrewState = line.row?.state ?? 'off_duty';
    const chosen = line.crew === words.crew;
    const mark = at(place, {
      kind: 'crew',
      ref: line.crew,
      rank: chosen ? 3 : state === 'off_duty' ? 0 : 1,
      faint: words.crew !== '' && !chosen,
      image: `crew|${state}|${chosen}||${words.theme}`,
    });
    if (!chosen) return [mark];
    const image = `label|||${plain(name(line))}|${words.theme}`;
    return [mark, at(place, { kind: 'label', ref: line.crew, rank: 4, faint: false, image })];
  });
}

// A job with several crews has one mark; on the chosen crew's route it has its stop's number.
export function job_features(proposals: readonly Proposal[], words: MarkWords): Feature[] {
  const marks = new Map<string, Feature>();
  for (const one of proposals) {
    if (!is_place(one.place)) continue;
    const is_stop = words.crew !== '' && one.crew === words.crew;
    if (marks.has(one.job) && !is_stop) continue;
    const chosen = one.job === words.job;
    const number = is_stop && one.position > 0 ? String(one.position) : '';
    const nobody = one.state === 'unassigned';
    const mark = at(one.place, {
      kind: 'job',
      ref: one.job,
      rank: (chosen ? 20 : 0) + (is_stop ? 10 : 0) + (nobody ? 5 : 0) + rank_of[one.priority],
      faint: words.crew !== '' && !is_stop && !chosen,
      image: `job|${one.priority}|${chosen}|${number}|${words.theme}|${one.state}`,
    });
    marks.set(one.job, mark);
  }
  return [...marks.values()];
}

const rank_of = { urgent: 2, high: 1, normal: 0 };
