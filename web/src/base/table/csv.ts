// SPDX-License-Identifier: Apache-2.0
// The list as a CSV file: as many requests as it needs, one file, a byte-order mark so that
// spreadsheets read the Chinese. At most 100,000 rows; the caller says so when there are more.
import { request } from '@/base/api/client';
import { server_filters, type ListQuery } from './query';

const rows_each = 1000;
export const csv_rows_max = 100_000;

export function without_mark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

export function without_head(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end + 1);
}

export async function fetch_csv(
  path: string,
  list: ListQuery,
  total: number,
  on_progress: (rows: number) => void,
): Promise<Blob> {
  const parts: string[] = ['\ufeff'];
  const until = Math.min(total, csv_rows_max);
  for (let offset = 0; offset === 0 || offset < until; offset += rows_each) {
    const words = server_filters(list);
    words.append('format', 'csv');
    words.append('offset', String(offset));
    words.append('limit', String(Math.min(rows_each, Math.max(1, until - offset))));
    const text = without_mark(await (await request(`${path}?${words}`)).text());
    parts.push(offset === 0 ? text : without_head(text));
    on_progress(Math.min(offset + rows_each, until));
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

export function save_file(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
