// SPDX-License-Identifier: Apache-2.0
// Storms of known consequence as `lifeline storm --out` writes them, and their tables.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './server.mjs';
import { fault, report_all } from './ves.mjs';

export const batch_size = 100;

/// Writes network, storm and truth into the folder.
export async function make_storm(folder, ...options) {
  const made = await run(['storm', '--out', folder, ...options.map(String)]);
  assert.equal(made.code, 0, made.error);
}

/// The rows of such a file, by column; its fields hold no commas.
export function table(folder, name) {
  const [head, ...lines] = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, values[i]]));
  });
}

/// Raises or clears as events. The same report sent twice has one id: it is one fault told twice,
/// not two.
export function events_of(folder, raised, zero_ms) {
  const rows = table(folder, 'storm.csv').filter((row) => row.raised === (raised ? '1' : '0'));
  return rows.map((row, i) =>
    fault({
      source: row.source,
      condition: row.condition,
      severity: raised ? row.severity.toUpperCase() : 'NORMAL',
      id: `${raised ? 'storm' : 'over'}-${i}`,
      at_us: (zero_ms + Number(row.reported_ms)) * 1000,
    }),
  );
}

export async function import_country(server, folder) {
  for (const noun of ['units', 'elements', 'sites'])
    await server.import(noun, readFileSync(join(folder, `${noun}.csv`), 'utf8'));
}

export async function send(server, events) {
  for (let i = 0; i < events.length; i += batch_size)
    await report_all(server, events.slice(i, i + batch_size));
}

/// How the truth has the sites at the height: {id: state}.
export const true_sites = (folder) =>
  Object.fromEntries(
    table(folder, 'truth.csv')
      .filter((row) => row.what === 'site')
      .map((row) => [row.id, row.state]),
  );
