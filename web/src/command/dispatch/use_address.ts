// SPDX-License-Identifier: Apache-2.0
// What the board shows, as it stands in the address, so that it can be sent to a colleague:
//   ?desk=420000&q=…&shown=with_jobs&hours=12&view=map
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { address_word } from '@/base/table/query';
import type { Shown } from './lines';

export type View = 'crews' | 'unassigned' | 'map';

const hours_usual = 8;
const hours_max = 48;
const all_shown: Shown[] = ['all', 'with_jobs', 'at_work'];
const views: View[] = ['crews', 'unassigned', 'map'];

export function use_address() {
  const route = useRoute();
  const router = useRouter();

  const word = <T extends string>(key: string, usual: T, known: readonly T[] = []) =>
    computed<T>({
      get: () => {
        const text = address_word(route.query, key) as T;
        return known.length > 0 && !known.includes(text) ? usual : text || usual;
      },
      set: (value) => {
        const { [key]: _, ...query } = route.query;
        void router.replace({ query: value === usual ? query : { ...query, [key]: value } });
      },
    });

  const hours_word = word('hours', String(hours_usual));
  const hours = computed<number>({
    get: () => {
      const number = Number(hours_word.value);
      return number >= 1 && number <= hours_max ? number : hours_usual;
    },
    set: (value) => (hours_word.value = String(value)),
  });

  return {
    desk: word<string>('desk', ''),
    q: word<string>('q', ''),
    shown: word<Shown>('shown', 'all', all_shown),
    view: word<View>('view', 'crews', views),
    hours,
  };
}
