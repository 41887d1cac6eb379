// SPDX-License-Identifier: Apache-2.0
// Asks again while somebody looks: what crews tell is not pushed to the console.
import { onScopeDispose } from 'vue';

export const refresh_s = 10;

export function use_refresh(load: () => unknown): void {
  const timer = window.setInterval(() => {
    if (document.visibilityState === 'visible') void load();
  }, refresh_s * 1000);
  onScopeDispose(() => clearInterval(timer));
}
