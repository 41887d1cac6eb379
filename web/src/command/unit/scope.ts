// SPDX-License-Identifier: Apache-2.0
// Whose ground is whose, by GB/T 2260 codes: two digits a province, four a city, six a county, nine
// a grid; 100000 is the whole country. Counties ruled by their province (4290xx) stand as cities.

const country = '100000';

export type AreaLevel = 'country' | 'province' | 'city' | 'county';

export function significant(code: string): string {
  if (code === country) return '';
  if (code.length > 6) return code;
  if (code.endsWith('0000')) return code.slice(0, 2);
  return code.endsWith('00') ? code.slice(0, 4) : code;
}

export function in_scope(code: string, scope: string): boolean {
  return code.startsWith(significant(scope));
}

export const province_of = (region: string) => `${region.slice(0, 2)}0000`;

export function city_of(region: string): string {
  return region.slice(2, 4) === '90' ? region.slice(0, 6) : `${region.slice(0, 4)}00`;
}

export function area_of(region: string, level: AreaLevel): string {
  if (level === 'country') return country;
  if (level === 'province') return province_of(region);
  return level === 'city' ? city_of(region) : region.slice(0, 6);
}

// What asks the list of units for a name or for the beginning of a code.
export function sought_words(text: string): Record<string, string> {
  if (!/^\d+$/.test(text)) return { q: text };
  if (text.length >= 6) return { code: text };
  const next = String(Number(text) + 1);
  return { 'code.gte': text.padEnd(6, '0'), 'code.lt': next.padEnd(6, '0') };
}

// The filter words that ask a list for an area: from its first code up to the next area's.
export function area_words(code: string): Record<string, string> {
  const head = significant(code);
  if (head === '') return {};
  if (head.length >= 6) return { region: code };
  const next = String(Number(head) + 1);
  return { 'region.gte': head.padEnd(6, '0'), 'region.lt': next.padEnd(6, '0') };
}
