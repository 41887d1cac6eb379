// SPDX-License-Identifier: Apache-2.0
// The live line to the server: fetches the picture, then follows the journal from the picture's
// position. After a break it goes on from the last position it saw and says when it has caught up.
// Limits: silence of 40 s (the server sends a comment every 15 s) counts as a break; tries are
// 0.3 s apart at first and at most 5 s.
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { get } from '@/base/api/client';
import { use_clock } from '@/base/time/clock';
import type { Change, Connection, Picture } from './model';
import { StreamReader, type StreamEvent } from './stream';

const silence_ms_max = 40_000;
const retry_ms_min = 300;
const retry_ms_max = 5_000;

type ChangeListener = (change: Change) => void;
type ResetListener = () => void;

export const use_live = defineStore('live', () => {
  const picture = shallowRef<Picture | null>(null);
  const connection = ref<Connection>('connecting');
  const caught_up_at_ms = ref(0); // when the last reconnect was brought up to date; 0 = never
  const broken_at_ms = ref(0);

  const change_listeners = new Set<ChangeListener>();
  const reset_listeners = new Set<ResetListener>();
  let position = '';
  let line: AbortController | null = null;
  let retry_ms = retry_ms_min;
  let had_break = false;

  function on_change(listener: ChangeListener): () => void {
    change_listeners.add(listener);
    return () => change_listeners.delete(listener);
  }

  function on_reset(listener: ResetListener): () => void {
    reset_listeners.add(listener);
    return () => reset_listeners.delete(listener);
  }

  async function fetch_picture(): Promise<void> {
    picture.value = await get<Picture>('/picture');
  }

  function settle(): void {
    if (had_break) caught_up_at_ms.value = Date.now();
    had_break = false;
    connection.value = 'live';
  }

  function take_change(change: Change): void {
    if (change.picture) picture.value = change.picture;
    for (const listener of change_listeners) listener(change);
  }

  async function take_reset(): Promise<void> {
    await fetch_picture();
    for (const listener of reset_listeners) listener();
    settle();
  }

  async function take(event: StreamEvent): Promise<void> {
    const data = JSON.parse(event.data) as Change;
    position = data.position || event.id || position;
    if (event.event === 'change') take_change(data);
    else if (event.event === 'caught_up') settle();
    else if (event.event === 'reset') await take_reset();
  }

  async function read(body: ReadableStream<Uint8Array>, alive: () => void): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const stream = new StreamReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      for (const event of stream.push(decoder.decode(value, { stream: true }))) await take(event);
    }
  }

  async function follow_once(own: AbortController): Promise<void> {
    let watchdog = 0;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = window.setTimeout(() => own.abort(), silence_ms_max);
    };
    alive();
    try {
      const response = await fetch(`/api/v1/live?since=${encodeURIComponent(position)}`, {
        headers: { Accept: 'text/event-stream' },
        credentials: 'same-origin',
        cache: 'no-store',
        signal: own.signal,
      });
      if (response.status === 401) {
        connection.value = 'signed_out';
        return;
      }
      if (!response.ok || !response.body) return;
      retry_ms = retry_ms_min;
      connection.value = had_break ? 'catching_up' : 'live';
      if (had_break)
        void use_clock()
          .ask()
          .catch(() => undefined);
      await read(response.body, alive);
    } catch {
      // A broken line is expected: the loop in `follow` tries again and the top bar says so.
    } finally {
      clearTimeout(watchdog);
    }
  }

  async function follow(own: AbortController): Promise<void> {
    while (line === own) {
      const attempt = new AbortController();
      own.signal.addEventListener('abort', () => attempt.abort(), { once: true });
      await follow_once(attempt);
      attempt.abort();
      if (line !== own || connection.value === 'signed_out') return;
      if (!had_break) broken_at_ms.value = Date.now();
      had_break = true;
      connection.value = 'waiting';
      await new Promise((resolve) => setTimeout(resolve, retry_ms));
      retry_ms = Math.min(retry_ms * 2, retry_ms_max);
    }
  }

  async function start(): Promise<void> {
    stop();
    const own = new AbortController();
    line = own;
    connection.value = 'connecting';
    await fetch_picture();
    position = picture.value?.position ?? '';
    void follow(own);
  }

  function stop(): void {
    line?.abort();
    line = null;
    had_break = false;
    picture.value = null;
  }

  return {
    picture,
    connection,
    caught_up_at_ms,
    broken_at_ms,
    on_change,
    on_reset,
    fetch_picture,
    start,
    stop,
  };
});
