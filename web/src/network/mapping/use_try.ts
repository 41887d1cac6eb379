// SPDX-License-Identifier: Apache-2.0
// What a message would become under rules that are not saved: asked for shortly after the last
// stroke, and only the newest answer counts.
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { post } from '@/base/api/client';
import { path_of, type TryAnswer } from './model';

export interface Trial {
  door: string;
  text: string;
  message: string;
  peer: string;
}

const wait_ms = 300;

export function use_try(trial: () => Trial | null) {
  const answer = shallowRef<TryAnswer | null>(null);
  const problem = shallowRef<unknown>(null);
  const asking = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function ask({ door, ...body }: Trial): Promise<void> {
    const own = turn;
    try {
      const found = await post<TryAnswer>(`${path_of(door)}/try`, body);
      if (own !== turn) return;
      answer.value = found;
      problem.value = null;
    } catch (error) {
      if (own !== turn) return;
      answer.value = null;
      problem.value = error;
    }
    asking.value = false;
  }

  function forget(): void {
    turn += 1;
    clearTimeout(timer);
    asking.value = false;
  }

  watch(
    trial,
    (now, before) => {
      if (JSON.stringify(now) === JSON.stringify(before)) return;
      forget();
      if (!now || now.message.trim() === '') {
        answer.value = null;
        problem.value = null;
        return;
      }
      problem.value = null;
      asking.value = true;
      timer = setTimeout(() => void ask(now), wait_ms);
    },
    { immediate: true },
  );
  onScopeDispose(forget);

  return { answer, problem, asking };
}
