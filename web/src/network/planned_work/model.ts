// SPDX-License-Identifier: Apache-2.0
// Planned work: elements whose failures are expected for a while, and so open no incident.
export type WorkState = 'planned' | 'running' | 'ended' | 'cancelled';

export const work_states: WorkState[] = ['running', 'planned', 'ended', 'cancelled'];

export interface WorkRow {
  id: string;
  title: string;
  state: WorkState;
  unit: string;
  from: string;
  until: string;
  reason: string;
  requested_by: string;
  planned_by: string;
  planned_at: string;
  started_at: string;
  ended_at: string;
  end_reason: string;
  elements: string[];
  elements_failed: number;
  sites_suppressed: number;
  overrides: string[];
  override_reason: string;
}

export interface Happening {
  at: string;
  kind: string;
  who: string;
  text: string;
}

export interface Work extends WorkRow {
  timeline: Happening[];
}
