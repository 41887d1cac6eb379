// SPDX-License-Identifier: Apache-2.0
// Notifications of trouble tickets: each once and in order while all is well, at least once and in
// order when the listener or the server fails.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lay_ground } from './ground.mjs';
import { Listener } from './listener.mjs';
import { Server, until } from './server.mjs';
import { description_of, must_fit } from './tmf_schema.mjs';

const api = '/tmf-api/troubleTicket/v4';
const tickets = `${api}/troubleTicket`;
const tmf621 = description_of('TMF621-TroubleTicket-v4.0.0.swagger.json');
if (!tmf621) console.log('# SKIPPED: events are not checked against TMF621, which is not here');

let server;
const listeners = [];
before(async () => {
  server = await Server.start({ args: ['--desks', '420000', '--hub-callbacks', '127.0.0.1'] });
  await lay_ground(server);
});
after(() => {
  for (const listener of listeners) listener.stop();
  return server?.kill();
});

async function listener_of(query) {
  const listener = await Listener.start();
  listeners.push(listener);
  const body = query === undefined ? {} : { query };
  const subscription = await server.post(
    `${api}/hub`,
    { callback: listener.url, ...body },
    {
      status: 201,
    },
  );
  must_fit(tmf621, 'EventSubscription', subscription);
  listener.id = subscription.id;
  return listener;
}
const minimal = { description: 'No service', severity: 'Major', ticketType: 'incident' };
const opened = (words = {}) => server.post(tickets, { ...minimal, ...words }, { status: 201 });
async function patched(id, patch) {
  const answer = await server.ask('PATCH', `${tickets}/${id}`, { body: patch });
  assert.equal(answer.status, 200, answer.text);
  return answer.json();
}
const has = (listener, count) =>
  until(`the listener has ${count} events`, () => listener.taken.length >= count, 20_000);
const told = (listener) =>
  listener.taken.map(({ eventType, event }) => {
    const ticket = event.troubleTicket;
    const kind = eventType.replace('TroubleTicket', '').replace('Event', '');
    return `${kind} ${ticket.id} ${ticket.status} ${ticket.externalId ?? '-'}`;
  });
// The first coming of each event: what was told again is passed over.
const once = (listener) => {
  const seen = new Set();
  return told({
    taken: listener.taken.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId)),
  });
};

test('each change is told once, in order, with the ticket as it was then', async () => {
  const listener = await listener_of();
  const { id } = await opened({ externalId: 'A' });
  await patched(id, { externalId: 'B' });
  await patched(id, { status: 'inProgress' });
  await patched(id, { status: 'pending', externalId: 'C' });
  await patched(id, { status: 'resolved' });
  const resolved = await server.get(`${tickets}/${id}`);
  await server.ask('DELETE', `${tickets}/${id}?reason=none`);
  await has(listener, 8);
  assert.deepEqual(told(listener), [
    `Create ${id} acknowledged A`,
    `AttributeValueChange ${id} acknowledged B`,
    `StatusChange ${id} inProgress B`,
    `StatusChange ${id} pending C`,
    `AttributeValueChange ${id} pending C`,
    `StatusChange ${id} resolved C`,
    `Resolved ${id} resolved C`,
    `Delete ${id} closed C`,
  ]);
  assert.deepEqual(listener.taken[5].event.troubleTicket, resolved);
  assert.equal(new Set(listener.taken.map(({ eventId }) => eventId)).size, 8);
  for (const event of listener.taken) {
    const { path, content_type, ...body } = event;
    must_fit(tmf621, event.eventType, body);
    assert.equal(path, '/told');
    assert.equal(content_type, 'application/json');
    assert.ok(Date.parse(event.eventTime) > 0);
  }
  await server.ask('DELETE', `${api}/hub/${listener.id}`);
});

test('a query chooses what is told', async () => {
  const created = await listener_of('eventType=TroubleTicketCreateEvent');
  const grave = await listener_of(
    'eventType=TroubleTicketCreateEvent&troubleTicket.severity=Critical',
  );
  const one = await opened({ severity: 'Critical' });
  const other = await opened();
  await patched(one.id, { priority: 'x' });
  const last = await opened({ severity: 'Critical', externalId: 'last' });
  await has(created, 3);
  await has(grave, 2);
  assert.deepEqual(
    created.taken.map((e) => e.event.troubleTicket.id),
    [one.id, other.id, last.id],
  );
  assert.deepEqual(
    grave.taken.map((e) => e.event.troubleTicket.id),
    [one.id, last.id],
  );
  for (const { id } of [created, grave]) await server.ask('DELETE', `${api}/hub/${id}`);
});

test('who only sees another ground is told nothing of it', async () => {
  const listener = await Listener.start();
  listeners.push(listener);
  const token = await server.token_for('xiangyang', 'operator', '420600');
  await server.post(`${api}/hub`, { callback: listener.url }, { status: 201, token });
  const party = (id) => [{ id, role: 'unit', '@referredType': 'Organization' }];
  await opened({ relatedParty: party('420106') });
  const mine = await opened({ relatedParty: party('420600') });
  await has(listener, 1);
  assert.deepEqual(told(listener), [`Create ${mine.id} acknowledged -`]);
});

test('a listener that fails or hangs misses nothing and holds up nobody', async () => {
  const weak = await listener_of();
  const strong = await listener_of();
  weak.mode = 'fail';
  const ids = [];
  for (let i = 0; i < 5; ++i) ids.push((await opened({ externalId: `${i}` })).id);
  await has(strong, 5);
  await until('the weak listener was asked', () => weak.asked > 1);
  const standing = await server.get(`${api}/hub/${weak.id}`);
  assert.equal(standing.state, 'waiting');
  assert.equal(standing.last_error, 'HTTP 503');
  assert.equal(standing.waiting, 5);
  weak.mode = 'hang';
  await until('the weak listener hangs', () => weak.hung.size > 0);
  ids.push((await opened({ externalId: '5' })).id);
  await has(strong, 6);
  weak.mode = 'take';
  await server.post(`${api}/hub`, { callback: weak.url }, { status: 201 });
  await has(weak, 6);
  assert.deepEqual(
    weak.taken.map((e) => e.event.troubleTicket.id),
    ids,
  );
  for (const { id } of [weak, strong]) await server.ask('DELETE', `${api}/hub/${id}`);
});

test('what a listener refuses is counted and not sent again', async () => {
  const listener = await listener_of();
  listener.mode = 'refuse';
  await opened();
  await until('it is refused', async () => {
    const { refused } = await server.get(`${api}/hub/${listener.id}`);
    return refused === 1;
  });
  listener.mode = 'take';
  const { id } = await opened();
  await has(listener, 1);
  assert.equal(listener.taken[0].event.troubleTicket.id, id);
  assert.equal(listener.asked, 2);
  await server.ask('DELETE', `${api}/hub/${listener.id}`);
});

test('after kill -9 in the middle every event comes, in order, as it was', async () => {
  const listener = await listener_of('eventType=TroubleTicketStatusChangeEvent');
  const expected = [];
  for (let round = 0; round < 3; ++round) {
    listener.mode = round === 1 ? 'fail' : 'take';
    for (let i = 0; i < 5; ++i) {
      const { id } = await opened({ externalId: `${round}.${i}` });
      for (const status of ['inProgress', 'pending', 'resolved', 'closed']) {
        await patched(id, { status });
        expected.push(`StatusChange ${id} ${status} ${round}.${i}`);
      }
    }
    await server.kill();
    await server.start();
  }
  listener.mode = 'take';
  await until('all has come', () => once(listener).length >= expected.length, 30_000);
  assert.deepEqual(once(listener), expected);
  await server.ask('DELETE', `${api}/hub/${listener.id}`);
});

test('a subscription is one, is listed, and ends', async () => {
  const listener = await listener_of('eventType=TroubleTicketCreateEvent');
  const body = { callback: listener.url, query: 'eventType=TroubleTicketCreateEvent' };
  const answer = await server.ask('POST', `${api}/hub`, { body });
  assert.equal(answer.status, 201);
  assert.equal(answer.json().id, listener.id);
  assert.equal(answer.headers.location, `http://127.0.0.1:${server.port}${api}/hub/${listener.id}`);
  const all = await server.get(`${api}/hub`);
  assert.ok(all.some(({ id, state }) => id === listener.id && state === 'delivering'));
  assert.equal((await server.ask('DELETE', `${api}/hub/${listener.id}`)).status, 204);
  assert.equal((await server.ask('DELETE', `${api}/hub/${listener.id}`)).status, 404);
  assert.equal((await server.ask('GET', `${api}/hub/${listener.id}`)).status, 404);
  await opened();
  const other = await listener_of();
  await opened();
  await has(other, 1);
  assert.equal(listener.taken.length, 0);
});

test('what a disabled account subscribed to ends with it, for good', async () => {
  const listener = await Listener.start();
  listeners.push(listener);
  const token = await server.token_for('leaving', 'operator', '100000');
  const body = { callback: listener.url };
  const { id } = await server.post(`${api}/hub`, body, { status: 201, token });
  await opened();
  await has(listener, 1);
  const disabled = await server.ask('POST', '/api/v1/accounts/leaving/disable', { body: {} });
  assert.ok(disabled.status < 300, disabled.text);
  assert.equal((await server.ask('GET', `${api}/hub/${id}`)).status, 404);
  const other = await listener_of();
  await opened();
  await has(other, 1);
  await server.kill();
  await server.start();
  await opened();
  await has(other, 2);
  assert.equal(listener.asked, 1, 'it was asked nothing more');
  await server.ask('DELETE', `${api}/hub/${other.id}`);
});

test('notifications go only where the operator allows', async () => {
  const refused = async (status, body) => {
    const answer = await server.ask('POST', `${api}/hub`, { body });
    assert.equal(answer.status, status, answer.text);
    must_fit(tmf621, 'Error', answer.json());
    return answer.json();
  };
  const elsewhere = await refused(403, { callback: 'http://10.0.0.1:8080/x' });
  assert.equal(elsewhere.code, 'callback_must_be_allowed');
  assert.match(elsewhere.message, /--hub-callbacks 10\.0\.0\.1:8080/);
  assert.equal((await refused(400, {})).code, 'callback_must_be_given');
  assert.equal(
    (await refused(400, { callback: 'https://127.0.0.1/' })).code,
    'callback_must_be_http',
  );
  assert.equal(
    (await refused(400, { callback: 'http://a@127.0.0.1/' })).code,
    'callback_must_be_well_formed',
  );
  const sorted = { callback: 'http://127.0.0.1/', query: 'sort=id' };
  assert.equal((await refused(400, sorted)).code, 'query_must_be_a_filter');
  const metrics = (await server.ask('GET', '/metrics')).text;
  assert.match(metrics, /^lifeline_hub_delivered_total [1-9]/m);
  assert.match(metrics, /^lifeline_hub_subscriptions\{state="parked"\} 0$/m);
});
