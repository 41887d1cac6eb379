// SPDX-License-Identifier: Apache-2.0
// What the messages of a door mean, as people change it while the door is open.
import type { Severity } from '@/network/alarm/model';

export type MappingKind = 'snmp' | 'syslog' | 'omc';

export interface MappingRow {
  door: string; // "snmp", "syslog", "omc:<dialect>"
  kind: MappingKind;
  text: string; // JSON
  version: number; // 0: nobody has changed it yet
  changed_at: string;
  changed_by: string;
  why: string;
  in_file?: string; // what the server's file says, which counts while nothing is saved here
  is_used?: boolean; // the door is open
}

export interface MappingVersion {
  version: number;
  text: string;
  changed_at: string;
  changed_by: string;
  why: string;
}

export interface TriedAlarm {
  source_name: string;
  condition: string;
  interface: string;
  severity: Severity;
  event_type: string;
  specific_problem: string;
  additional_text: string;
  reported_at: string;
  owns: boolean;
}

export interface TryAnswer {
  outcome: 'raise' | 'clear' | 'passed_over' | 'refused';
  rule?: string; // "rules[3] 1.3.6.1.4.1.2011.*", "file …", "built-in …"
  alarm?: TriedAlarm; // of a raise or a clear
  refusal?: { name: string; field: string; detail: string };
  known_source?: boolean;
}

export const kind_of = (door: string): MappingKind => door.split(':')[0] as MappingKind;
export const path_of = (door: string): string => `/mappings/${encodeURIComponent(door)}`;

// The row that an address names: the door itself, or the first of that kind.
export function row_named(rows: readonly MappingRow[], name: string): MappingRow | undefined {
  return (
    rows.find((row) => row.door === name) ??
    rows.find((row) => kind_of(row.door) === name) ??
    rows[0]
  );
}
