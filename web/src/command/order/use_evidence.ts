// SPDX-License-Identifier: Apache-2.0
import { useI18n } from 'vue-i18n';
import type { Evidence } from './model';

// What must come with "done", in the reader's words; empty for nothing.
export function use_evidence() {
  const { t } = useI18n();
  return ({ note, number, photos }: Evidence): string =>
    [
      note ? t('order.evidence_note') : '',
      number,
      photos > 0 ? t('order.photo_count', { n: photos }, photos) : '',
    ]
      .filter(Boolean)
      .join(' · ');
}
