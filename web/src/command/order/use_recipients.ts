// SPDX-License-Identifier: Apache-2.0
// The recipients of an order, a page at a time, the most pressing first. When the order has changed
// the page is asked for again and what is shown changes in place (see in_place.ts); a large tree is
// asked less often.
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { get_list, type Problem } from '@/base/api/client';
import { keep_in_place } from './in_place';
import { order_path, type Recipient } from './model';

const rows_each = 50;
const again_after_ms = 300;
const again_large_ms = 3000;
const large = 2000;

export interface Asked {
  order: string;
  words: Record<string, string>; // which of them
  version: number; // goes up when the order may have changed
}

export function use_recipients(asked: Ref<Asked>) {
  const rows = shallowRef<Recipient[]>([]);
  const total = ref(0);
  const page = ref(0);
  const moved = ref(false);
  const loaded = ref(false);
  const loading = ref(false);
  const problem = shallowRef<Problem | null>(null);
  let turn = 0;
  let timer = 0;

  const pages = computed(() => Math.max(1, Math.ceil(total.value / rows_each)));
  const first = computed(() => page.value * rows_each + 1);
  const last = computed(() => first.value + rows.value.length - 1);

  function fetch_page(extra: Record<string, string>) {
    const words = new URLSearchParams({
      sort: 'urgency,depth,key',
      limit: String(rows_each),
      ...asked.value.words,
      ...extra,
    });
    return get_list<Recipient>(`${order_path(asked.value.order)}/recipients?${words}`);
  }

  async function attempt(work: (own: number) => Promise<void>): Promise<void> {
    turn += 1;
    const own = turn;
    loading.value = true;
    try {
      await work(own);
      if (own === turn) problem.value = null;
    } catch (error) {
      if (own === turn) problem.value = error as Problem;
    }
    if (own !== turn) return;
    loading.value = false;
    loaded.value = true;
  }

  const load = () =>
    attempt(async (own) => {
      const came = await fetch_page({ offset: String(page.value * rows_each) });
      if (own !== turn) return;
      [rows.value, total.value, moved.value] = [came.rows, came.total, false];
    });

  const refresh = () =>
    attempt(async (own) => {
      const came = await fetch_page({ offset: String(page.value * rows_each) });
      const kept = keep_in_place(rows.value, came.rows);
      const others = kept.absent.length > 0 ? (await fetch_absent(kept.absent)).rows : [];
      if (own !== turn) return;
      rows.value = others.length > 0 ? keep_in_place(kept.rows, others).rows : kept.rows;
      moved.value = kept.moved;
      total.value = came.total;
    });

  // Asked for by what they are, whatever the filter: they may have left it.
  function fetch_absent(keys: string[]) {
    const words = new URLSearchParams({ key: keys.join(','), limit: String(rows_each) });
    return get_list<Recipient>(`${order_path(asked.value.order)}/recipients?${words}`);
  }

  // Never over an answer that is awaited: the reader may have asked for that one.
  function refresh_soon(): void {
    if (timer) return;
    const wait_ms = total.value > large ? again_large_ms : again_after_ms;
    timer = window.setTimeout(() => {
      timer = 0;
      if (loading.value) refresh_soon();
      else void refresh();
    }, wait_ms);
  }

  function go(to: number): void {
    page.value = Math.max(0, Math.min(pages.value - 1, to));
    void load();
  }

  watch(
    () => `${asked.value.order} ${JSON.stringify(asked.value.words)}`,
    () => {
      [page.value, rows.value, loaded.value] = [0, [], false];
      void load();
    },
    { immediate: true },
  );
  watch(
    () => asked.value.version,
    () => loaded.value && refresh_soon(),
  );
  onScopeDispose(() => {
    turn += 1;
    clearTimeout(timer);
  });

  return { rows, total, page, pages, first, last, moved, loaded, loading, problem, load, go };
}
