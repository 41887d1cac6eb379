// SPDX-License-Identifier: Apache-2.0
// What the live line does not carry is asked for again and again while the page is seen, and at
// once when it is seen again. An answer is waited for before the next question; a failure is said,
// and what was found before stands.
import { onScopeDispose, shallowRef } from 'vue';

export const look_each_ms = 5_000;

export function use_look<Found>(ask: () => Promise<Found>, each_ms = look_each_ms) {
  const found = shallowRef<Found | null>(null);
  const problem = shallowRef<unknown>(null);
  let is_over = false;
  let timer = 0;
  let turn = 0;

  async function look(): Promise<void> {
    clearTimeout(timer);
    turn += 1;
    const own = turn;
    try {
      const answer = await ask();
      if (own !== turn) return;
      found.value = answer;
      problem.value = null;
    } catch (error) {
      if (own !== turn) return;
      problem.value = error;
    }
    if (!is_over) timer = window.setTimeout(look_if_seen, each_ms);
  }

  function look_if_seen(): void {
    if (document.visibilityState === 'visible') void look();
  }

  document.addEventListener('visibilitychange', look_if_seen);
  onScopeDispose(() => {
    is_over = true;
    turn += 1;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look_if_seen);
  });
  void look();

  return { found, problem, look };
}
