// SPDX-License-Identifier: Apache-2.0
// What the wall knows: every site (a few fields), the oldest unacknowledged alarms and the ticker.
// Fetched once, then kept by the live line; recounted at most every `recount_ms`.
// Limits: 50,000 sites, 60 ticker entries, 60 alarms.
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { get_all, get_list } from '@/base/api/client';
import { use_live } from '@/base/live/live';
import { feed } from '@/base/live/merge';
import type { Change } from '@/base/live/model';
import { use_clock } from '@/base/time/clock';
import type { IncidentRow } from '@/command/incident/model';
import type { AlarmRow } from '@/network/alarm/model';
import type { SiteState } from '@/network/site/model';
import type { WallSite } from './areas';
import { ticker_of, type TickerEntry } from './ticker';
import { find_focus, next_focus, same_place, type Focus } from './trouble';

const recount_ms = 500;
const alarms_again_ms = 2000;
const alarms_max = 60;
const entries_max = 60;
const fields =
  'id,name_zh,name_en,kind,tier,region,state,since,longitude_deg,latitude_deg,' +
  'services_down,services_total,incident';

// `only`: the sites that the wall is about; null for all of them.
export function use_wall(only: Ref<ReadonlySet<string> | null>) {
  const live = use_live();
  const clock = use_clock();
  const by_id = new Map<string, WallSite>();
  const sites = shallowRef<WallSite[]>([]);
  const alarms = shallowRef<AlarmRow[]>([]);
  const ticker = shallowRef<TickerEntry[]>([]);
  const focus = shallowRef<Focus | null>(null);
  const loaded = ref(false);
  let focus_at_ms = 0;
  let recount_timer = 0;
  let alarms_timer = 0;

  function recount(): void {
    recount_timer = 0;
    const wanted_sites = only.value;
    sites.value = [...by_id.values()].filter((site) => wanted_sites?.has(site.id) ?? true);
    const wanted = find_focus(sites.value);
    const before = focus.value;
    const shown_for_ms = performance.now() - focus_at_ms;
    focus.value = before ? next_focus(before, wanted, sites.value, shown_for_ms) : wanted;
    if (!before || !same_place(before, focus.value)) focus_at_ms = performance.now();
  }

  async function load_alarms(): Promise<void> {
    alarms_timer = 0;
    const query = `state=raised&ack_state=unacknowledged&sort=raised_at&limit=${alarms_max}`;
    const page = await get_list<AlarmRow>(`/alarms?${query}`).catch(() => null);
    if (page) alarms.value = page.rows;
  }

  async function load_sites(): Promise<void> {
    const rows = await get_all<WallSite>(`/sites?fields=${fields}&sort=id`).catch(() => null);
    if (!rows) return;
    by_id.clear();
    for (const row of rows) by_id.set(row.id, row);
    recount();
    loaded.value = true;
  }

  // The ticker begins with what happened last, so that a wall just switched on is not empty.
  async function load_ticker(): Promise<void> {
    const [incidents, latest] = await Promise.all([
      get_list<IncidentRow>('/incidents?sort=-changed_at&limit=10').catch(() => null),
      get_list<AlarmRow>(
        '/alarms?state=raised&perceived_severity=critical,major&sort=-raised_at&limit=50',
      ).catch(() => null),
    ]);
    const change = { position: '', incidents: incidents?.rows ?? [], alarms: latest?.rows ?? [] };
    ticker.value = feed(ticker.value, ticker_of(change, new Map(), clock.now_ms), entries_max);
  }

  const load_all = () => Promise.all([load_sites(), load_alarms(), load_ticker()]);

  function take_sites(rows: readonly WallSite[]): Map<string, SiteState> {
    const before = new Map<string, SiteState>();
    for (const row of rows) {
      const held = by_id.get(row.id);
      if (held) before.set(row.id, held.state);
      by_id.set(row.id, { ...held, ...row });
    }
    return before;
  }

  function take(change: Change): void {
    const before = take_sites(change.sites ?? []);
    const entries = ticker_of(change, before, clock.now_ms);
    if (entries.length > 0) ticker.value = feed(ticker.value, entries, entries_max);
    if ((change.sites?.length ?? 0) > 0 && !recount_timer) {
      recount_timer = window.setTimeout(recount, recount_ms);
    }
    if ((change.alarms?.length ?? 0) > 0 && !alarms_timer) {
      alarms_timer = window.setTimeout(() => void load_alarms(), alarms_again_ms);
    }
  }

  // The stay of a focus ends by time, too, without any change.
  const timer = window.setInterval(recount, 10_000);
  const stop_changes = live.on_change(take);
  const stop_resets = live.on_reset(() => void load_all());
  onScopeDispose(() => {
    clearInterval(timer);
    clearTimeout(recount_timer);
    clearTimeout(alarms_timer);
    stop_changes();
    stop_resets();
  });
  void load_all();

  // The most important first: by tier, then the longest.
  const of_state = (state: SiteState) =>
    sites.value
      .filter((site) => site.state === state)
      .sort((a, b) => a.tier - b.tier || (a.since < b.since ? -1 : 1));
  const down = computed(() => of_state('down'));
  const degraded = computed(() => of_state('degraded'));

  // Of the alarms and of what happens, only what concerns the sites that the wall is about.
  const concerned = computed(() => new Set(sites.value.map((site) => site.incident)));
  const of_sites = computed(() =>
    only.value
      ? alarms.value.filter((alarm) => alarm.incident && concerned.value.has(alarm.incident))
      : alarms.value,
  );
  const told = computed(() =>
    only.value
      ? ticker.value.filter((entry) => only.value?.has(entry.ref) || concerned.value.has(entry.ref))
      : ticker.value,
  );
  watch(only, recount);

  return { sites, alarms: of_sites, ticker: told, focus, loaded, down, degraded };
}
