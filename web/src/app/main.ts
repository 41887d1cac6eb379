// SPDX-License-Identifier: Apache-2.0
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { when_signed_out } from '@/base/api/client';
import { i18n, start_language } from '@/base/i18n/i18n';
import { start_keys } from '@/base/keyboard/keyboard';
import { start_theme } from '@/base/theme/theme';
import { use_session } from '@/command/session/session';
import '@/base/style/tokens.css';
import '@/base/style/base.css';
import '@/base/style/frame.css';
import '@/base/style/list.css';
import '@/base/style/sheet.css';
import '@/base/style/page.css';
import '@/base/style/network.css';
import '@/base/style/report.css';
import '@/base/style/wall.css';
import '@/base/style/assurance.css';
import '@/base/style/team.css';
import '@/base/style/people.css';
import '@/base/style/order.css';
import '@/base/style/job.css';
import App from './app.vue';
import { router } from './router';

export async function start(): Promise<void> {
  start_theme();
  start_keys();
  const app = createApp(App).use(createPinia()).use(i18n);
  const session = use_session();
  when_signed_out(() => session.forget());
  await Promise.all([start_language(), session.ask().catch(() => undefined)]);
  app.use(router);
  await router.isReady();
  app.mount('#app');
}
