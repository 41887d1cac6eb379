// SPDX-License-Identifier: Apache-2.0
// One press of one button: idle → sending → done or refused. `done` is only said after the server
// has answered, and for a while; then the button may be pressed again, should it still be there (an
// order to two of my units is acknowledged twice). When no answer came, the next press repeats the
// same key, so it counts once.
import { onScopeDispose, ref, shallowRef } from 'vue';
import { new_key, Problem } from '@/base/api/client';
import { use_clock } from '@/base/time/clock';

const done_for_ms = 6000;

export type ActionPhase = 'idle' | 'sending' | 'done' | 'refused';

export function use_action<Result>(send: (key: string) => Promise<Result>) {
  const clock = use_clock();
  const phase = ref<ActionPhase>('idle');
  const problem = shallowRef<unknown>(null);
  const done_at_ms = ref(0);
  let key = '';
  let timer = 0;

  async function press(): Promise<Result | undefined> {
    if (phase.value === 'sending') return undefined;
    clearTimeout(timer);
    phase.value = 'sending';
    problem.value = null;
    key ||= new_key();
    try {
      const result = await send(key);
      key = '';
      done_at_ms.value = clock.now_ms;
      phase.value = 'done';
      timer = window.setTimeout(reset, done_for_ms);
      return result;
    } catch (error) {
      const unanswered = error instanceof Problem && error.status === 0;
      if (!unanswered) key = '';
      problem.value = error;
      phase.value = 'refused';
      return undefined;
    }
  }

  function reset(): void {
    if (phase.value !== 'sending') phase.value = 'idle';
    problem.value = null;
  }

  onScopeDispose(() => clearTimeout(timer));
  return { phase, problem, done_at_ms, press, reset };
}
