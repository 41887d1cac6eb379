// SPDX-License-Identifier: Apache-2.0
// My duties: fetched once, and again when the live line says that orders, incidents or alarms have
// changed, or that more or fewer of them wait here: an order is pushed as a row only to whom it
// concerns first. At most once in `again_after_ms`, so that an alarm storm asks no faster.
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { get, type Problem } from '@/base/api/client';
import { use_live } from '@/base/live/live';
import type { DutyRow } from './model';
import { settle, take_all, type HeldDuty } from './settle';

const again_after_ms = 1500;

export function use_duty() {
  const live = use_live();
  const shown = shallowRef<HeldDuty[]>([]);
  const fresh = shallowRef<HeldDuty[]>([]);
  const loaded = ref(false);
  const problem = shallowRef<Problem | null>(null);
  let latest: DutyRow[] = [];
  let timer = 0;

  async function load(): Promise<void> {
    try {
      latest = await get<DutyRow[]>('/duty');
      const held = settle(shown.value, latest);
      shown.value = held.shown;
      fresh.value = held.fresh;
      problem.value = null;
    } catch (error) {
      problem.value = error as Problem;
    }
    loaded.value = true;
  }

  function load_soon(): void {
    if (timer) return;
    timer = window.setTimeout(() => {
      timer = 0;
      void load();
    }, again_after_ms);
  }

  function show_all(): void {
    shown.value = take_all(latest);
    fresh.value = [];
  }

  let counted = '';
  const stop_changes = live.on_change((change) => {
    const touched = [change.orders, change.incidents, change.alarms];
    const counts = change.picture ? JSON.stringify(change.picture.orders) : counted;
    if (counts !== counted || touched.some((rows) => rows && rows.length > 0)) load_soon();
    counted = counts;
  });
  const stop_resets = live.on_reset(() => void load());
  onScopeDispose(() => {
    clearTimeout(timer);
    stop_changes();
    stop_resets();
  });
  void load();

  const waiting = computed(() => shown.value.filter((h) => !h.settled).length + fresh.value.length);
  const settled = computed(() => shown.value.filter((h) => h.settled).length);
  return { shown, fresh, loaded, problem, waiting, settled, load, show_all };
}
