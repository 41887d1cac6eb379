// SPDX-License-Identifier: Apache-2.0
// Asks the server again: now(), or soon() and then not more often than every `apart_ms`, or four
// times as long as an answer takes. A failure of soon() waits for the next time.
import { onScopeDispose } from 'vue';
import { use_live } from './live';
import type { Change } from './model';

export function use_again(ask: () => Promise<void>, apart_ms: number) {
  let timer = 0;
  let asking = false;
  let wanted = false;
  let pause_ms = apart_ms;
  let asked_at_ms = -Infinity;

  async function now(): Promise<void> {
    clearTimeout(timer);
    timer = 0;
    wanted = false;
    asking = true;
    asked_at_ms = performance.now();
    try {
      await ask();
    } finally {
      asking = false;
      pause_ms = Math.max(apart_ms, (performance.now() - asked_at_ms) * 4);
      if (wanted) soon();
    }
  }

  function soon(): void {
    if (asking) wanted = true;
    if (asking || timer) return;
    const wait_ms = Math.max(50, asked_at_ms + pause_ms - performance.now());
    timer = window.setTimeout(() => void now().catch(() => undefined), wait_ms);
  }

  onScopeDispose(() => {
    clearTimeout(timer);
    timer = -1; // nothing is asked any more
  });
  return { now, soon, is_asking: () => asking };
}

// Asks again when the live line brings something that matters, or has missed too much to tell.
export function use_again_when(
  ask: () => Promise<void>,
  matters: (change: Change) => boolean,
  apart_ms = 1000,
) {
  const live = use_live();
  const again = use_again(ask, apart_ms);
  onScopeDispose(live.on_change((change) => matters(change) && again.soon()));
  onScopeDispose(live.on_reset(again.soon));
  return again;
}
