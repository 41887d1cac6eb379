// SPDX-License-Identifier: Apache-2.0
// What a site's own page shows beside the site itself: its elements, its outages, its service level
// over three windows, the incidents and orders of its outages. Read again when the site changes.
import { ref, shallowRef, watch, type Ref } from 'vue';
import { get, get_list } from '@/base/api/client';
import { use_clock } from '@/base/time/clock';
import type { IncidentRow } from '@/command/incident/model';
import type { OrderRow } from '@/command/order/model';
import type { ElementRow } from '@/network/element/model';
import {
  last_days,
  outages_during,
  type Figures,
  type OutageRow,
  type ServiceLevel,
} from '@/network/outage/model';
import type { Site } from './model';

export const windows_days = [1, 7, 30];
const outages_shown = 50;
const incidents_shown = 20;

const words = (query: Record<string, string>) => new URLSearchParams(query).toString();
const rows_of = async <Row>(path: string) => (await get_list<Row>(path)).rows;
const one_of = (ids: string[]) => [...new Set(ids.filter(Boolean))].join(',');

export function use_own_page(site: Ref<Site | null>) {
  const clock = use_clock();
  const elements = shallowRef(new Map<string, ElementRow>());
  const outages = shallowRef<OutageRow[]>([]);
  const levels = shallowRef<Figures[]>([]);
  const incidents = shallowRef<IncidentRow[]>([]);
  const orders = shallowRef<OrderRow[]>([]);
  const window = ref<[number, number]>([0, 1]);

  async function load_levels(id: string, now_ms: number): Promise<Figures[]> {
    const answers = windows_days.map((days) =>
      get<ServiceLevel>(`/service-level?${words({ ...last_days(days, now_ms), site: id })}`),
    );
    return (await Promise.all(answers)).map((answer) => answer.total);
  }

  async function load_elements(now: Site): Promise<Map<string, ElementRow>> {
    const ids = one_of(now.services.flatMap((service) => service.elements));
    const rows = ids
      ? await rows_of<ElementRow>(`/elements?${words({ id: ids, limit: '1000' })}`)
      : [];
    return new Map(rows.map((row) => [row.id, row]));
  }

  async function load(now: Site): Promise<void> {
    const now_ms = clock.now_ms;
    const { from, until } = last_days(30, now_ms) as { from: string; until: string };
    const asked = { ...outages_during(from, until), site: now.id, limit: String(outages_shown) };
    const parts = await Promise.all([
      load_elements(now),
      rows_of<OutageRow>(`/outages?${words(asked)}`),
      load_levels(now.id, now_ms),
    ]);
    if (site.value?.id !== now.id) return;
    [elements.value, outages.value, levels.value] = parts;
    window.value = [Date.parse(from), Date.parse(until)];
    const ids = one_of([now.incident, ...outages.value.map((outage) => outage.incident)]);
    if (!ids) {
      [incidents.value, orders.value] = [[], []];
      return;
    }
    const limit = String(incidents_shown);
    [incidents.value, orders.value] = await Promise.all([
      rows_of<IncidentRow>(`/incidents?${words({ id: ids, sort: '-opened_at', limit })}`),
      rows_of<OrderRow>(`/orders?${words({ incident: ids, sort: '-issued_at', limit })}`),
    ]);
  }

  watch(
    site,
    (now) => {
      if (now) void load(now).catch(() => undefined);
    },
    { immediate: true },
  );
  const again = () => (site.value ? load(site.value) : Promise.resolve());
  return { elements, outages, levels, incidents, orders, window, again };
}
