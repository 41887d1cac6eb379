// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { areas_of, type WallSite } from './areas';
import { ticker_of } from './ticker';
import { find_focus, next_focus, stay_ms } from './trouble';

let serial = 0;

function site(region: string, state: WallSite['state'], tier = 1): WallSite {
  serial += 1;
  return {
    id: String(serial),
    name_zh: '',
    name_en: '',
    kind: 'hospital',
    tier,
    region,
    state,
    since: `2020-01-23T0${serial % 9}:00:00Z`,
    longitude_deg: 114,
    latitude_deg: 30,
    services_down: 0,
    services_total: 4,
    incident: '',
  };
}

describe('areas', () => {
  it('carry the worst state inside', () => {
    const areas = areas_of([site('420106', 'normal'), site('420500', 'down')], 'province');
    expect(areas).toHaveLength(1);
    expect([areas[0]?.code, areas[0]?.worst, areas[0]?.total]).toEqual(['420000', 'down', 2]);
  });

  it('stand at the mean of their sites', () => {
    const [left, right] = [site('420106', 'normal'), site('420106', 'normal')];
    right.longitude_deg = 116;
    expect(areas_of([left, right], 'city')[0]?.longitude_deg).toBeCloseTo(115);
  });
});

describe('the focus of the wall', () => {
  it('is the country while nothing is wrong', () => {
    const focus = find_focus([site('420106', 'normal'), site('110101', 'stale')]);
    expect([focus.level, focus.down, focus.total]).toEqual(['country', 0, 2]);
  });

  it('goes to the city that has the trouble', () => {
    const focus = find_focus([
      site('420106', 'down'),
      site('420111', 'down'),
      site('110101', 'degraded', 3),
    ]);
    expect([focus.level, focus.code, focus.down, focus.elsewhere]).toEqual([
      'city',
      '420100',
      2,
      1,
    ]);
  });

  it('stays with the province when its cities share the trouble', () => {
    const focus = find_focus([site('420106', 'down'), site('420502', 'down')]);
    expect([focus.level, focus.code]).toEqual(['province', '420000']);
  });

  it('stays with the country when the provinces share the trouble', () => {
    const codes = ['420106', '110101', '310101'];
    expect(find_focus(codes.map((code) => site(code, 'down'))).level).toBe('country');
  });

  it('counts a tier one site more than eight of tier three', () => {
    const many = Array.from({ length: 8 }, () => site('110101', 'down', 3));
    expect(find_focus([...many, site('420106', 'down', 1)]).code).toBe('420100');
  });

  it('does not jump to and fro', () => {
    const sites = [site('420106', 'down', 3), site('110101', 'down', 1)];
    const shown = find_focus(sites.slice(0, 1));
    const wanted = find_focus(sites);
    expect(wanted.code).toBe('110100');
    expect(next_focus(shown, wanted, sites, stay_ms - 1).code).toBe('420100');
    expect(next_focus(shown, wanted, sites, stay_ms).code).toBe('110100');
  });
});

describe('the ticker', () => {
  const change = { position: '1', sites: [site('420106', 'down')] };

  it('tells a site whose state has changed, once', () => {
    const id = change.sites[0]?.id ?? '';
    const now = Date.parse('2020-01-23T02:00:00Z');
    const before = new Map([[id, 'normal' as const]]);
    expect(ticker_of(change as never, before, now).map((e) => [e.kind, e.word])).toEqual([
      ['site', 'down'],
    ]);
    expect(ticker_of(change as never, new Map([[id, 'down' as const]]), now)).toEqual([]);
  });
});
