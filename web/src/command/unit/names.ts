// SPDX-License-Identifier: Apache-2.0
// Names of units and regions by code. Codes asked for within one frame go to the server together,
// at most 100 in a request; a code nobody knows is shown as it is.
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { get_list } from '@/base/api/client';
import type { UnitRow } from './model';

const codes_each = 100;
const wait_ms = 30;

export const use_unit_names = defineStore('unit_names', () => {
  const known = shallowReactive(new Map<string, UnitRow | null>());
  const wanted = new Set<string>();
  let timer = 0;

  async function fetch_some(codes: string[]): Promise<void> {
    try {
      const page = await get_list<UnitRow>(`/units?code=${codes.join(',')}&limit=${codes_each}`);
      for (const row of page.rows) known.set(row.code, row);
    } catch {
      for (const code of codes) known.delete(code);
    }
  }

  function fetch_wanted(): void {
    timer = 0;
    const codes = [...wanted];
    wanted.clear();
    for (let at = 0; at < codes.length; at += codes_each) {
      void fetch_some(codes.slice(at, at + codes_each));
    }
  }

  // May be called while rendering: it only takes note, and the name comes later.
  function want(code: string): void {
    if (!code || known.has(code) || wanted.has(code)) return;
    wanted.add(code);
    queueMicrotask(() => {
      if (!known.has(code)) known.set(code, null);
    });
    if (!timer) timer = window.setTimeout(fetch_wanted, wait_ms);
  }

  function row(code: string): UnitRow | null {
    return known.get(code) ?? null;
  }

  return { want, row };
});
