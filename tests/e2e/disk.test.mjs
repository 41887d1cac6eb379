// SPDX-License-Identifier: Apache-2.0
// A disk that is full or cannot be written. The server ends at once with a message that says why;
// what it had answered is there when there is room again. The disks are small ones in memory, so
// this needs root.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { events_of, read_journal } from './journal.mjs';
import { new_folder, run, Server } from './server.mjs';
import { batch_path, fault } from './ves.mjs';

const batch_size = 100;
const batches_max = 2_000; // far more than the small disk holds
const mounted = [];

const mount = (...args) => spawnSync('mount', args, { encoding: 'utf8' });

// The folder of a new disk, or nothing where that is not allowed.
function new_disk(size) {
  const folder = new_folder();
  if (mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder).status !== 0) return null;
  mounted.push(folder);
  return folder;
}

function change_disk(folder, options) {
  const done = mount('-o', `remount,${options}`, folder);
  assert.equal(done.status, 0, done.stderr);
}

function take_away(folder) {
  spawnSync('umount', ['-l', folder]);
}

after(() => mounted.forEach(take_away));
process.once('exit', () => mounted.forEach(take_away));

const trial = new_disk('1m');
const skip = trial ? false : 'this user may not mount a small disk; run it as root';
if (skip) console.error(`skipped: ${skip}`);

async function fill(server) {
  const answered = [];
  const doubtful = [];
  const send = async (writer) => {
    for (let n = 0; n < batches_max; ++n) {
      const batch = `disk-${writer}-${n}`;
      const events = Array.from({ length: batch_size }, (_, i) =>
        fault({ source: batch, condition: `${batch}/${i}`, id: `${batch}/${i}` }),
      );
      try {
        const answer = await server.ask('POST', batch_path, { body: { eventList: events } });
        if (answer.status !== 202) return doubtful.push(batch);
        answered.push(batch);
      } catch {
        return doubtful.push(batch);
      }
    }
    return assert.fail('the disk is never full');
  };
  await Promise.all([send('a'), send('b'), send('c')]);
  return { answered, doubtful };
}

test('a full disk ends the server, which says so and loses nothing', { skip }, async (t) => {
  const folder = new_disk('8m');
  const server = await Server.start({ folder });
  t.after(() => server.kill());
  const { answered, doubtful } = await fill(server);
  const end = await server.ended;
  assert.equal(end.code, 74, end.text);
  assert.match(end.text, /journal_must_be_writable/);
  assert.match(end.text, /disk is full/);
  assert.match(end.text, /everything that was answered is in the journal/);
  assert.ok(answered.length > 5, `${answered.length} batches were answered before`);

  change_disk(folder, 'size=64m');
  await server.start();
  const rows = await server.rows('/api/v1/alarms', '&sort=id&fields=source_name,count');
  const counts = new Map();
  for (const { source_name, count } of rows) {
    assert.equal(count, 1);
    counts.set(source_name, (counts.get(source_name) ?? 0) + 1);
  }
  for (const batch of answered) assert.equal(counts.get(batch), batch_size, `${batch}, answered`);
  for (const batch of doubtful)
    assert.ok([undefined, batch_size].includes(counts.get(batch)), `${batch}, not answered`);
  assert.equal(
    rows.length,
    [...counts.values()].reduce((sum, count) => sum + count, 0),
  );
  await server.post(
    batch_path,
    { eventList: [fault({ source: 'AGAIN', condition: 'AGAIN' })] },
    { status: 202 },
  );
  assert.equal((await server.stop()).code, 0);
  const raised = events_of(read_journal(folder), 'alarm.Raised');
  assert.equal(raised.length, rows.length + 1);
  t.diagnostic(`${answered.length} batches answered, ${doubtful.length} in doubt`);
});

test('a disk that is full from the start is told before serving', { skip }, async () => {
  const folder = new_disk('64k');
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(60 * 1024));
  const args = ['serve', '--data', folder, '--port', '0'];
  const refused = await run(args, { within_ms: 20_000 });
  assert.equal(refused.code, 73, refused.error);
  assert.match(refused.error, /must_be_writable/);
  assert.equal(refused.out, '');
});

test('a read-only data folder is refused by name and stays as it is', { skip }, async (t) => {
  const folder = new_disk('32m');
  const args = ['serve', '--data', folder, '--port', '0'];
  change_disk(folder, 'ro');
  const empty = await run(args, { within_ms: 20_000 });
  assert.equal(empty.code, 73, empty.error);
  assert.match(empty.error, /data_folder_must_be_writable/);
  assert.match(empty.error, new RegExp(`${folder}.*Read-only`, 'i'));
  assert.deepEqual(readdirSync(folder), []);

  change_disk(folder, 'rw');
  const server = await Server.start({ folder });
  t.after(() => server.kill());
  await server.post(batch_path, { eventList: [fault({ source: 'KEPT' })] }, { status: 202 });
  await server.stop();
  change_disk(folder, 'ro');
  const used = await run(args, { within_ms: 20_000 });
  assert.equal(used.code, 73, used.error);
  assert.match(used.error, /data_folder_must_be_writable/);

  change_disk(folder, 'rw');
  await server.start();
  assert.equal(await server.count('/api/v1/alarms?source_name=KEPT'), 1);
});

test('a disk that another program fills ends the server, too', { skip }, async (t) => {
  const folder = new_disk('32m');
  const server = await Server.start({ folder });
  t.after(() => server.kill());
  await server.post(batch_path, { eventList: [fault({ source: 'BEFORE' })] }, { status: 202 });
  change_disk(folder, 'size=1m');
  const filled = spawnSync('dd', ['if=/dev/zero', `of=${join(folder, 'ballast')}`, 'bs=64k']);
  assert.notEqual(filled.status, 0, 'the disk is full');
  await fill(server);
  const end = await server.ended;
  assert.equal(end.code, 74, end.text);
  change_disk(folder, 'size=32m');
  await server.start();
  assert.equal(await server.count('/api/v1/alarms?source_name=BEFORE'), 1);
});
