// SPDX-License-Identifier: Apache-2.0
import { sentences } from '@/base/i18n/i18n';

export interface RefusedRow {
  line: number;
  column: string;
  name: string;
  detail: string;
}

export interface IntakeReport {
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  removed: number; // of a file that is the whole
  duplicates: number;
  refused: RefusedRow[]; // the first of them
  refused_total?: number; // all of them
}

export function refusal_word(row: RefusedRow): string {
  const { t, te } = sentences;
  const key = `refusal.${row.name}`;
  if (!te(key)) return row.detail || row.name;
  return row.detail ? t('intake.reason_detail', { reason: t(key), detail: row.detail }) : t(key);
}
