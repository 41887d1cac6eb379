// SPDX-License-Identifier: Apache-2.0
// A job in the hand: taken up with the mouse or a pen from its bar or the tray, let go over a
// crew's line. Fingers scroll instead; they, and keys, choose the crew from the list.
// It begins after a few pixels, so that a press is still a press; Escape puts the job back.
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { bind_keys } from '@/base/keyboard/keyboard';

const begins_px = 6;

export interface Held {
  job: string;
  from: string; // the crew that has it now; "" for none
  x: number;
  y: number;
}

export function use_drag(on: {
  take: (job: string) => void;
  drop: (job: string, crew: string) => void;
}) {
  const held = shallowRef<Held | null>(null);
  const over = ref('');
  const is_held = computed(() => held.value !== null);
  let waiting: Held | null = null;
  let unbind: (() => void) | null = null;

  const crew_at = (x: number, y: number) =>
    document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-crew]')?.dataset.crew ?? '';

  function move(event: PointerEvent): void {
    const { clientX: x, clientY: y } = event;
    if (waiting && Math.hypot(x - waiting.x, y - waiting.y) > begins_px) {
      on.take(waiting.job);
      held.value = waiting;
      waiting = null;
      unbind = bind_keys({ Escape: put_back });
    }
    if (!held.value) return;
    event.preventDefault();
    held.value = { ...held.value, x, y };
    over.value = crew_at(x, y);
  }

  // The press that ends a move is not one on what lies there.
  function swallow(event: Event): void {
    event.stopPropagation();
    event.preventDefault();
  }

  function let_go(event: PointerEvent): void {
    const was = held.value;
    const crew = was ? crew_at(event.clientX, event.clientY) : '';
    put_back();
    if (!was) return;
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
    if (crew) on.drop(was.job, crew);
  }

  function put_back(): void {
    waiting = null;
    held.value = null;
    over.value = '';
    unbind?.();
    unbind = null;
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', let_go);
    window.removeEventListener('pointercancel', put_back);
  }

  function begin(event: PointerEvent, job: string, from: string): void {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    waiting = { job, from, x: event.clientX, y: event.clientY };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', let_go);
    window.addEventListener('pointercancel', put_back);
  }

  onScopeDispose(put_back);
  return { held, over, is_held, begin };
}
