// SPDX-License-Identifier: Apache-2.0
// Snapshots only make a start quick: with one, with none and with a damaged one a server shows the
// same, and a journal that somebody has altered is not served at all.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fibre, hospital, lay_ground, order_for } from './ground.mjs';
import { read_journal } from './journal.mjs';
import { limit } from './limits.mjs';
import { run, Server, until } from './server.mjs';
import { batch_path, fault, report } from './ves.mjs';

const alarms = 1_000;
const events_before_snapshot = limit('snapshot_every_events');
const key = { 'idempotency-key': 'before-the-snapshot' };

// The same alarms again and again, now minor, now a warning, until a snapshot is due. The server
// takes a body that it has seen for one that was sent twice, so each ends in other spaces.
async function fill(server) {
  const bodies = ['MINOR', 'WARNING'].map((severity) =>
    JSON.stringify({
      eventList: Array.from({ length: alarms }, (_, i) => fault({ source: `S-${i}`, severity })),
    }),
  );
  const headers = { 'content-type': 'application/json' };
  const rounds = Math.ceil(events_before_snapshot / alarms) + 1;
  for (let round = 0; round < rounds; ++round) {
    const body = bodies[round % 2] + ' '.repeat(round);
    await server.post(batch_path, body, { status: 202, headers });
  }
  return rounds;
}

// What people see, as one value.
async function picture_of(server) {
  const paths = ['picture', 'incidents', 'orders', 'duty', 'elements', `sites/${hospital}`];
  const shown = {};
  for (const path of paths) shown[path] = await server.get(`/api/v1/${path}`);
  shown.alarms = await server.get('/api/v1/alarms?limit=200&sort=-raised_at,id');
  shown.acknowledged = await server.get('/api/v1/alarms?ack_state=acknowledged');
  shown.total = await server.count('/api/v1/alarms');
  return shown;
}

const issue = (server) =>
  server.post('/api/v1/orders', order_for(['420106']), { status: 201, headers: key });

test('a start from a snapshot, from none and from a damaged one shows the same', async (t) => {
  // Nothing may change between two looks: no order waits for its time.
  const server = await Server.start({ args: ['--order-hold-s', '0'] });
  t.after(() => server.kill());
  await lay_ground(server);
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  const order = await issue(server);
  const rounds = await fill(server);
  const snapshot = join(server.folder, 'snapshots/100000.snapshot');
  await until('a snapshot is taken', () => existsSync(snapshot), 120_000);
  const [alarm] = await server.get('/api/v1/alarms?source_name=S-0');
  await server.post(`/api/v1/alarms/${alarm.id}/acknowledge`, {});
  await report(server, fault({ source: 'AFTER-THE-SNAPSHOT' }));
  const before = await picture_of(server);
  assert.equal(before.total, alarms + 2);
  assert.equal(before.acknowledged[0].count, rounds);
  assert.equal(before.acknowledged.length, 1);

  const starts_the_same = async (how) => {
    await server.kill();
    await server.start();
    assert.deepEqual(await picture_of(server), before, how);
    assert.equal((await issue(server)).id, order.id, `${how}: the same key, the same order`);
    const ready_s = Number(/^ready: ([\d.]+) s$/m.exec(server.text)[1]);
    t.diagnostic(`${how}: ready after ${ready_s} s`);
    return ready_s;
  };
  const with_snapshot_s = await starts_the_same('with the snapshot');
  const bytes = readFileSync(snapshot);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(snapshot, bytes);
  await starts_the_same('with a damaged snapshot');
  bytes[bytes.length >> 1] ^= 1;
  const format = bytes.indexOf(' ') + 1;
  bytes[format] -= 1;
  writeFileSync(snapshot, bytes);
  await starts_the_same('with a snapshot of the version before');
  rmSync(snapshot);
  const without_s = await starts_the_same('without a snapshot');
  assert.ok(with_snapshot_s < without_s, 'the snapshot is used');
});

test('a journal in which a byte was altered is not served, and both readers see it', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  for (const source of ['A', 'B', 'C']) await report(server, fault({ source }));
  assert.equal((await server.stop()).code, 0);
  assert.ok(read_journal(server.folder).length >= 4, 'whole before');
  const alter =
    'UPDATE batch SET payload = CAST(replace(CAST(payload AS TEXT), \'"B"\', \'"X"\') AS BLOB)';
  const altered = spawnSync('sqlite3', [join(server.folder, 'journal.db'), alter]);
  assert.equal(altered.status, 0, String(altered.stderr));
  assert.throws(() => read_journal(server.folder), /the digest of desk 100000 at/);
  const refused = await run(['serve', '--data', server.folder, '--port', '0']);
  assert.equal(refused.code, 74, refused.error);
  assert.match(refused.error, /digest_must_match/);
  assert.match(refused.error, /batch at \d+/, 'the message says where');
});

test('a journal of which the middle is missing is not served', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  for (const source of ['A', 'B', 'C']) await report(server, fault({ source }));
  assert.equal((await server.stop()).code, 0);
  const cut = 'DELETE FROM batch WHERE key = (SELECT key FROM batch ORDER BY key LIMIT 1 OFFSET 2)';
  assert.equal(spawnSync('sqlite3', [join(server.folder, 'journal.db'), cut]).status, 0);
  assert.throws(() => read_journal(server.folder), /goes on without a gap/);
  const refused = await run(['serve', '--data', server.folder, '--port', '0']);
  assert.equal(refused.code, 74, refused.error);
  assert.match(refused.error, /batch_must_follow_the_head/);
});

test('a file that is no journal is left as it is', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  assert.equal((await server.stop()).code, 0);
  const file = join(server.folder, 'journal.db');
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  const text = 'this is somebody else’s\n'.repeat(1000);
  writeFileSync(file, text);
  const refused = await run(['serve', '--data', server.folder, '--port', '0']);
  assert.equal(refused.code, 73, refused.error);
  assert.match(refused.error, /journal_must_be_(readable|writable)/);
  assert.equal(readFileSync(file, 'utf8'), text);
});
