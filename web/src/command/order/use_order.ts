// SPDX-License-Identifier: Apache-2.0
// One order and the tree that it stands in, as they change: the order is asked for again when it or
// any order of its tree has moved. Where nothing is pushed (a unit that is one recipient of many)
// it is asked for now and then. `version` goes up with each answer, for lists that show parts of
// it.
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { get_list, post } from '@/base/api/client';
import { use_detail } from '@/base/sheet/use_detail';
import {
  is_before,
  order_path,
  who_body,
  type Order,
  type OrderRow,
  type Recipient,
} from './model';
import { is_own } from './standing';
import { use_reader } from './use_reader';

const look_again_ms = 10_000;
const shown_max = 200; // recipients that come with the order
const read = new Set<string>(); // said once for each text, as long as the console is open

export function use_order(id: Ref<string>, named: Ref<string>) {
  const reader = use_reader();
  const version = ref(0);
  const others = shallowRef<Recipient[]>([]);

  const root_of = (row: Pick<OrderRow, 'id' | 'root'>) => row.root || row.id;
  const is_of_tree = (changed: { id: string }) =>
    row.value !== null && root_of(changed as OrderRow) === root_of(row.value);
  const { row, problem, load } = use_detail<Order>(id, order_path, 'orders', is_of_tree);

  // Of many recipients only the most pressing come with the order; one's own is asked for besides.
  async function load_others(order: Order): Promise<void> {
    const [unit = '', person = ''] = named.value.split('~');
    const wanted: Record<string, string>[] = named.value ? [{ unit, person }] : [];
    if (order.recipients.length >= shown_max) {
      wanted.push({ unit: reader.value.unit });
      if (reader.value.person) wanted.push({ person: reader.value.person });
    }
    const pages = await Promise.all(
      wanted.map((words) => {
        const query = new URLSearchParams({ depth: '0', limit: '20', ...words });
        const path = `${order_path(order.id)}/recipients?${query}`;
        return get_list<Recipient>(path).catch(() => ({ rows: [] as Recipient[] }));
      }),
    );
    if (row.value?.id === order.id) others.value = pages.flatMap((page) => page.rows);
  }

  const order = computed<Order | null>(() => {
    if (!row.value) return null;
    const known = new Map(row.value.recipients.map((one) => [one.key, one]));
    for (const one of others.value) if (!known.has(one.key)) known.set(one.key, one);
    return { ...row.value, recipients: [...known.values()] };
  });

  async function say_read(now: Order): Promise<void> {
    if (!reader.value.operates || now.state === 'recalled') return;
    const text_of = (one: Recipient) => `${one.key} ${now.version}`;
    const unread = now.recipients.filter(
      (one) => is_own(one, reader.value) && is_before(one.state, 'read') && !read.has(text_of(one)),
    );
    for (const one of unread) {
      read.add(text_of(one));
      await post(`${order_path(now.id)}/read`, who_body(one)).catch(() => undefined);
    }
  }

  watch(row, (now) => {
    if (!now) return;
    version.value += 1;
    void load_others(now);
  });
  watch(id, () => (others.value = []));
  watch([order, reader], ([now]) => now && void say_read(now));

  const timer = window.setInterval(() => {
    const is_over = row.value === null || ['done', 'recalled'].includes(row.value.state);
    if (!is_over && !document.hidden) void load();
  }, look_again_ms);
  onScopeDispose(() => clearInterval(timer));

  return { order, version, problem, load };
}
