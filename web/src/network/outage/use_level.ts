// SPDX-License-Identifier: Apache-2.0
// The service level that the address asks for: ?window=7d&by=unit&within=420000&tier=1, or with
// window=own its own from and until as days of the zone.
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { request } from '@/base/api/client';
import { save_file } from '@/base/table/csv';
import { address_word } from '@/base/table/query';
import { use_clock } from '@/base/time/clock';
import { iso_day } from '@/base/time/words';
import { last_days, outages_during, type Figures, type ServiceLevel, type Words } from './model';
import { day_start, moment_word_ms, month_start, zone_minutes } from './span';

export const windows = ['24h', '7d', '30d', 'month', 'own'] as const;
export const groupings = ['unit', 'site', 'tier', 'site_kind', 'day', 'month'] as const;
const filters = ['within', 'tier', 'site_kind', 'site'] as const;
const days_of: Record<string, number> = { '24h': 1, '7d': 7, '30d': 30 };
const groups_shown = '200';
const day_ms = 86_400_000;

export function use_level() {
  const route = useRoute();
  const router = useRouter();
  const clock = use_clock();
  const level = shallowRef<ServiceLevel | null>(null);
  const problem = shallowRef<unknown>(null);
  const loading = ref(false);
  const groups_total = ref(0);
  let turn = 0;

  const word = (key: string) => address_word(route.query, key);
  const window = computed(() => word('window') || '7d');
  const by = computed(() => word('by') || 'unit');
  const chosen = computed(() => {
    const found: Words = {};
    for (const key of filters) if (word(key)) found[key] = word(key);
    return found;
  });
  const own_days = computed(() => ({
    first: word('first') || iso_day(clock.now_ms - 6 * day_ms, clock.zone),
    last: word('last') || iso_day(clock.now_ms, clock.zone),
  }));

  function window_words(): Words {
    const now_ms = clock.now_ms;
    const days = days_of[window.value];
    if (days) return last_days(days, now_ms);
    if (window.value === 'month')
      return {
        from: moment_word_ms(month_start(now_ms, clock.zone)),
        until: moment_word_ms(now_ms),
      };
    const { first, last } = own_days.value;
    return {
      from: moment_word_ms(day_start(first, clock.zone)),
      until: moment_word_ms(day_start(last, clock.zone) + day_ms),
    };
  }

  function asked(more: Words = {}): string {
    const zone = String(zone_minutes(clock.now_ms, clock.zone));
    const words = { ...window_words(), ...chosen.value, by: by.value, zone_minutes: zone, ...more };
    return `/service-level?${new URLSearchParams(words)}`;
  }

  async function load(): Promise<void> {
    turn += 1;
    const own = turn;
    loading.value = true;
    try {
      const response = await request(asked({ limit: groups_shown }));
      const answer = (await response.json()) as ServiceLevel;
      if (own !== turn) return;
      level.value = answer;
      groups_total.value = Number(response.headers.get('X-Total-Count') ?? answer.groups.length);
      problem.value = null;
    } catch (error) {
      if (own !== turn) return;
      problem.value = error;
    }
    loading.value = false;
  }

  function go(more: Words): void {
    const query = { ...route.query, ...more };
    for (const [key, value] of Object.entries(query)) if (!value) delete query[key];
    void router.push({ path: route.path, query });
  }

  // The outages behind a number: the same window, filters and group.
  function behind(figures: Figures, more: Words = {}) {
    const now = level.value;
    const group: Words = {};
    const is_group = figures.key !== 'total' && by.value !== 'day' && by.value !== 'month';
    if (is_group) group[by.value === 'unit' ? 'within' : by.value] = figures.key;
    const [from, until] = [figures.from || now?.from || '', figures.until || now?.until || ''];
    return {
      path: '/outages',
      query: outages_during(from, until, { ...chosen.value, ...group, ...more }),
    };
  }

  async function save_csv(): Promise<void> {
    const response = await request(asked({ format: 'csv', limit: '1000' }));
    save_file(await response.blob(), `service-level-${by.value}.csv`);
  }

  const key = computed(() =>
    [
      window.value,
      by.value,
      own_days.value.first,
      own_days.value.last,
      JSON.stringify(chosen.value),
    ].join(' '),
  );
  watch(key, () => void load(), { immediate: true });
  onScopeDispose(() => (turn += 1));
  return {
    level,
    problem,
    loading,
    groups_total,
    window,
    by,
    chosen,
    own_days,
    go,
    behind,
    load,
    save_csv,
  };
}
