// SPDX-License-Identifier: Apache-2.0
// When a phone says where its crew is: at most once a minute, where it has moved 200 m, and once in
// five minutes where it has not, so that the desk sees that it is still there.
import { metres_between, type Place } from '@/command/job/model';

export interface Fix {
  place: Place;
  at_ms: number; // by the phone's clock
}

const pause_ms = 60_000;
const moved_m = 200;
const still_ms = 300_000;

export function is_worth_telling(last: Fix | null, fix: Fix): boolean {
  if (!last) return true;
  const since_ms = fix.at_ms - last.at_ms;
  if (since_ms < pause_ms) return false;
  return since_ms >= still_ms || metres_between(last.place, fix.place) >= moved_m;
}
