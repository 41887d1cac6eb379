// SPDX-License-Identifier: Apache-2.0
// The crew's phone: a program of its own beside the console, kept by a service worker.
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { i18n, start_language } from '@/base/i18n/i18n';
import '@/base/style/tokens.css';
import '@/base/style/base.css';
import { start_look } from './look';
import PhoneApp from './phone_app.vue';
import './phone.css';
import { use_phone } from './use_phone';

function add_head(kind: 'link' | 'meta', attributes: Record<string, string>): void {
  const element = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.head.append(element);
}

async function keep_page(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  await navigator.serviceWorker.register('/phone_worker.js', { scope: '/phone' });
  await navigator.serviceWorker.ready;
  document.documentElement.dataset.kept = 'true';
  // What waits here must not be the first to go when the phone's memory is full.
  await navigator.storage?.persist?.();
}

export async function start(): Promise<void> {
  add_head('link', { rel: 'manifest', href: '/phone.webmanifest' });
  add_head('link', { rel: 'apple-touch-icon', href: '/phone-192.png' });
  add_head('meta', { name: 'theme-color', content: '#14181e' });
  start_look();
  const app = createApp(PhoneApp).use(createPinia()).use(i18n);
  await start_language();
  app.mount('#app');
  await use_phone().start_phone();
  await keep_page().catch(() => undefined);
}
