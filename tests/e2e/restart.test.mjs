// SPDX-License-Identifier: Apache-2.0
// Ending and starting again: what a signal, a second server, a taken port and a restart must do.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { limit } from './limits.mjs';
import { Live } from './live.mjs';
import { free_port, new_folder, run, Server } from './server.mjs';
import { fault, one_path, report } from './ves.mjs';

const stop_ms_max = 8_000; // a live stream and idle connections are open; nothing is under way

for (const signal of ['SIGTERM', 'SIGINT'])
  test(`${signal} ends the server in order and soon, whoever is connected`, async (t) => {
    const server = await Server.start();
    t.after(() => server.kill());
    await report(server, fault({ source: 'STOP-1' }));
    const live = await Live.open(server);
    const end = await server.stop(signal);
    live.close();
    assert.equal(end.code, 0, end.text);
    assert.ok(end.took_ms < stop_ms_max, `it took ${Math.round(end.took_ms)} ms`);
    await server.start();
    assert.equal(await server.count('/api/v1/alarms?source_name=STOP-1'), 1);
  });

test('a second server on the same data folder is refused and the first goes on', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const second = await run(['serve', '--data', server.folder, '--port', '0'], {
    within_ms: 20_000,
  });
  assert.equal(second.code, 73, second.error);
  assert.match(second.error, /data_folder_must_not_be_in_use/);
  assert.match(second.error, new RegExp(server.folder), 'the message names the folder');
  await report(server, fault({ source: 'FIRST' }));
});

test('a port that is taken is refused with its number, and nothing hangs', async (t) => {
  const port = await free_port();
  const holder = createServer();
  await new Promise((settle) => holder.listen(port, '127.0.0.1', settle));
  t.after(() => holder.close());
  const args = ['serve', '--data', new_folder(), '--port', String(port)];
  const refused = await run(args, { within_ms: 20_000 });
  assert.equal(refused.code, 69, refused.error);
  assert.match(refused.error, /address_must_be_free/);
  assert.match(refused.error, new RegExp(String(port)));
});

test('a session outlives a kill and a restart, and ends when it is told to', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const body = { name: server.user, password: server.password };
  const log_in = await server.ask('POST', '/api/v1/session', { body, token: '' });
  assert.equal(log_in.status, 200, log_in.text);
  const set = log_in.headers['set-cookie'][0];
  assert.match(set, /^lifeline_session=.*HttpOnly/i);
  assert.match(set, /SameSite=Strict/i);
  const headers = { cookie: set.split(';')[0] };
  const who = () => server.ask('GET', '/api/v1/session', { headers, token: '' });
  const before = await who();
  assert.equal(before.status, 200, before.text);
  await server.kill();
  await server.start();
  const after = await who();
  assert.equal(after.status, 200, after.text);
  assert.deepEqual(after.json(), before.json());
  assert.deepEqual(after.json(), log_in.json());
  const origin = { ...headers, 'sec-fetch-site': 'same-origin' };
  const over = await server.ask('DELETE', '/api/v1/session', { headers: origin, token: '' });
  assert.equal(over.status, 204, over.text);
  assert.equal((await who()).status, 401);
});

test('a live stream goes on after a restart with what it missed, and no more', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const raised = (name) => (alarm) => alarm.source_name === name;
  const first = await Live.open(server);
  await first.next('a new stream is caught up', ({ event }) => event === 'caught_up');
  await report(server, fault({ source: 'SEEN' }));
  const seen = await first.row('an alarm is shown', 'alarms', raised('SEEN'));
  first.close();
  await report(server, fault({ source: 'MISSED-1' }));
  await server.kill();
  await server.start();
  await report(server, fault({ source: 'MISSED-2' }));
  const second = await Live.open(server, { since: seen.id });
  t.after(() => second.close());
  const caught_up = await second.next('it catches up', ({ event }) => event !== 'change');
  assert.equal(caught_up.event, 'caught_up');
  const rows = second.events.filter((e) => e.event === 'change').flatMap((e) => e.data.alarms);
  const sources = new Set(rows.map((alarm) => alarm.source_name));
  assert.deepEqual([...sources].sort(), ['MISSED-1', 'MISSED-2']);
  await report(server, fault({ source: 'LATER' }));
  await second.row('it goes on live', 'alarms', raised('LATER'));
});

async function catches_up_as(server, since) {
  const live = await Live.open(server, { since });
  const told = await live.next('it is told', ({ event }) => event !== 'change', 30_000);
  live.close();
  return told;
}

test('a stream that is too far behind is told to fetch its lists again', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const begin = await catches_up_as(server, '');
  const wanted = limit('live_resume_batches_max') + 10;
  let made = 0;
  const write = async () => {
    while (made < wanted) {
      const body = { event: fault({ source: `MANY-${made++}` }) };
      assert.equal((await server.ask('POST', one_path, { body })).status, 202);
    }
  };
  await Promise.all(Array.from({ length: 200 }, write));
  const told = await catches_up_as(server, begin.id);
  assert.equal(told.event, 'reset');
  assert.equal((await catches_up_as(server, told.id)).event, 'caught_up', 'from there on it works');
});

test('a position of another journal resets the stream; one that is none is refused', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  assert.equal((await catches_up_as(server, '100000.999999')).event, 'reset');
  assert.equal((await catches_up_as(server, '440000.1')).event, 'reset');
  const headers = { 'last-event-id': 'yesterday' };
  const refused = await server.ask('GET', '/api/v1/live', { headers });
  assert.equal(refused.status, 400);
  assert.equal(refused.json().name, 'position_must_be_well_formed');
});
