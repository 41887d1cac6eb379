// SPDX-License-Identifier: Apache-2.0
// Who a person is, by its id, and who is signed in as a person. Ids asked for within one frame go
// to the server together; one that is out of reach is shown as it is.
import { defineStore } from 'pinia';
import { computed, shallowReactive, shallowRef, watch } from 'vue';
import { get_list } from '@/base/api/client';
import { use_session } from '@/command/session/session';
import type { PersonRow } from './model';

const ids_each = 100;
const wait_ms = 30;

export const use_people = defineStore('people', () => {
  const session = use_session();
  const known = shallowReactive(new Map<string, PersonRow | null>());
  const wanted = new Set<string>();
  let timer = 0;

  async function fetch_some(ids: string[]): Promise<void> {
    const words = new URLSearchParams({ id: ids.join(','), limit: String(ids_each) });
    const page = await get_list<PersonRow>(`/people?${words}`).catch(() => null);
    for (const row of page?.rows ?? []) known.set(row.id, row);
  }

  function fetch_wanted(): void {
    timer = 0;
    const ids = [...wanted];
    wanted.clear();
    for (let at = 0; at < ids.length; at += ids_each) void fetch_some(ids.slice(at, at + ids_each));
  }

  // May be called while rendering: it only takes note, and the name comes later.
  function want(id: string): void {
    if (!id || known.has(id) || wanted.has(id)) return;
    wanted.add(id);
    if (!timer) timer = window.setTimeout(fetch_wanted, wait_ms);
  }

  const self = shallowRef<PersonRow | null>(null);
  const account = computed(() => session.account?.name ?? '');
  watch(
    account,
    async (name) => {
      self.value = null;
      if (!name) return;
      const words = new URLSearchParams({ account: name, limit: '1' });
      const page = await get_list<PersonRow>(`/people?${words}`).catch(() => null);
      if (name === account.value) self.value = page?.rows[0] ?? null;
    },
    { immediate: true },
  );

  const row = (id: string) => known.get(id) ?? null;
  return { want, row, self };
});
