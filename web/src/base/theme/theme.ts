// SPDX-License-Identifier: Apache-2.0
// Light or dark: as chosen, else as the system says; the wall begins dark.
import { ref } from 'vue';
import type { Theme } from '@/base/state/marks';
import { keep, read_kept } from '@/base/table/views';

export const theme = ref<Theme>('light');

function show(next: Theme): void {
  theme.value = next;
  document.documentElement.dataset.theme = next;
}

export function choose_theme(next: Theme): void {
  keep('theme', next);
  show(next);
}

export function start_theme(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const is_wall = new URLSearchParams(window.location.search).has('wall');
  const kept = read_kept<string>('theme', '');
  if (kept === 'light' || kept === 'dark') show(kept);
  else show(is_wall || system.matches ? 'dark' : 'light');
  system.addEventListener('change', (event) => {
    if (!read_kept('theme', '') && !is_wall) show(event.matches ? 'dark' : 'light');
  });
}
