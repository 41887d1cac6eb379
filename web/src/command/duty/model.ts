// SPDX-License-Identifier: Apache-2.0
// One thing that waits for me: what it is, when it is due, and what I can do about it.
import type { Severity } from '@/network/alarm/model';

export interface DutyRow {
  kind: 'order' | 'incident' | 'alarm';
  id: string;
  title_zh: string;
  title_en: string;
  due: string;
  severity: Severity;
  actions: string[]; // what I may do; the first is what is asked for
  unit: string; // for whom an order is answered
  person: string;
  check: string; // what a superior asks
  evidence: boolean; // it is not done without some
}
