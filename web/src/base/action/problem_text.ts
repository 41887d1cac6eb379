// SPDX-License-Identifier: Apache-2.0
// A refusal in the reader's language: the sentence for its name, else what the server wrote.
import { sentences } from '@/base/i18n/i18n';
import { Problem } from '@/base/api/client';

export function problem_text(error: unknown): string {
  const { t, te } = sentences;
  if (!(error instanceof Problem)) return t('refusal.unknown');
  const key = `refusal.${error.refusal}`;
  if (error.refusal && te(key)) return t(key);
  return error.detail || t('refusal.unknown');
}
