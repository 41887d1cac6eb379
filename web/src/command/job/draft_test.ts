// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { blank, body_of, draft_of, names_of, parts_of, parts_text, place_of } from './draft';
import type { JobRow } from './model';

const zone = 'Asia/Shanghai';

describe('words of a form', () => {
  it('are names between ; of either width', () => {
    expect(names_of(' a ;b；c、; ')).toEqual(['a', 'b', 'c']);
  });

  it('are parts where each has a count', () => {
    expect(parts_of('fuse=2; cable = 200')).toEqual({ fuse: 2, cable: 200 });
    expect(parts_of('')).toEqual({});
    expect(parts_of('fuse')).toBeNull();
    expect(parts_of('fuse=many')).toBeNull();
    expect(parts_of(parts_text({ fuse: 2, 'patch cord': 1 }))).toEqual({
      fuse: 2,
      'patch cord': 1,
    });
  });

  it('are a place where there are two numbers', () => {
    expect(place_of('114.31, 30.55')).toEqual({ longitude_deg: 114.31, latitude_deg: 30.55 });
    expect(place_of('114.31 30.55')).toEqual({ longitude_deg: 114.31, latitude_deg: 30.55 });
    expect(place_of(' ')).toEqual({ longitude_deg: 0, latitude_deg: 0 });
    for (const wrong of ['114.31', 'north, east', '1, 2, 3']) expect(place_of(wrong)).toBeNull();
  });
});

describe('what goes to the server', () => {
  it('leaves out what a new job does not say', () => {
    expect(body_of({ ...blank('420106'), title: ' splice ' }, zone, true)).toEqual({
      title_zh: 'splice',
      unit: '420106',
      priority: 'normal',
      duration_s: 3600,
      parts: {},
      crews_needed: 1,
      load_kg: 0,
    });
  });

  it('comes back as it was when nothing is changed', () => {
    const job = {
      title_zh: 'splice',
      unit: '420106',
      priority: 'urgent',
      site: 'H1',
      element: 'F1',
      place: { longitude_deg: 114.31, latitude_deg: 30.55 },
      duration_s: 5400,
      earliest: '2020-01-23T02:00:00.000Z',
      latest: '2020-01-23T10:00:00.000Z',
      skills: ['splice'],
      tools: ['welder'],
      parts: { fuse: 2 },
      vehicle_kinds: ['van'],
      crews_needed: 2,
      load_kg: 40,
      after: ['420000-1'],
      text: 'by the gate',
      incident: '420000-5',
    };
    const row = { ...job, order: '' } as unknown as JobRow;
    expect(body_of(draft_of(row, 'splice', zone), zone, false)).toEqual(job);
  });
});
