// SPDX-License-Identifier: Apache-2.0
// A storm of known consequence against the real server, with a `kill -9` in the middle of it: what
// was known before is known after, the truth is named at its height, and nothing is left.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { new_folder, run, Server, until } from './server.mjs';
import { fault, report_all } from './ves.mjs';

const batch_size = 100;
const over = new Set(['resolved', 'closed', 'merged']);

async function make_storm(folder, ...options) {
  const made = await run(['storm', '--out', folder, ...options]);
  assert.equal(made.code, 0, made.error);
}

function table(folder, name) {
  const [head, ...lines] = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, i) => [columns[i], value])),
  );
}

// The same report sent twice has one id: it is one fault told twice, not two.
function events_of(rows, zero_ms) {
  return rows.map((row, i) =>
    fault({
      source: row.source,
      condition: row.condition,
      severity: row.raised === '1' ? row.severity.toUpperCase() : 'NORMAL',
      id: `storm-${i}`,
      at_us: (zero_ms + Number(row.reported_ms)) * 1000,
    }),
  );
}

async function send(server, events) {
  for (let i = 0; i < events.length; i += batch_size)
    await report_all(server, events.slice(i, i + batch_size));
}

async function known(server) {
  const incidents = await server.rows('/api/v1/incidents', '&sort=id');
  const elements = await server.rows('/api/v1/elements', '&condition=down,degraded&sort=id');
  const sites = await server.rows('/api/v1/sites', '&sort=id');
  return {
    incidents: incidents.map((row) => [row.id, row.element, row.phase, row.merged_into]),
    roots: elements.map((row) => [row.id, row.condition, row.root]),
    sites: sites.map((row) => [row.id, row.state]),
  };
}

test('a storm is named as it is, through a kill in the middle, and leaves nothing', async (t) => {
  const folder = new_folder();
  await make_storm(folder, '--stations', '600', '--sites', '80', '--faults', '6', '--seed', '4');
  const server = await Server.start({ args: ['--desks', '420000'] });
  t.after(() => server.stop());
  for (const noun of ['units', 'elements', 'sites'])
    await server.import(noun, readFileSync(join(folder, `${noun}.csv`), 'utf8'));
  const rows = table(folder, 'storm.csv');
  const zero_ms = Date.now();
  const raises = events_of(
    rows.filter((row) => row.raised === '1'),
    zero_ms,
  );
  const clears = events_of(
    rows.filter((row) => row.raised === '0'),
    zero_ms,
  ).map((event) => ({
    ...event,
    commonEventHeader: {
      ...event.commonEventHeader,
      eventId: event.commonEventHeader.eventId.replace('storm', 'over'),
    },
  }));

  const half = Math.floor(raises.length / 2 / batch_size) * batch_size;
  await send(server, raises.slice(0, half));
  const before = await known(server);
  assert.ok(before.incidents.length > 0);
  await server.kill();
  await server.start();
  assert.deepEqual(await known(server), before);

  await send(server, raises.slice(half));
  const truth = table(folder, 'truth.csv');
  const height = await known(server);
  assert.deepEqual(
    height.roots.filter(([id, , root]) => id === root).map(([id]) => id),
    truth
      .filter((row) => row.what === 'root')
      .map((row) => row.id)
      .sort(),
  );
  assert.deepEqual(
    Object.fromEntries(height.sites),
    Object.fromEntries(
      truth.filter((row) => row.what === 'site').map((row) => [row.id, row.state]),
    ),
  );
  const open = height.incidents.filter(([, , phase]) => !over.has(phase));
  const roots = open.map(([, element]) => element);
  assert.equal(new Set(roots).size, roots.length, 'one root, one incident');
  t.diagnostic(`${raises.length} alarms, ${roots.length} incidents open`);

  await send(server, clears);
  const after = await until('all is well again', async () => {
    const now = await known(server);
    return now.roots.length === 0 && now;
  });
  assert.ok(after.sites.every(([, state]) => state === 'normal'));
  assert.ok(after.incidents.every(([, , phase]) => over.has(phase)));
  const merged = after.incidents.filter(([, , phase]) => phase === 'merged');
  assert.ok(merged.every(([, , , into]) => into !== ''));
});
