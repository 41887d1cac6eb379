// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { use_recipients, type Asked } from './use_recipients';

type Give = (keys: string[]) => Promise<void>;
let awaited: Give[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  awaited = [];
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('fetch', () => {
    return new Promise<Response>((resolve) => {
      awaited.push(async (keys) => {
        resolve(new Response(JSON.stringify(keys.map((key) => ({ key })))));
        await vi.advanceTimersByTimeAsync(0);
      });
    });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('shows what the reader asked for, also when the order changes meanwhile', async () => {
  const asked = ref<Asked>({ order: '1-1', words: {}, version: 1 });
  const scope = effectScope();
  const list = scope.run(() => use_recipients(asked))!;
  const shown = () => list.rows.value.map((row) => row.key);
  await awaited.shift()!(['a', 'b']);

  asked.value = { ...asked.value, version: 2 };
  await nextTick();
  await vi.advanceTimersByTimeAsync(1000);
  await awaited.shift()!(['c', 'a', 'b']);
  expect([shown(), list.moved.value]).toEqual([['a', 'b'], true]);

  void list.load();
  asked.value = { ...asked.value, version: 3 };
  await nextTick();
  await vi.advanceTimersByTimeAsync(1000);
  expect(awaited).toHaveLength(1);
  await awaited.shift()!(['c', 'a', 'b']);
  expect([shown(), list.moved.value]).toEqual([['c', 'a', 'b'], false]);

  await vi.advanceTimersByTimeAsync(1000);
  expect(awaited).toHaveLength(1); // and what changed meanwhile is asked for after it
  scope.stop();
});
