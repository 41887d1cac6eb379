// SPDX-License-Identifier: Apache-2.0
import type { AlarmRow } from '@/network/alarm/model';

export interface LikelyCause {
  alarm: AlarmRow;
  score: number; // in (0,1]: the share of the effect's alarms put down to the cause's type
  seconds_before: number; // negative: it was reported later
}

export interface LikelyCauses {
  alarm: string;
  type: string;
  basis: 'history' | 'topology';
  root: string; // by topology: the element that explains it
  sure_percent: number;
  learnt: number;
  causes: LikelyCause[];
}
