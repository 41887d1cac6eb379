// SPDX-License-Identifier: Apache-2.0
// What is counted of teams, asked of the server once and again when somebody wants it.
import { ref, shallowRef } from 'vue';
import { get } from '@/base/api/client';
import type { Count } from './model';

export function use_count(words: () => Record<string, string>) {
  const count = shallowRef<Count | null>(null);
  const problem = shallowRef<unknown>(null);
  const loading = ref(false);
  let turn = 0;

  async function load(): Promise<void> {
    turn += 1;
    const own = turn;
    loading.value = true;
    try {
      const answer = await get<Count>(`/teams/count?${new URLSearchParams(words())}`);
      if (own !== turn) return;
      count.value = answer;
      problem.value = null;
    } catch (error) {
      if (own !== turn) return;
      problem.value = error;
    }
    loading.value = false;
  }

  return { count, problem, loading, load };
}
