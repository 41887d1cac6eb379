// SPDX-License-Identifier: Apache-2.0
// Who is signed in, and what their role lets them do. The server has the last word on every action;
// this only keeps a button away from somebody it would refuse.
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { get, post, Problem, request } from '@/base/api/client';

export type Role = 'viewer' | 'operator' | 'commander' | 'administrator';

export const roles: Role[] = ['viewer', 'operator', 'commander', 'administrator'];

export interface Account {
  name: string;
  display_name: string;
  role: Role;
  unit: string;
  unit_name_zh: string;
  unit_name_en: string;
}

export const use_session = defineStore('session', () => {
  const account = ref<Account | null>(null);
  const asked = ref(false);

  async function ask(): Promise<void> {
    try {
      account.value = (await get<{ account: Account }>('/session')).account;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      account.value = null;
    }
    asked.value = true;
  }

  async function sign_in(name: string, password: string): Promise<void> {
    account.value = (await post<{ account: Account }>('/session', { name, password })).account;
    asked.value = true;
  }

  async function sign_out(): Promise<void> {
    await request('/session', { method: 'DELETE' });
    account.value = null;
  }

  function forget(): void {
    account.value = null;
  }

  const at_least = (role: Role) =>
    account.value !== null && roles.indexOf(account.value.role) >= roles.indexOf(role);

  const signed_in = computed(() => account.value !== null);
  return { account, asked, signed_in, ask, sign_in, sign_out, forget, at_least };
});
