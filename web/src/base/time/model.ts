// SPDX-License-Identifier: Apache-2.0
export interface TimelineEntry {
  at: string;
  kind: string;
  who: string;
  text_zh: string;
  text_en: string;
  ref: string;
}

export interface ClockRow {
  now: string;
  speed: number;
  rehearsal: boolean;
  zone: string;
  scenario: string;
}
