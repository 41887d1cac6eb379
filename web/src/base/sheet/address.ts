// SPDX-License-Identifier: Apache-2.0
// The open sheet in the address: ?open=incident:420000-5, over whatever page it was opened from.
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { address_word } from '@/base/table/query';

export interface Opened {
  kind: string;
  id: string;
}

export function read_opened(word: string): Opened | null {
  const colon = word.indexOf(':');
  if (colon <= 0 || colon === word.length - 1) return null;
  return { kind: word.slice(0, colon), id: word.slice(colon + 1) };
}

export function use_sheet() {
  const route = useRoute();
  const router = useRouter();
  const opened = computed(() => read_opened(address_word(route.query, 'open')));

  const place_of = (kind: string, id: string) => ({
    path: route.path,
    query: { ...route.query, open: `${kind}:${id}` },
  });

  // Moving from row to row with the sheet open leaves one step in the history, not one per row.
  function open(kind: string, id: string): void {
    const place = place_of(kind, id);
    void (opened.value?.kind === kind ? router.replace(place) : router.push(place));
  }

  function close(): void {
    const { open: _, ...query } = route.query;
    void router.push({ path: route.path, query });
  }

  return { opened, place_of, open, close };
}
