// SPDX-License-Identifier: Apache-2.0
// The one thing that a sheet shows: fetched by address, and fetched again when the live line says
// that it has changed (at most once in 400 ms) or that too much was missed.
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { get, type Problem } from '@/base/api/client';
import { use_live } from '@/base/live/live';
import type { LiveList } from '@/base/live/model';

const again_after_ms = 400;

// `concerns` says which other rows of the list change what is shown, beside its own.
export function use_detail<Row>(
  id: Ref<string>,
  path: (id: string) => string,
  list?: LiveList,
  concerns: (changed: { id: string }) => boolean = () => false,
) {
  const live = use_live();
  const row = shallowRef<Row | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const loading = ref(false);
  let timer = 0;
  let turn = 0;

  async function load(): Promise<void> {
    turn += 1;
    const own = turn;
    loading.value = true;
    try {
      const answer = await get<Row>(path(id.value));
      if (own !== turn) return;
      row.value = answer;
      problem.value = null;
    } catch (error) {
      if (own !== turn) return;
      problem.value = error as Problem;
    }
    loading.value = false;
  }

  function load_soon(): void {
    if (timer) return;
    timer = window.setTimeout(() => {
      timer = 0;
      void load();
    }, again_after_ms);
  }

  const stop_changes = live.on_change((change) => {
    if (!list) return;
    const is_of_it = (changed: { id: string }) => changed.id === id.value || concerns(changed);
    if (change[list]?.some(is_of_it) || change.more?.includes(list)) load_soon();
  });
  const stop_resets = live.on_reset(load_soon);
  onScopeDispose(() => {
    turn += 1;
    clearTimeout(timer);
    stop_changes();
    stop_resets();
  });
  watch(
    id,
    () => {
      row.value = null;
      void load();
    },
    { immediate: true },
  );

  return { row, problem, loading, load };
}
