// SPDX-License-Identifier: Apache-2.0
// Jobs as TMF697 work orders, and the hub that tells of them: every answer is checked against TM
// Forum's own description where it is at hand; the description is in no part of the project.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lay_ground } from './ground.mjs';
import { Listener } from './listener.mjs';
import { Server, until } from './server.mjs';
import { tmf_client } from './tmf_client.mjs';
import { description_of, must_fit } from './tmf_schema.mjs';

const api = '/tmf-api/workOrder/v4';
const orders = `${api}/workOrder`;
const cancels = `${api}/cancelWorkOrder`;
const tmf697 = description_of('TMF697-WorkOrder-v4.0.0.swagger.json');
if (!tmf697) console.log('# SKIPPED: answers are not checked against TMF697, which is not here');
const minutes = (count) => new Date(Date.now() + count * 60_000).toISOString();

let server;
let listener; // told of everything
before(async () => {
  server = await Server.start({ args: ['--desks', '420000', '--hub-callbacks', '127.0.0.1'] });
  await lay_ground(server);
  const crew = { name_zh: '光缆班', unit: '420106', size: 3 };
  for (const id of ['C1', 'C2']) {
    await server.post('/api/v1/crews', { ...crew, id }, { status: 201 });
    await server.post(`/api/v1/crews/${id}/shifts`, {
      shifts: [{ from: minutes(-60), until: minutes(600) }],
    });
  }
});
after(() => {
  listener?.stop();
  return server?.kill();
});

const unit = { id: '420106', role: 'unit', '@referredType': 'Organization' };
const item = { id: '1', action: 'add' };
const minimal = { workOrderItem: [item], relatedParty: [unit] };
const whole = {
  description: 'Splice the fibre\nat the "river" crossing',
  category: 'repair',
  priority: '1 - High',
  externalId: 'WO-0042',
  notificationContact: '+8613800001111',
  version: '2',
  requestedStartDate: minutes(10),
  requestedCompletionDate: minutes(120),
  expectedCompletionDate: '2030-01-24T00:00:00.000Z',
  agreement: [{ id: 'A1', name: 'frame' }],
  appointment: { id: 'P1', description: 'afternoon' },
  billingAccount: { id: 'B1', name: 'network' },
  channel: [{ id: '8774', role: 'web' }],
  note: { id: '1', author: 'Li', date: '2020-01-23T10:02:00Z', text: 'First look' },
  order: [{ id: 'O1', '@referredType': 'ServiceOrder' }],
  orderTotalPrice: [{ name: 'all', priceType: 'oneTime' }],
  payment: [{ id: 'Z1' }],
  quote: [{ id: 'Q1' }],
  place: { id: 'E2E-HOSPITAL', '@type': 'GeographicSite', geometry: { x: 114.33, y: 30.56 } },
  relatedEntity: [
    { id: 'E2E-HOSPITAL', role: 'site', '@referredType': 'GeographicSite', name: 'hospital' },
  ],
  relatedParty: [unit, { id: '9866', role: 'customer', '@referredType': 'Individual' }],
  workOrderItem: [{ ...item, description: 'splice', work: { name: 'splicing', fibres: 12 } }],
  workOrderRelationship: [{ id: 'X3', relationshipType: 'parent' }],
  '@type': 'FieldWorkOrder',
  '@baseType': 'WorkOrder',
  '@schemaLocation': 'http://example.org/field.schema.json',
  trench_m: 12.5,
  isNight: true,
};

const { ask, must, must_refuse, fitting } = tmf_client(() => server, tmf697);
const by = (filters, path = orders) => `${path}?${new URLSearchParams(filters)}`;

const ordered = (words = {}) => fitting('WorkOrder', 201, 'POST', orders, { ...minimal, ...words });
async function step(id, verb, body = {}) {
  await server.post(`/api/v1/jobs/${id}/${verb}`, { crew: 'C1', ...body });
  return fitting('WorkOrder', 200, 'GET', `${orders}/${id}`);
}
const patched = (id, patch) => fitting('WorkOrder', 200, 'PATCH', `${orders}/${id}`, patch);

test('what is posted is answered as it was, and is a job', async () => {
  const answer = await must(201, 'POST', orders, whole);
  const order = answer.json();
  must_fit(tmf697, 'WorkOrder', order);
  const { id, href, state, orderDate, stateChangeDate, ...rest } = order;
  assert.deepEqual(rest, whole);
  assert.equal(state, 'acknowledged');
  assert.equal(orderDate, stateChangeDate);
  assert.equal(href, `http://127.0.0.1:${server.port}${orders}/${id}`);
  assert.equal(answer.headers.location, href);
  assert.deepEqual((await must(200, 'GET', `${orders}/${id}`)).json(), order);
  const job = await server.get(`/api/v1/jobs/${id}`);
  assert.equal(job.title_zh, 'Splice the fibre');
  assert.equal(job.text, whole.description);
  assert.equal(job.unit, '420106');
  assert.equal(job.priority, 'high');
  assert.equal(Date.parse(job.earliest), Date.parse(whole.requestedStartDate));
  assert.equal(Date.parse(job.latest), Date.parse(whole.requestedCompletionDate));
  assert.equal(job.site, 'E2E-HOSPITAL');
  assert.deepEqual(job.place, { longitude_deg: 114.33, latitude_deg: 30.56 });
});

test('every attribute filters by the very text that was posted, and by no other', async () => {
  const made = (await must(201, 'POST', orders, { ...whole, externalId: 'WO-0043' })).json();
  const ids = async (filters) => {
    const answer = await must(200, 'GET', by(filters));
    const page = answer.json();
    assert.equal(Number(answer.headers['x-result-count']), page.length);
    for (const order of page) must_fit(tmf697, 'WorkOrder', order);
    return page.map(({ id }) => id);
  };
  assert.ok((await ids({})).length > 1);
  for (const [name, value] of Object.entries(made)) {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    assert.ok((await ids({ [name]: text })).includes(made.id), `${name}=${text}`);
    assert.deepEqual(await ids({ [name]: `${text}x` }), [], `${name}=${text}x`);
    assert.ok(!(await ids({ [`${name}.ne`]: text })).includes(made.id), `${name}.ne=${text}`);
  }
  assert.deepEqual(await ids({ externalId: 'WO-0043' }), [made.id]);
  assert.deepEqual(await ids({ externalId: 'WO-0043', state: 'completed' }), []);
  assert.deepEqual(await ids({ 'relatedParty.id': '9866', externalId: 'WO-0043' }), [made.id]);
  assert.deepEqual(await ids({ 'relatedParty.id': '9867', externalId: 'WO-0043' }), []);
  assert.deepEqual(await ids({ 'trench_m.gt': '12', id: made.id }), [made.id]);
  assert.deepEqual(await ids({ 'trench_m.gt': '12.5', id: made.id }), []);
  assert.deepEqual(await ids({ 'orderDate.lt': made.orderDate, id: made.id }), []);
  assert.deepEqual(await ids({ nothing: 'here' }), []);
});

test('fields gives id, href and what was named; pages follow each other', async () => {
  const run = `paging ${Date.now()}`;
  const made = [];
  for (const priority of ['3', '0', '2', '1', '0', '4', '1'])
    made.push(await ordered({ priority, run }));
  const page = async (more) => {
    const answer = await must(200, 'GET', by({ run, ...more }));
    assert.equal(answer.headers['x-total-count'], '7');
    return answer.json();
  };
  const all = await page({});
  assert.deepEqual(
    all.map(({ id }) => id),
    made.map(({ id }) => id),
  );
  const seen = [];
  for (let offset = 0; offset < 7; offset += 3) seen.push(...(await page({ offset, limit: 3 })));
  assert.deepEqual(seen, all);
  assert.deepEqual(await page({ offset: 100 }), []);
  assert.deepEqual(
    (await page({ sort: 'priority' })).map(({ priority }) => priority),
    ['0', '0', '1', '1', '2', '3', '4'],
  );
  const newest = await page({ sort: '-orderDate', limit: 2 });
  assert.deepEqual(
    newest.map(({ id }) => id),
    [made[6].id, made[5].id],
  );
  const [only] = await page({ fields: 'state', limit: 1 });
  assert.deepEqual(Object.keys(only).sort(), ['href', 'id', 'state']);
  await must_refuse(400, 'limit', 'GET', `${orders}?limit=abc`);
  await must_refuse(400, 'offset', 'GET', `${orders}?offset=-1`);
});

test('a merge patch is saved and read back, changes the job, and null removes', async () => {
  const { id } = await ordered({ externalId: 'A', trench_m: 3, place: { id: 'P', name: 'field' } });
  const before_it = await ordered();
  const patch = {
    externalId: 'B',
    trench_m: null,
    place: { name: null, geometry: { x: '114.3', y: '30.6' } },
    priority: 'Urgent',
    description: 'Now known better',
    requestedCompletionDate: minutes(200),
    note: { text: 'one' },
    workOrderItem: [{ id: '1', action: 'modify' }],
    workOrderRelationship: [{ id: before_it.id, relationshipType: 'dependsOn' }],
  };
  const order = await patched(id, patch);
  const { trench_m, place, ...same } = patch;
  for (const [name, value] of Object.entries(same)) assert.deepEqual(order[name], value, name);
  assert.ok(!('trench_m' in order), `${trench_m}`);
  assert.deepEqual(order.place, { id: 'P', geometry: place.geometry });
  assert.deepEqual((await must(200, 'GET', `${orders}/${id}`)).json(), order);
  const job = await server.get(`/api/v1/jobs/${id}`);
  assert.equal(job.title_zh, 'Now known better');
  assert.equal(job.priority, 'urgent');
  assert.deepEqual(job.after, [before_it.id]);
  assert.deepEqual(job.place, { longitude_deg: 114.3, latitude_deg: 30.6 });
  assert.equal(Date.parse(job.latest), Date.parse(patch.requestedCompletionDate));
  await patched(id, { requestedCompletionDate: null });
  assert.equal((await server.get(`/api/v1/jobs/${id}`)).latest, '');
  for (const name of ['id', 'href', 'orderDate', 'stateChangeDate'])
    await must_refuse(400, name, 'PATCH', `${orders}/${id}`, { [name]: order[name] });
  await must_refuse(400, 'workOrderItem', 'PATCH', `${orders}/${id}`, { workOrderItem: null });
  await must_refuse(400, 'workOrderRelationship', 'PATCH', `${orders}/${before_it.id}`, {
    workOrderRelationship: [{ id, relationshipType: 'dependsOn' }],
  });
  await must_refuse(400, 'requestedCompletionDate', 'PATCH', `${orders}/${id}`, {
    requestedStartDate: minutes(3000),
    requestedCompletionDate: minutes(3060),
    externalId: 'must not be saved',
  });
  assert.equal((await must(200, 'GET', `${orders}/${id}`)).json().externalId, 'B');
});

test('the state is what crews tell, in the words of the standard', async () => {
  const { id, state } = await ordered();
  assert.equal(state, 'acknowledged');
  await must_refuse(409, 'state', 'PATCH', `${orders}/${id}`, { state: 'completed' });
  assert.equal((await step(id, 'offer')).state, 'pending');
  assert.equal((await step(id, 'accept')).state, 'pending');
  assert.equal((await step(id, 'depart')).state, 'inProgress');
  const there = await step(id, 'arrive');
  assert.equal(there.state, 'inProgress');
  assert.ok(there.startDate);
  assert.ok(there.relatedParty.some(({ id: crew, role }) => crew === 'C1' && role === 'crew'));
  const over = await step(id, 'finish', { note: 'spliced' });
  assert.equal(over.state, 'completed');
  assert.equal(over.completionDate, over.stateChangeDate);
  assert.equal(over.note.text, 'spliced');
  await must_refuse(409, 'state', 'PATCH', `${orders}/${id}`, { state: 'cancelled' });
  assert.equal((await patched(id, { externalId: 'after' })).externalId, 'after');
  const failing = await ordered();
  for (const verb of ['offer', 'accept']) await step(failing.id, verb);
  assert.equal((await step(failing.id, 'fail', { reason: 'no part' })).state, 'failed');
});

test('a work order is cancelled by a patch, or by the task of the standard', async () => {
  const first = await ordered();
  const by_patch = await patched(first.id, { state: 'cancelled', cancellationReason: 'twice' });
  assert.equal(by_patch.state, 'cancelled');
  assert.equal(by_patch.cancellationReason, 'twice');
  assert.ok(by_patch.cancellationDate);
  const second = await ordered();
  const body = {
    workOrder: { id: second.id, name: 'second' },
    cancellationReason: 'not needed',
    requestedCancellationDate: '2020-01-24T00:00:00Z',
    desk: 7,
  };
  const answer = await must(201, 'POST', cancels, body);
  const task = answer.json();
  must_fit(tmf697, 'CancelWorkOrder', task);
  const { id, href, state, effectiveCancellationDate, '@type': type, ...rest } = task;
  assert.deepEqual(rest, body);
  assert.equal(type, 'CancelWorkOrder');
  assert.equal(state, 'done');
  assert.equal(answer.headers.location, href);
  assert.ok(Date.parse(effectiveCancellationDate) > 0);
  assert.deepEqual((await must(200, 'GET', `${cancels}/${id}`)).json(), task);
  const cancelled = (await must(200, 'GET', `${orders}/${second.id}`)).json();
  assert.equal(cancelled.state, 'cancelled');
  assert.equal(cancelled.cancellationReason, 'not needed');
  assert.equal((await server.get(`/api/v1/jobs/${second.id}`)).reason, 'not needed');
  const found = async (filters) =>
    (await must(200, 'GET', by(filters, cancels))).json().map((one) => one.workOrder.id);
  assert.deepEqual(await found({}), [second.id]);
  assert.deepEqual(await found({ 'workOrder.id': second.id }), [second.id]);
  assert.deepEqual(await found({ 'workOrder.id': first.id }), []);
  await must_refuse(404, 'id', 'GET', `${cancels}/${first.id}`);
  await must_refuse(409, '', 'POST', cancels, body);
  await must_refuse(404, '', 'POST', cancels, { workOrder: { id: '420000-9999' } });
  await must_refuse(400, 'workOrder.id', 'POST', cancels, { workOrder: { id: 'x' } });
  await must_refuse(400, 'workOrder', 'POST', cancels, { cancellationReason: 'x' });
  assert.equal((await ask('PATCH', `${cancels}/${id}`, {})).status, 405);
});

test('a work order that is deleted is gone, and its job stays cancelled', async () => {
  const { id } = await ordered();
  const operator = await server.token_for('planner', 'operator', '100000');
  await must_refuse(403, '', 'DELETE', `${orders}/${id}`, undefined, { token: operator });
  await must(204, 'DELETE', `${orders}/${id}?reason=a+drill`);
  await must_refuse(404, 'id', 'GET', `${orders}/${id}`);
  await must_refuse(404, 'id', 'PATCH', `${orders}/${id}`, { externalId: 'x' });
  await must_refuse(404, 'id', 'DELETE', `${orders}/${id}`);
  assert.deepEqual((await must(200, 'GET', by({ id }))).json(), []);
  const job = await server.get(`/api/v1/jobs/${id}`);
  assert.equal(job.state, 'cancelled');
  assert.equal(job.reason, 'a drill');
  const neighbour = await server.token_for('neighbour', 'operator', '420600');
  const other = await ordered();
  await must_refuse(404, 'id', 'GET', `${orders}/${other.id}`, undefined, { token: neighbour });
  const seen = (await must(200, 'GET', orders, undefined, { token: neighbour })).json();
  assert.deepEqual(seen, []);
});

test('a job that a person made is a work order', async () => {
  const job = await server.post(
    '/api/v1/jobs',
    { title_zh: '巡检', unit: '420106', element: 'E2E-FIBRE', priority: 'urgent' },
    { status: 201 },
  );
  const order = (await must(200, 'GET', `${orders}/${job.id}`)).json();
  must_fit(tmf697, 'WorkOrder', order);
  assert.equal(order.description, '巡检');
  assert.equal(order.priority, '0');
  assert.equal(order.workOrderItem[0].state, 'acknowledged');
  assert.deepEqual(
    order.relatedEntity.map(({ id, role }) => [id, role]),
    [['E2E-FIBRE', 'element']],
  );
});

test('what is wrong is named', async () => {
  const wrong = (field, change, status = 400) =>
    must_refuse(status, field, 'POST', orders, { ...minimal, ...change });
  await wrong('workOrderItem', { workOrderItem: null });
  await wrong('workOrderItem[0].action', { workOrderItem: [{ id: '1' }] });
  await wrong('workOrderItem[0].action', { workOrderItem: [{ id: '1', action: 'jump' }] });
  await wrong('workOrderItem', { workOrderItem: 'x' });
  await wrong('relatedParty', { relatedParty: [{ ...unit, id: '999999' }] });
  await wrong('relatedParty[0].@referredType', { relatedParty: [{ id: '1' }] });
  await wrong('requestedStartDate', { requestedStartDate: 'soon' });
  await wrong('place', { place: { geometry: { x: 13.4, y: 52.5 } } });
  await wrong('place', { place: { geometry: { x: 'east', y: 30 } } });
  await wrong('state', { state: 'completed' });
  await wrong('note.text', { note: { author: 'Li' } });
  await wrong('id', { id: '7' });
  await wrong('workOrderRelationship', {
    workOrderRelationship: [{ id: '420000-9999', relationshipType: 'dependsOn' }],
  });
  await must_refuse(401, '', 'GET', orders, undefined, { token: '' });
  const viewer = await server.token_for('looker', 'viewer', '100000');
  await must_refuse(403, '', 'POST', orders, minimal, { token: viewer });
  for (const id of ['420000-9999', '7', '999999-1', 'x'])
    await must_refuse(404, 'id', 'GET', `${orders}/${id}`);
  const headers = { 'idempotency-key': 'once' };
  const [first, second] = [
    await must(201, 'POST', orders, minimal, { headers }),
    await must(201, 'POST', orders, minimal, { headers }),
  ];
  assert.equal(first.json().id, second.json().id);
});

const told = () =>
  listener.taken.map(({ eventType, event }) => {
    const [[name, row]] = Object.entries(event);
    return `${eventType} ${name} ${row.id} ${row.state}`;
  });

test('each change is told once, in order, with the work order as it was then', async () => {
  listener = await Listener.start();
  const subscription = await server.post(`${api}/hub`, { callback: listener.url }, { status: 201 });
  must_fit(tmf697, 'EventSubscription', subscription);
  const { id } = await ordered();
  await patched(id, { externalId: 'B' });
  for (const verb of ['offer', 'accept', 'depart', 'arrive']) await step(id, verb);
  await step(id, 'finish', { note: 'ok' });
  const other = await ordered();
  await step(other.id, 'offer');
  await step(other.id, 'decline', { reason: 'ill' });
  await must(201, 'POST', cancels, { workOrder: { id: other.id } });
  const gone = await ordered();
  await must(204, 'DELETE', `${orders}/${gone.id}`);
  const expected = [
    `WorkOrderCreateEvent workOrder ${id} acknowledged`,
    `WorkOrderAttributeValueChangeEvent workOrder ${id} acknowledged`,
    `WorkOrderStateChangeEvent workOrder ${id} pending`,
    `WorkOrderAttributeValueChangeEvent workOrder ${id} pending`,
    `WorkOrderStateChangeEvent workOrder ${id} inProgress`,
    `WorkOrderAttributeValueChangeEvent workOrder ${id} inProgress`,
    `WorkOrderStateChangeEvent workOrder ${id} completed`,
    `WorkOrderCreateEvent workOrder ${other.id} acknowledged`,
    `WorkOrderStateChangeEvent workOrder ${other.id} pending`,
    `WorkOrderStateChangeEvent workOrder ${other.id} acknowledged`,
    `WorkOrderStateChangeEvent workOrder ${other.id} cancelled`,
    `CancelWorkOrderCreateEvent cancelWorkOrder ${other.id} done`,
    `CancelWorkOrderStateChangeEvent cancelWorkOrder ${other.id} done`,
    `WorkOrderCreateEvent workOrder ${gone.id} acknowledged`,
    `WorkOrderDeleteEvent workOrder ${gone.id} cancelled`,
  ];
  await until('all is told', () => listener.taken.length >= expected.length, 20_000);
  assert.deepEqual(told(), expected);
  assert.equal(new Set(listener.taken.map(({ eventId }) => eventId)).size, expected.length);
  for (const event of listener.taken) {
    const { path, content_type, ...body } = event;
    must_fit(tmf697, event.eventType, body);
    assert.equal(path, '/told');
    assert.equal(content_type, 'application/json');
  }
});

test('a query chooses what is told, and what the listener missed comes later', async () => {
  const chosen = await Listener.start();
  try {
    await server.post(
      `${api}/hub`,
      {
        callback: chosen.url,
        query: 'eventType=WorkOrderStateChangeEvent&workOrder.externalId=WANTED',
      },
      { status: 201 },
    );
    chosen.mode = 'fail';
    const wanted = await ordered({ externalId: 'WANTED' });
    const unwanted = await ordered();
    for (const { id } of [wanted, unwanted]) await step(id, 'offer');
    await until('the listener was asked', () => chosen.asked > 0);
    await server.kill();
    await server.start();
    chosen.mode = 'take';
    await step(wanted.id, 'accept');
    await step(wanted.id, 'depart');
    const once = () => [...new Map(chosen.taken.map((event) => [event.eventId, event])).values()];
    await until('both changes came', () => once().length >= 2, 20_000);
    assert.deepEqual(
      once().map(({ event }) => [event.workOrder.id, event.workOrder.state]),
      [
        [wanted.id, 'pending'],
        [wanted.id, 'inProgress'],
      ],
    );
  } finally {
    chosen.stop();
  }
});

test('work orders and their cancellations are as they were after a restart', async () => {
  const pages = async () => [
    (await must(200, 'GET', `${orders}?limit=1000`)).json(),
    (await must(200, 'GET', `${cancels}?limit=1000`)).json(),
  ];
  const before_it = await pages();
  await server.kill();
  await server.start();
  assert.deepEqual(await pages(), before_it);
});
