// SPDX-License-Identifier: Apache-2.0
// Loads again when the live line brings something that matters, at most once a second, and every
// half minute for what changes by the clock alone: who is on duty, gaps.
import { onScopeDispose } from 'vue';
import { use_live } from '@/base/live/live';
import type { Change } from '@/base/live/model';

const again_after_ms = 1000;
const by_clock_ms = 30_000;

export function use_again(load: () => unknown, matters: (change: Change) => boolean): void {
  const live = use_live();
  let timer = 0;
  const by_clock = window.setInterval(() => void load(), by_clock_ms);
  const stop = live.on_change((change) => {
    if (timer || !matters(change)) return;
    timer = window.setTimeout(() => {
      timer = 0;
      void load();
    }, again_after_ms);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    clearInterval(by_clock);
    stop();
  });
}
