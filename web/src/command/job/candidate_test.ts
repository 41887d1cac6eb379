// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { CrewRow } from '@/command/crew/model';
import { ranked } from './candidate';

const wuchang = { longitude_deg: 114.31, latitude_deg: 30.55 };
const job = { skills: ['splice'], place: wuchang, forbidden: [] as string[] };
const crew = (id: string, more: Partial<CrewRow> = {}) =>
  ({ id, state: 'free', skills: ['splice'], position_at: '', ...more }) as CrewRow;

describe('crews for a job', () => {
  it('come by skill, then by readiness, then by distance', () => {
    const near = { position_at: '2020-01-23T02:00:00Z', ...wuchang };
    const far = { ...near, latitude_deg: 30.65 };
    const crews = [
      crew('unskilled', { skills: [] }),
      crew('off', { state: 'off_duty' }),
      crew('unknown'),
      crew('busy', { state: 'busy', ...near }),
      crew('far', far),
      crew('near', near),
    ];
    const found = ranked(crews, job);
    expect(found.map((one) => one.crew.id)).toEqual([
      'near',
      'far',
      'unknown',
      'busy',
      'off',
      'unskilled',
    ]);
    expect(found.map(({ away_km }) => away_km)).toEqual([0, 11.1, null, 0, null, null]);
    expect(found.at(-1)?.lacks).toEqual(['splice']);
  });

  it('come last when the job forbids them', () => {
    const found = ranked([crew('A'), crew('B')], { ...job, forbidden: ['A'] });
    expect(found.map((one) => one.crew.id)).toEqual(['B', 'A']);
  });
});
