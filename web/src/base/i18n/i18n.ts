// SPDX-License-Identifier: Apache-2.0
// Two languages, each a file of whole sentences fetched when it is first used.
import { createI18n } from 'vue-i18n';
import { computed } from 'vue';
import { keep, read_kept } from '@/base/table/views';

export type Language = 'zh' | 'en';

const files = {
  zh: () => import('@/messages/zh.json'),
  en: () => import('@/messages/en.json'),
};

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: false,
  missingWarn: import.meta.env.DEV,
  messages: {} as Record<string, Record<string, never>>,
});

interface Sentences {
  t: (key: string, values?: Record<string, unknown>) => string;
  te: (key: string) => boolean;
}

// The sentences for code outside a component.
export const sentences = i18n.global as unknown as Sentences;

export const language = computed(() => i18n.global.locale.value as Language);

export function preferred_language(kept: string, browser: readonly string[]): Language {
  if (kept === 'zh' || kept === 'en') return kept;
  const first = browser.find((tag) => /^(zh|en)\b/i.test(tag)) ?? 'zh';
  return first.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

export async function use_language(next: Language): Promise<void> {
  const file = await files[next]();
  i18n.global.setLocaleMessage(next, file.default as never);
  i18n.global.locale.value = next as never;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
}

export async function choose_language(next: Language): Promise<void> {
  keep('language', next);
  await use_language(next);
}

export function start_language(): Promise<void> {
  return use_language(preferred_language(read_kept('language', ''), navigator.languages));
}

// A name in the reader's language; the other one where it is missing.
export function name_of(row: object | null | undefined, stem = 'name'): string {
  const names = (row ?? {}) as Record<string, unknown>;
  const other: Language = language.value === 'zh' ? 'en' : 'zh';
  return String(names[`${stem}_${language.value}`] || names[`${stem}_${other}`] || '');
}

// The name in the other language, for the hover; empty when it says nothing more.
export function other_name_of(row: object | null | undefined, stem = 'name'): string {
  const names = (row ?? {}) as Record<string, unknown>;
  const other: Language = language.value === 'zh' ? 'en' : 'zh';
  const text = String(names[`${stem}_${other}`] ?? '');
  return text === name_of(row, stem) ? '' : text;
}
