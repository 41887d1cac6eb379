// SPDX-License-Identifier: Apache-2.0
// An alarm with the field names of ITU-T X.733 and 3GPP TS 28.532.

export type Severity = 'critical' | 'major' | 'minor' | 'warning' | 'indeterminate';

export const severities: Severity[] = ['critical', 'major', 'minor', 'warning', 'indeterminate'];

// A door that tells of an alarm.
export interface AlarmSource {
  origin: string;
  owner: boolean; // its word counts
  severity: Severity; // as it says
  count: number; // of its reports
  first_at: string;
  last_at: string;
  over_at: string; // when it said that it is over
}

export interface AlarmRow {
  id: string;
  element: string;
  source_name: string;
  region: string;
  unit: string;
  mapped: boolean;
  perceived_severity: Severity;
  event_type: string;
  probable_cause: string;
  specific_problem: string;
  additional_text: string;
  state: 'raised' | 'cleared';
  ack_state: 'acknowledged' | 'unacknowledged';
  ack_by: string;
  ack_at: string;
  raised_at: string;
  changed_at: string;
  cleared_at: string;
  count: number;
  origin: string; // of the door that owns the fact
  sources: AlarmSource[];
  flapping: boolean; // it comes and goes; its clears are held until it is quiet
  incident: string;
  sites: number;
  suppressed_by: string; // planned work that runs on its element or root
}
