// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { crew, proposal } from './fixtures';
import { lines_of } from './lines';
import {
  closure_features,
  crew_features,
  job_features,
  ring,
  route_features,
  route_points,
} from './shapes';

const place = (longitude_deg: number, latitude_deg: number) => ({ longitude_deg, latitude_deg });
const light = { theme: 'light' as const, crew: '', job: '' };

// Haversine on a sphere of 6,371 km.
function metres(a: readonly number[], b: readonly number[]): number {
  const rad = (deg: number) => (deg * Math.PI) / 180;
  const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [a, b];
  const [dy, dx] = [rad(y2 - y1), rad(x2 - x1)];
  const half =
    Math.sin(dy / 2) ** 2 + Math.cos(rad(y1)) * Math.cos(rad(y2)) * Math.sin(dx / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(half));
}

describe('a closed road', () => {
  it('is a circle of its radius, closed, wherever it lies', () => {
    for (const latitude of [0, 30.6, 53]) {
      const points = ring(place(114.3, latitude), 800);
      expect(points[0]).toEqual(points.at(-1));
      for (const point of points) {
        const away = metres([114.3, latitude], point);
        expect(Math.abs(away - 800)).toBeLessThan(4);
      }
    }
  });

  it('keeps its numbers finite at a pole', () => {
    expect(ring(place(0, 90), 1000).flat().every(Number.isFinite)).toBe(true);
  });

  it('is told from one that is being drawn', () => {
    const one = {
      id: '1',
      place: place(114, 30),
      radius_m: 500,
      from: '',
      until: '',
      unit: '',
      reason: '',
    };
    const drafts = closure_features([one], { ...one, id: '' }).map((f) => f.properties.draft);
    expect(drafts).toEqual([false, true]);
  });
});

describe('a route', () => {
  const proposals = [
    proposal({ job: 'b', position: 2, place: place(114.5, 30.7), fetches_parts: true }),
    proposal({ job: 'a', position: 1, place: place(114.3, 30.6) }),
  ];
  const [line] = lines_of([crew({})], proposals);

  it('goes from the crew by way of its base to the stops in order', () => {
    expect(line && route_points(line, place(114.1, 30.4))).toEqual([
      [114.2, 30.5],
      [114.3, 30.6],
      [114.1, 30.4],
      [114.5, 30.7],
    ]);
  });

  it('leaves out what nobody knows: a base, a position, a place', () => {
    const [lost] = lines_of(
      [crew({ position_at: '' })],
      [...proposals, proposal({ job: 'c', position: 3, place: place(0, 0) })],
    );
    expect(lost && route_points(lost, null)).toEqual([
      [114.3, 30.6],
      [114.5, 30.7],
    ]);
  });

  it('is no line where there is but one point', () => {
    const alone = lines_of([crew({})], []);
    expect(route_features(alone, '', () => null)).toEqual([]);
  });

  it('is marked when its crew is chosen', () => {
    const [feature] = route_features(line ? [line] : [], 'C1', () => null);
    expect(feature?.properties).toMatchObject({ crew: 'C1', chosen: true });
  });
});

describe('marks', () => {
  it('show a job once, with its number on the chosen crew’s route', () => {
    const two = [
      proposal({ job: 'a', crew: 'C1' }),
      proposal({ job: 'a', crew: 'C2', position: 3 }),
    ];
    const [mark, ...others] = job_features(two, { ...light, crew: 'C2' });
    expect(others).toEqual([]);
    expect(mark?.properties.image).toBe('job|normal|false|3|light|proposed');
  });

  it('put what nobody goes to above what is planned', () => {
    const rank = (state: 'proposed' | 'unassigned') =>
      Number(job_features([proposal({ state, priority: 'normal' })], light)[0]?.properties.rank);
    expect(rank('unassigned')).toBeGreaterThan(rank('proposed'));
  });

  it('have a crew that never told where it is at its base', () => {
    const lines = lines_of([crew({ position_at: '' })], []);
    const [mark] = crew_features(
      lines,
      light,
      () => '',
      () => place(114.1, 30.4),
    );
    expect(mark?.geometry.coordinates).toEqual([114.1, 30.4]);
  });

  it('have no crew that nobody knows a place of, and no bar in a name', () => {
    const lines = lines_of([crew({}), crew({ id: 'C2', position_at: '' })], []);
    const marks = crew_features(
      lines,
      { ...light, crew: 'C1' },
      () => 'a|b',
      () => null,
    );
    expect(marks.map((mark) => mark.properties.ref)).toEqual(['C1', 'C1']);
    expect(marks[1]?.properties.image).toBe('label|||a/b|light');
  });
});
