// SPDX-License-Identifier: Apache-2.0
// How the phone looks: as the system says, light, dark, or in high contrast for sun and tired eyes.
import { ref } from 'vue';
import { choose_theme, start_theme } from '@/base/theme/theme';
import { keep, read_kept } from '@/base/table/views';

export type Look = 'light' | 'dark' | 'contrast';

const looks: Look[] = ['light', 'dark', 'contrast'];

export const look = ref<Look>('light');

function show(next: Look): void {
  look.value = next;
  document.documentElement.dataset.contrast = next === 'contrast' ? 'more' : '';
}

export function choose_look(next: Look): void {
  keep('phone.look', next);
  choose_theme(next === 'light' ? 'light' : 'dark');
  show(next);
}

export const next_look = (): Look => looks[(looks.indexOf(look.value) + 1) % looks.length] as Look;

export function start_look(): void {
  start_theme();
  const wants_contrast = window.matchMedia('(prefers-contrast: more)').matches;
  const kept = read_kept<string>('phone.look', wants_contrast ? 'contrast' : '');
  if (looks.includes(kept as Look)) choose_look(kept as Look);
  else show(document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');
}
