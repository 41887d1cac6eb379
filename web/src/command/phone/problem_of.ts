// SPDX-License-Identifier: Apache-2.0
// A refusal in the reader's words: what must be true, who has the job, and what to do now.
import { sentences } from '@/base/i18n/i18n';
import type { Refusal } from './model';

export function problem_of(refusal: Refusal): string {
  const { t, te } = sentences;
  const holder = /^(.+) has it$/.exec(refusal.detail)?.[1];
  if (refusal.name === 'job_must_be_free' && holder) return t('phone.has_it', { who: holder });
  const key = `refusal.${refusal.name}`;
  if (refusal.name && te(key)) return t(key);
  return refusal.detail || t('refusal.unknown');
}

export function advice_of(refusal: Refusal): string {
  const { t, te } = sentences;
  const key = `phone_advice.${refusal.name}`;
  return t(te(key) ? key : 'phone_advice.other');
}
