// SPDX-License-Identifier: Apache-2.0
// The topics of TMF688: what the journals tell of alarms, resources, sites, tickets and work orders
// listed and told. Every answer is checked against TM Forum's own description, where it is there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fibre, lay_ground, stations } from './ground.mjs';
import { Listener } from './listener.mjs';
import { Server, until } from './server.mjs';
import { tmf_client } from './tmf_client.mjs';
import { description_of, must_fit } from './tmf_schema.mjs';
import { fault, report } from './ves.mjs';

const topics = '/tmf-api/event/v4/topic';
const tmf688 = description_of('TMF688-Event-v4.0.0.swagger.json');
if (!tmf688) console.log('# SKIPPED: answers are not checked against TMF688, which is not here');

let server;
let listener;
before(async () => {
  server = await Server.start({ args: ['--desks', '420000', '--hub-callbacks', '127.0.0.1'] });
  await lay_ground(server);
});
after(() => {
  listener?.stop();
  return server?.kill();
});

const { ask, must, must_refuse, fitting } = tmf_client(() => server, tmf688);
async function listed(path) {
  const answer = await must(200, 'GET', path);
  const rows = answer.json();
  assert.equal(answer.headers['x-result-count'], String(rows.length));
  return { rows, total: Number(answer.headers['x-total-count']) };
}

test('there is a topic for each kind of thing that is told of', async () => {
  const { rows, total } = await listed(topics);
  assert.equal(total, 5);
  assert.deepEqual(
    rows.map(({ id }) => id),
    ['alarm', 'geographicSite', 'resource', 'troubleTicket', 'workOrder'],
  );
  for (const row of rows) {
    must_fit(tmf688, 'Topic', row);
    assert.deepEqual(await fitting('Topic', 200, 'GET', new URL(row.href).pathname), row);
  }
  assert.deepEqual((await listed(`${topics}?offset=1&limit=1`)).rows, [rows[1]]);
  await must_refuse(404, 'id', 'GET', `${topics}/weather`);
  await must_refuse(404, 'id', 'GET', `${topics}/weather/event`);
});

test('the newest events of a topic are listed in order, page by page', async () => {
  for (const [i, source] of [fibre, ...stations].entries())
    await report(server, fault({ source, condition: `c${i}`, severity: 'CRITICAL' }));
  const path = `${topics}/alarm/event`;
  const { rows, total } = await listed(path);
  assert.ok(total >= 3);
  for (const row of rows) must_fit(tmf688, 'Event', row);
  const made = rows.filter(({ eventType }) => eventType === 'AlarmCreateEvent');
  assert.deepEqual(
    made.map(({ event }) => event.alarm.probableCause),
    ['c0', 'c1', 'c2'],
  );
  const times = rows.map(({ eventTime }) => eventTime);
  assert.deepEqual(times, [...times].sort());
  const seen = [];
  for (let offset = 0; offset < total; offset += 2)
    seen.push(...(await listed(`${path}?offset=${offset}&limit=2`)).rows);
  assert.deepEqual(seen, rows);
  assert.equal((await listed(`${path}?eventType=AlarmCreateEvent`)).total, 3);
  const one = await must(200, 'GET', `${path}/${made[1].eventId}`);
  assert.deepEqual(one.json(), made[1]);
  await must_refuse(404, 'id', 'GET', `${path}/420000-999999-Create`);
  const neighbour = await server.token_for('neighbour', 'operator', '420600');
  const seen_there = await must(200, 'GET', path, undefined, { token: neighbour });
  assert.deepEqual(seen_there.json(), []);
  assert.ok((await listed(`${topics}/resource/event`)).total >= 3);
  assert.ok((await listed(`${topics}/geographicSite/event`)).total >= 1);
  assert.ok((await listed(`${topics}/troubleTicket/event`)).total >= 1);
});

test('topics and events are the server’s: they are not posted', async () => {
  for (const [method, path] of [
    ['POST', topics],
    ['POST', `${topics}/alarm/event`],
    ['DELETE', `${topics}/alarm`],
  ])
    assert.equal((await ask(method, path, {})).status, 405, `${method} ${path}`);
});

test('the hub of a topic is the hub of its API', async () => {
  listener = await Listener.start();
  const hub = `${topics}/alarm/hub`;
  const answer = await must(201, 'POST', hub, { callback: listener.url });
  const subscription = answer.json();
  must_fit(tmf688, 'Hub', subscription);
  assert.ok(subscription.href.endsWith(`${hub}/${subscription.id}`));
  await report(server, fault({ source: fibre, condition: 'told', severity: 'MINOR' }));
  await until('it is told', () =>
    listener.taken.some(({ event }) => event.alarm?.probableCause === 'told'),
  );
  const { rows } = await listed(`${topics}/alarm/event?eventType=AlarmCreateEvent`);
  assert.equal(rows.at(-1).eventId, listener.taken.at(-1).eventId);
  const own = await server.get('/tmf-api/alarmManagement/v4/hub');
  assert.deepEqual(
    own.map(({ id }) => id),
    [subscription.id],
  );
  await must(204, 'DELETE', `${hub}/${subscription.id}`);
  await must_refuse(404, 'id', 'GET', `${hub}/${subscription.id}`);
});
