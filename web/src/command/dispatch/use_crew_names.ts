// SPDX-License-Identifier: Apache-2.0
// Names of crews by id, for a sheet over any page: asked for together, at most 100 in a request.
import { shallowReactive } from 'vue';
import { get_list } from '@/base/api/client';

interface CrewName {
  id: string;
  name_zh: string;
  name_en: string;
  skills: string[];
}

const each = 100;
const known = shallowReactive(new Map<string, CrewName>());
const asked = new Set<string>();

async function ask(ids: string[]): Promise<void> {
  const words = new URLSearchParams({
    id: ids.join(','),
    fields: 'name_zh,name_en,skills',
    limit: String(each),
  });
  try {
    for (const row of (await get_list<CrewName>(`/crews?${words}`)).rows) known.set(row.id, row);
  } catch {
    for (const id of ids) asked.delete(id);
  }
}

export function use_crew_names() {
  function want(...ids: string[]): void {
    const fresh = ids.filter((id) => id && !asked.has(id));
    for (const id of fresh) asked.add(id);
    for (let at = 0; at < fresh.length; at += each) void ask(fresh.slice(at, at + each));
  }
  return { known, want };
}
