// SPDX-License-Identifier: Apache-2.0
// A storm of known consequence against the real server, with a `kill -9` in the middle of it: what
// was known before is known after, the truth is named at its height, and nothing is left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { new_folder, Server, until } from './server.mjs';
import {
  batch_size,
  events_of,
  import_country,
  make_storm,
  send,
  table,
  true_sites,
} from './storm.mjs';

const over = new Set(['resolved', 'closed', 'merged']);

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
  await import_country(server, folder);
  const zero_ms = Date.now();
  const raises = events_of(folder, true, zero_ms);
  const clears = events_of(folder, false, zero_ms);

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
  assert.deepEqual(Object.fromEntries(height.sites), true_sites(folder));
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
