// SPDX-License-Identifier: Apache-2.0
// What a list of crews does not have, of the crews in sight: breaks, the base, all shifts. Asked
// for a few at a time, kept for some minutes, and simply missing where it cannot be had.
import { onScopeDispose, shallowReactive } from 'vue';
import { get } from '@/base/api/client';
import { crew_path, type Crew } from '@/command/crew/model';
import type { Place } from './model';

const kept_ms = 300_000;
const at_once_max = 3;

export interface CrewPage {
  shifts: Crew['shifts'];
  base: Place | null;
}

export function use_crew_pages() {
  const known = shallowReactive(new Map<string, CrewPage>());
  const asked_at_ms = new Map<string, number>();
  let wanted: string[] = [];
  let later: string[] = []; // once nobody waits for another
  let asking = 0;

  async function ask(id: string): Promise<void> {
    asking += 1;
    asked_at_ms.set(id, performance.now());
    const crew = await get<Crew & { base?: Place }>(crew_path(id)).catch(() => null);
    asking -= 1;
    if (crew) known.set(id, { shifts: crew.shifts ?? [], base: crew.base ?? null });
    next();
  }

  function next(): void {
    while (asking < at_once_max) {
      const id = wanted.shift() ?? later.shift();
      if (id === undefined) return;
      void ask(id);
    }
  }

  const unknown = (ids: readonly string[]) => {
    const stale = performance.now() - kept_ms;
    return ids.filter((id) => (asked_at_ms.get(id) ?? -Infinity) < stale);
  };

  // Those that were wanted before and are out of sight by now are not asked for.
  function want(ids: readonly string[]): void {
    wanted = unknown(ids);
    next();
  }

  function want_later(ids: readonly string[]): void {
    later = unknown(ids);
    next();
  }

  // Their shifts are others than before.
  function want_anew(ids: readonly string[]): void {
    for (const id of ids) asked_at_ms.delete(id);
    later = [...later, ...ids.filter((id) => known.has(id))];
    next();
  }

  onScopeDispose(() => {
    wanted = [];
    later = [];
  });
  return { want, want_later, want_anew, page: (id: string) => known.get(id) ?? null };
}
