// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { area_words, city_of, in_scope, province_of, sought_words } from './scope';

describe('scope', () => {
  it('of a unit is its subtree', () => {
    expect(in_scope('420106', '100000')).toBe(true);
    expect(in_scope('420106', '420000')).toBe(true);
    expect(in_scope('420106', '420100')).toBe(true);
    expect(in_scope('420106003', '420106')).toBe(true);
    expect(in_scope('430000', '420000')).toBe(false);
    expect(in_scope('420000', '420100')).toBe(false);
  });

  it('knows the province and the city of a county', () => {
    expect(province_of('420106')).toBe('420000');
    expect(city_of('420106')).toBe('420100');
    expect(city_of('429004')).toBe('429004');
  });

  it('finds a unit by its name or by the beginning of its code', () => {
    expect(sought_words('武昌')).toEqual({ q: '武昌' });
    expect(sought_words('420106')).toEqual({ code: '420106' });
    expect(sought_words('42')).toEqual({ 'code.gte': '420000', 'code.lt': '430000' });
  });

  it('asks for an area by its range of codes', () => {
    expect(area_words('420000')).toEqual({ 'region.gte': '420000', 'region.lt': '430000' });
    expect(area_words('420100')).toEqual({ 'region.gte': '420100', 'region.lt': '420200' });
    expect(area_words('420106')).toEqual({ region: '420106' });
    expect(area_words('100000')).toEqual({});
  });
});
