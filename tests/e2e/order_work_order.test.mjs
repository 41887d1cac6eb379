// SPDX-License-Identifier: Apache-2.0
// Orders as TMF697 work orders, and the hub that tells of them: every answer is checked against TM
// Forum's own description where it is at hand; the description is in no part of the project.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lay_ground, order_for } from './ground.mjs';
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
before(async () => {
  server = await Server.start({ args: ['--desks', '420000', '--hub-callbacks', '127.0.0.1'] });
  await lay_ground(server);
});
after(() => server?.kill());

const { must, must_refuse, fitting } = tmf_client(() => server, tmf697);
const by = (filters) => `${orders}?${new URLSearchParams(filters)}`;
const item = { id: '1', action: 'add' };
const recipient = (id) => ({ id, role: 'recipient', '@referredType': 'Organization' });
const issuer = { ...recipient('420000'), role: 'issuer' };
const an_order = {
  category: 'order',
  description: '保障医院通信',
  priority: '1',
  note: { text: 'two crews, all night' },
  workOrderItem: [item],
  relatedParty: [issuer, recipient('420106'), recipient('420600')],
};
const issued = (words = {}) => fitting('WorkOrder', 201, 'POST', orders, { ...an_order, ...words });
const patched = (id, patch) => fitting('WorkOrder', 200, 'PATCH', `${orders}/${id}`, patch);
async function answered(id, verb, code, body = {}) {
  await server.post(`/api/v1/orders/${id.slice('order-'.length)}/${verb}`, { unit: code, ...body });
  return fitting('WorkOrder', 200, 'GET', `${orders}/${id}`);
}
const parties = (order, wanted) =>
  order.relatedParty.filter(({ role }) => role === wanted).map(({ id }) => id);

test('a work order of the category order is an order to its recipients', async () => {
  const asked = { requestedCompletionDate: minutes(180) };
  const answer = await must(201, 'POST', orders, { ...an_order, ...asked });
  const order = answer.json();
  must_fit(tmf697, 'WorkOrder', order);
  assert.match(order.id, /^order-420000-\d+$/);
  assert.equal(answer.headers.location, order.href);
  assert.deepEqual((await must(200, 'GET', `${orders}/${order.id}`)).json(), order);
  assert.equal(order.category, 'order');
  assert.equal(order.state, 'acknowledged');
  assert.equal(order.description, an_order.description);
  assert.equal(order.note.text, an_order.note.text);
  assert.equal(order.orderDate, order.stateChangeDate);
  const late =
    Date.parse(asked.requestedCompletionDate) - Date.parse(order.requestedCompletionDate);
  assert.ok(late >= 0 && late <= 1000, `${late} ms`);
  assert.deepEqual(parties(order, 'issuer'), ['420000']);
  assert.deepEqual(parties(order, 'recipient'), ['420106', '420600']);
  const row = await server.get(`/api/v1/orders/${order.id.slice('order-'.length)}`);
  assert.equal(row.subject_zh, an_order.description);
  assert.equal(row.text, an_order.note.text);
  assert.equal(row.priority, 'high');
  assert.equal(row.recipients_total, 2);
});

test('an order of the console is a work order of the desk that issued it', async () => {
  const body = order_for(['420106']);
  const made = await server.post('/api/v1/orders', body, { status: 201 });
  const path = `${orders}/order-${made.id}`;
  const order = (await must(200, 'GET', path)).json();
  must_fit(tmf697, 'WorkOrder', order);
  assert.equal(order.state, 'acknowledged');
  assert.deepEqual(parties(order, 'issuer'), ['100000']);
  await server.post(`/api/v1/orders/${made.id}/finish`, { unit: '420106' });
  const state = async () => (await must(200, 'GET', path)).json().state;
  await until('headquarters has heard it', async () => (await state()) === 'completed');
  const copies = (await must(200, 'GET', by({ id: order.id }))).json();
  assert.equal(copies.length, 1);
});

test('the state of an order is what its recipients tell', async () => {
  const { id } = await issued();
  assert.equal((await answered(id, 'acknowledge', '420106')).state, 'pending');
  assert.equal((await answered(id, 'start', '420106')).state, 'inProgress');
  await answered(id, 'finish', '420106', { note: 'guarded' });
  const partly = await answered(id, 'decline', '420600', { reason: 'no crew' });
  assert.equal(partly.state, 'partial');
  assert.equal(partly.completionDate, partly.stateChangeDate);
  assert.deepEqual(
    partly.workOrderItem.map(({ id: code, state, note }) => [code, state, note.text]),
    [
      ['420106', 'completed', 'guarded'],
      ['420600', 'rejected', 'no crew'],
    ],
  );
  const refused = (await issued({ relatedParty: [issuer, recipient('420600')] })).id;
  assert.equal((await answered(refused, 'decline', '420600', { reason: 'x' })).state, 'rejected');
  const done = (await issued({ relatedParty: [issuer, recipient('420106')] })).id;
  assert.equal((await answered(done, 'finish', '420106')).state, 'completed');
});

test('orders are filtered, paged and seen as the list of orders has them', async () => {
  const first = await issued({ description: 'paging A', priority: '0' });
  const second = await issued({ description: 'paging B', priority: '2' });
  const ids = async (filters, token) => {
    const answer = await must(200, 'GET', by(filters), undefined, token && { token });
    return answer.json().map(({ id }) => id);
  };
  const ours = { category: 'order', description: 'paging A,paging B' };
  assert.deepEqual(await ids(ours), [first.id, second.id]);
  assert.deepEqual(await ids({ ...ours, offset: 1, limit: 1 }), [second.id]);
  assert.deepEqual(await ids({ ...ours, sort: '-priority' }), [second.id, first.id]);
  assert.deepEqual(await ids({ ...ours, 'relatedParty.id': '420999' }), []);
  assert.deepEqual(await ids({ ...ours, 'orderDate.gt': second.orderDate }), []);
  const [only] = (await must(200, 'GET', by({ ...ours, fields: 'state', limit: 1 }))).json();
  assert.deepEqual(only, { id: first.id, href: first.href, state: 'acknowledged' });
  const job = await server.post(
    '/api/v1/jobs',
    { title_zh: '巡检', unit: '420106' },
    { status: 201 },
  );
  assert.deepEqual(await ids({ id: `${first.id},${job.id}` }), [job.id, first.id]);
  const recipient_of = await server.token_for('xiangyang', 'operator', '420600');
  assert.deepEqual(await ids(ours, recipient_of), [first.id, second.id]);
  const path = `${orders}/${first.id}`;
  const own = (await must(200, 'GET', path, undefined, { token: recipient_of })).json();
  assert.deepEqual(parties(own, 'recipient'), ['420600']);
  const others = (await issued({ relatedParty: [issuer, recipient('420106')] })).id;
  const asked = { token: recipient_of };
  await must_refuse(404, 'id', 'GET', `${orders}/${others}`, undefined, asked);
});

test('an order is amended by a patch and recalled by cancelWorkOrder', async () => {
  const { id } = await issued();
  await answered(id, 'acknowledge', '420106');
  const order = await patched(id, { description: 'Guard both', note: { text: 'two doors' } });
  assert.equal(order.description, 'Guard both');
  assert.equal(order.state, 'acknowledged', 'who is not done is asked anew');
  const page = await server.get(`/api/v1/orders/${id.slice('order-'.length)}`);
  assert.equal(page.version, 1);
  const path = `${orders}/${id}`;
  await must_refuse(409, 'state', 'PATCH', path, { state: 'cancelled' });
  await must_refuse(400, 'externalId', 'PATCH', path, { externalId: 'x' });
  await must_refuse(409, 'id', 'DELETE', path);
  const body = { workOrder: { id }, cancellationReason: 'calm again', desk: 7 };
  const answer = await must(201, 'POST', cancels, body);
  const task = answer.json();
  must_fit(tmf697, 'CancelWorkOrder', task);
  assert.equal(task.id, id);
  assert.equal(task.state, 'done');
  assert.equal(task.desk, 7);
  assert.equal(answer.headers.location, task.href);
  assert.deepEqual((await must(200, 'GET', `${cancels}/${id}`)).json(), task);
  const recalled = (await must(200, 'GET', path)).json();
  must_fit(tmf697, 'WorkOrder', recalled);
  assert.equal(recalled.state, 'cancelled');
  assert.equal(recalled.cancellationReason, 'calm again');
  assert.equal(recalled.cancellationDate, task.effectiveCancellationDate);
  assert.equal(
    (await must_refuse(409, '', 'POST', cancels, body)).code,
    'order_must_not_be_recalled',
  );
  await must_refuse(409, '', 'PATCH', path, { priority: '0' });
  await must_refuse(404, '', 'POST', cancels, { workOrder: { id: 'order-420000-9999' } });
  await must_refuse(400, 'workOrder.id', 'POST', cancels, { workOrder: { id: 'order-x' } });
});

test('what is wrong with an order is named', async () => {
  const wrong = (field, change, status = 400) =>
    must_refuse(status, field, 'POST', orders, { ...an_order, ...change });
  await wrong('description', { description: undefined });
  await wrong('relatedParty', { relatedParty: [] });
  await wrong('relatedParty', { relatedParty: [issuer, recipient('999999')] });
  await wrong('requestedCompletionDate', { requestedCompletionDate: '2020-01-01T00:00:00Z' });
  await wrong('externalId', { externalId: 'WO-7' });
  await wrong('state', { state: 'completed' });
  await wrong('workOrderItem', { workOrderItem: undefined });
  const operator = await server.token_for('clerk', 'operator', '100000');
  await must_refuse(403, '', 'POST', orders, an_order, { token: operator });
  for (const id of ['order-100000-9999', 'order-7', 'order-', 'order-999999-1'])
    await must_refuse(404, 'id', 'GET', `${orders}/${id}`);
  const headers = { 'idempotency-key': 'one-order' };
  const [first, second] = [
    await must(201, 'POST', orders, an_order, { headers }),
    await must(201, 'POST', orders, an_order, { headers }),
  ];
  assert.equal(first.json().id, second.json().id);
});

test('each change of an order is told once, and to a recipient with what it sees', async () => {
  const token = await server.token_for('told', 'operator', '420600');
  const own = await Listener.start();
  const main = await Listener.start();
  try {
    const query = 'workOrder.category=order';
    const callback = own.url;
    await server.post(`${api}/hub`, { callback, query }, { status: 201, token });
    await server.post(`${api}/hub`, { callback: main.url, query }, { status: 201 });
    const { id } = await issued();
    await answered(id, 'read', '420106');
    await answered(id, 'acknowledge', '420106');
    await answered(id, 'acknowledge', '420600');
    await patched(id, { priority: '0' });
    await must(201, 'POST', cancels, { workOrder: { id } });
    const expected = [
      'WorkOrderCreateEvent acknowledged 2',
      'WorkOrderStateChangeEvent pending 2',
      'WorkOrderAttributeValueChangeEvent pending 2',
      'WorkOrderStateChangeEvent acknowledged 2',
      'WorkOrderStateChangeEvent cancelled 2',
    ];
    const of_order = (listener) =>
      listener.taken
        .filter(({ event }) => event.workOrder?.id === id)
        .map(({ eventType, event: { workOrder } }) =>
          [eventType, workOrder.state, parties(workOrder, 'recipient').length].join(' '),
        );
    const both_told = () => [main, own].every((one) => of_order(one).length >= expected.length);
    await until('both are told all', both_told, 20_000);
    assert.deepEqual(of_order(main), expected);
    assert.deepEqual(
      of_order(own),
      expected.map((line) => line.replace(/2$/, '1')),
    );
    for (const { path, content_type, ...body } of main.taken)
      must_fit(tmf697, body.eventType, body);
  } finally {
    own.stop();
    main.stop();
  }
});

test('orders and their cancellations are as they were after a restart', async () => {
  const pages = async () => [
    (await must(200, 'GET', `${orders}?limit=1000`)).json(),
    (await must(200, 'GET', `${cancels}?limit=1000`)).json(),
  ];
  const before_it = await pages();
  assert.ok(before_it[1].length >= 2);
  await server.kill();
  await server.start();
  assert.deepEqual(await pages(), before_it);
});
