// SPDX-License-Identifier: Apache-2.0
// What time it is for the server, as far as a phone knows: asked while there is a network, carried
// on by the phone's own clock without one, also through a reload. A phone whose clock is wrong
// still says the right time of a press.
import { use_clock } from '@/base/time/clock';
import type { ClockRow } from '@/base/time/model';
import { get } from './line';
import { keep_words, read_words } from './shelf';

export interface Set {
  server_ms: number;
  phone_ms: number; // the phone's clock at that moment
  speed: number; // of a rehearsal; 1 in earnest
}

export const server_time = (set: Set, phone_ms: number) =>
  set.server_ms + (phone_ms - set.phone_ms) * set.speed;

let set: Set = { server_ms: 0, phone_ms: 0, speed: 1 };
let timer = 0;

export const now_ms = () => server_time(set, Date.now());
export const at_of_phone = (phone_ms: number) => new Date(server_time(set, phone_ms)).toISOString();

export async function start_phone_clock(): Promise<void> {
  set = (await read_words<Set>('clock').catch(() => undefined)) ?? set;
  const shown = use_clock();
  const step = () => (shown.now_ms = now_ms());
  step();
  timer ||= window.setInterval(step, 1000);
}

export async function ask_clock(): Promise<void> {
  const before = Date.now();
  const row = await get<ClockRow>('/clock');
  const server_ms = Date.parse(row.now);
  if (Number.isNaN(server_ms)) return;
  set = { server_ms, phone_ms: (before + Date.now()) / 2, speed: row.speed };
  await keep_words('clock', set);
}
