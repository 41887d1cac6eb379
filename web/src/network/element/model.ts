// SPDX-License-Identifier: Apache-2.0
// A network element and what it needs. depends_on: groups split by ';', each needed; within a group
// '|' parts alternatives, one of which is enough.

export interface ElementRow {
  id: string;
  name: string;
  kind: string;
  region: string;
  longitude_deg: number;
  latitude_deg: number;
  condition: 'normal' | 'degraded' | 'down';
  since: string;
  depends_on: string;
  alarms_open: number;
}

export const element_kinds = [
  'base_station',
  'cell',
  'transport_node',
  'fibre',
  'private_line',
  'power',
  'core',
  'other',
];

export function needed_groups(depends_on: string): string[][] {
  return depends_on
    .split(';')
    .map((group) =>
      group
        .split('|')
        .map((id) => id.trim())
        .filter(Boolean),
    )
    .filter((group) => group.length > 0);
}
