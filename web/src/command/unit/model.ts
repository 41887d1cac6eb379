// SPDX-License-Identifier: Apache-2.0
// A unit of the operator, answerable for its ground; codes are GB/T 2260, grids have nine digits.

export type Level = 'group' | 'province' | 'city' | 'county' | 'grid';

export interface UnitRow {
  code: string;
  name_zh: string;
  name_en: string;
  level: Level;
  parent: string;
  duty_name: string;
  duty_phone: string;
  longitude_deg: number;
  latitude_deg: number;
}
