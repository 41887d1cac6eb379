// SPDX-License-Identifier: Apache-2.0
// What changes by the clock alone, a shift that begins or a car that is back, no journal tells: it
// is asked anew once the earliest of such moments has passed. Whoever's clock is ahead of the
// server's asks again after a pause.
import { computed, watch } from 'vue';
import { use_clock } from './clock';

const after_ms = 1000;
const pause_ms = 5000;

export function earliest_ms(moments: readonly string[]): number {
  return Math.min(...moments.map((at) => Date.parse(at)).filter((ms) => !Number.isNaN(ms)));
}

export function use_turn(moments: () => readonly string[], passed: () => unknown): void {
  const clock = use_clock();
  const next_ms = computed(() => earliest_ms(moments()));
  let asked_at_ms = -Infinity;
  watch(
    () => clock.now_ms,
    (now_ms) => {
      if (now_ms < next_ms.value + after_ms) return;
      if (performance.now() - asked_at_ms < pause_ms) return;
      asked_at_ms = performance.now();
      void passed();
    },
  );
}
