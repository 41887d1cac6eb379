// SPDX-License-Identifier: Apache-2.0
// One list on one page: what the address asks for, the rows the server gave, and what has changed
// since. A new request cancels the one before, so an old answer never overwrites a newer one.
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { get_list, type Problem } from '@/base/api/client';
import { merge } from '@/base/live/merge';
import { use_live } from '@/base/live/live';
import type { Change } from '@/base/live/model';
import type { ListShape } from './column';
import { matches } from './matches';
import { read_query, server_query, write_query, type ListQuery } from './query';

export interface ListRow {
  id: string;
  [attribute: string]: unknown;
}

// Beyond this the bar says "at least".
const fresh_max = 999;
const kept_words = ['open', 'wall'];

export function use_list(shape: ListShape) {
  const route = useRoute();
  const router = useRouter();
  const live = use_live();

  const path = route.path;
  const rows = shallowRef<ListRow[]>([]);
  const total = ref(0);
  const loading = ref(false);
  const loaded = ref(false);
  const problem = shallowRef<Problem | null>(null);
  const fresh = ref(new Set<string>());
  const fresh_more = ref(false);
  const changed = ref(new Set<string>());
  let running: AbortController | null = null;
  let meanwhile: Change[] = [];

  const query = computed(() => read_query(route.query, shape.default_sort, shape.first));
  const asked = computed(() => server_query(query.value));
  const pages = computed(() => Math.max(1, Math.ceil(total.value / query.value.size)));

  const identified = (row: Record<string, unknown>): ListRow =>
    ({ ...row, id: String(row[shape.id]) }) as ListRow;

  // What is counted as new stays counted until the rows are there. What was pushed meanwhile is
  // taken again over the rows that came: they may have been read before it.
  async function load(): Promise<void> {
    running?.abort();
    const own = new AbortController();
    running = own;
    loading.value = true;
    meanwhile = [];
    try {
      const page = await get_list<Record<string, unknown>>(
        `${shape.path}?${asked.value}`,
        own.signal,
      );
      rows.value = page.rows.map(identified);
      total.value = page.total;
      fresh.value = new Set();
      fresh_more.value = false;
      changed.value = new Set();
      problem.value = null;
      meanwhile.splice(0).forEach(take);
    } catch (error) {
      if (own.signal.aborted) return;
      problem.value = error as Problem;
    }
    meanwhile = [];
    loading.value = false;
    loaded.value = true;
  }

  // Of a list that is longer than its page nobody can tell whether a row that is not shown is new.
  const may_be_new = () => !shape.standing || total.value <= rows.value.length;

  function take(change: Change): void {
    if (!shape.live) return;
    if (loading.value) meanwhile.push(change);
    if (change.more?.includes(shape.live)) void ask_again();
    take_rows((change[shape.live] ?? []) as unknown as Record<string, unknown>[]);
    if (shape.live === 'alarms' && (change.alarms_more ?? 0) > 0) fresh_more.value = true;
    if (rows.value.length === 0 && fresh.value.size > 0 && !loading.value) void load();
  }

  function take_rows(pushed: readonly Record<string, unknown>[]): void {
    const belongs = (row: ListRow) => may_be_new() && matches(row, query.value);
    const merged = merge(rows.value, pushed.map(identified), belongs);
    if (merged.changed.length > 0) {
      rows.value = merged.rows;
      changed.value = new Set([...changed.value, ...merged.changed]);
    }
    if (merged.fresh.length > 0 && fresh.value.size < fresh_max) {
      fresh.value = new Set([...fresh.value, ...merged.fresh]);
    }
    if (fresh.value.size >= fresh_max) fresh_more.value = true;
  }

  // More has changed than was pushed: what is shown is brought up to date where it stands.
  async function ask_again(): Promise<void> {
    const wanted = asked.value;
    const page = await get_list<Record<string, unknown>>(`${shape.path}?${wanted}`).catch(
      () => null,
    );
    if (page && wanted === asked.value) take_rows(page.rows);
  }

  function put(row: Record<string, unknown>): void {
    rows.value = merge(rows.value, [identified(row)], () => false).rows;
  }

  function go(next: ListQuery): void {
    const kept = Object.fromEntries(
      kept_words.filter((word) => word in route.query).map((word) => [word, route.query[word]]),
    );
    const words = write_query(next, shape.default_sort, shape.first);
    void router.push({ path, query: { ...words, ...kept } });
  }

  const stop_changes = live.on_change(take);
  const stop_resets = live.on_reset(() => void load());
  onScopeDispose(() => {
    running?.abort();
    stop_changes();
    stop_resets();
  });
  // The page stays mounted for a moment after the address has left it: then nothing is asked.
  watch(asked, () => route.path === path && void load(), { immediate: true });

  return {
    rows,
    total,
    pages,
    loading,
    loaded,
    problem,
    fresh,
    fresh_more,
    changed,
    query,
    load,
    ask_again,
    put,
    go,
  };
}

export type List = ReturnType<typeof use_list>;
