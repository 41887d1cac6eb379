// SPDX-License-Identifier: Apache-2.0
// Single-key shortcuts. Those bound last answer first (a sheet before its page); none answers while
// somebody types, or when they are switched off (WCAG 2.2, 2.1.4). `g` waits for a second letter.
import { onScopeDispose, ref } from 'vue';
import { keep, read_kept } from '@/base/table/views';

export type Bindings = Record<string, () => void | boolean>;

const second_key_ms_max = 1500;
const layers: Bindings[] = [];
let prefix = '';
let prefix_timer = 0;

export const keys_on = ref(read_kept('keys', true));
export const help_open = ref(false);

export function switch_keys(on: boolean): void {
  keys_on.value = on;
  keep('keys', on);
}

function is_typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function answer(key: string): boolean {
  for (const layer of [...layers].reverse()) {
    const binding = layer[key];
    if (binding && binding() !== false) return true;
  }
  return false;
}

function presses_it(event: KeyboardEvent): boolean {
  const target = event.target;
  return event.key === 'Enter' && target instanceof HTMLElement && !!target.closest('a, button');
}

function on_key(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || presses_it(event)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') {
    if (is_typing(event.target)) (event.target as HTMLElement).blur();
    else if (answer('Escape')) event.preventDefault();
    return;
  }
  if (!keys_on.value || is_typing(event.target)) return;
  const key = prefix ? `${prefix} ${event.key}` : event.key;
  clearTimeout(prefix_timer);
  if (!prefix && key === 'g') {
    prefix = 'g';
    prefix_timer = window.setTimeout(() => (prefix = ''), second_key_ms_max);
    return;
  }
  prefix = '';
  if (answer(key)) event.preventDefault();
}

export function bind_keys(bindings: Bindings): () => void {
  layers.push(bindings);
  return () => {
    const at = layers.indexOf(bindings);
    if (at >= 0) layers.splice(at, 1);
  };
}

export function use_keys(bindings: Bindings): void {
  onScopeDispose(bind_keys(bindings));
}

export function start_keys(): void {
  window.addEventListener('keydown', on_key);
}
