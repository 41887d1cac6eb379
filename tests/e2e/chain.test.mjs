// SPDX-License-Identifier: Apache-2.0
// The main job, over HTTP alone:
//
//   fault ─▶ site down ─▶ incident ─▶ order to the owning unit ─▶ acknowledged ─▶ done
//   clear ─▶ site normal ─▶ incident resolved        an order nobody takes ─▶ goes up to the parent
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { elements_csv, fibre, hospital, lay_ground, order_for, stations } from './ground.mjs';
import { Live } from './live.mjs';
import { new_folder, root, run, Server, until } from './server.mjs';
import { fault, report } from './ves.mjs';

const shown_ms_max = 1_000;
const scenario = join(root, 'scenarios/wuhan-2020');

// Orders go out at once unless a test is about how they wait.
async function start(t, speed, hold_s = 0) {
  const hold = ['--order-hold-s', String(hold_s)];
  const server = await Server.start({ args: ['--scenario', scenario, '--speed', speed, ...hold] });
  t.after(() => server.kill());
  await lay_ground(server);
  return server;
}

async function open_live(t, server, options) {
  const live = await Live.open(server, options);
  t.after(() => live.close());
  await live.next('it is caught up', ({ event }) => event === 'caught_up');
  return live;
}

const turned = (state) => (site) => site.id === hospital && site.state === state;

// Reports a fault on the fibre and answers how long the console had to wait for the site's turn.
async function shown_after_ms(server, live, severity, state) {
  const began = performance.now();
  await report(server, fault({ source: fibre, condition: 'lossOfSignal', severity }));
  const event = await live.row(`the hospital turns ${state}`, 'sites', turned(state));
  return { took_ms: event.arrived_ms - began, event };
}

async function must_explain(server, incident) {
  const site = await server.get(`/api/v1/sites/${hospital}`);
  assert.equal(site.state, 'down');
  assert.equal(site.incident, incident.id);
  assert.deepEqual([site.services_down, site.services_total], [2, 2]);
  const chains = site.reasons.map(({ chain }) => chain.map((link) => link.element));
  assert.deepEqual(chains.sort(), stations.map((station) => [station, fibre]).sort());
  for (const { chain } of site.reasons) {
    assert.deepEqual(
      chain.map((link) => link.condition),
      ['down', 'down'],
    );
    assert.equal(chain[0].alarm, '', 'the station has no alarm of its own');
    const alarm = await server.get(`/api/v1/alarms/${chain[1].alarm}`);
    assert.equal(alarm.element, fibre);
    assert.equal(alarm.incident, incident.id);
    assert.equal(alarm.sites, 1);
  }
}

test('a cut fibre becomes a site down, an incident and an order; repair ends them', async (t) => {
  const server = await start(t, '1');
  const live = await open_live(t, server);
  const down = await shown_after_ms(server, live, 'CRITICAL', 'down');
  assert.ok(down.took_ms < shown_ms_max, `down was shown after ${Math.round(down.took_ms)} ms`);
  const { sites } = down.event.data.picture;
  assert.deepEqual([sites.down, sites.normal], [1, 0]);

  const [incident, ...more] = await server.get('/api/v1/incidents');
  assert.deepEqual(more, []);
  assert.equal(incident.element, fibre);
  assert.deepEqual([incident.phase, incident.severity], ['opened', 'critical']);
  assert.deepEqual([incident.sites_hit, incident.alarms_open, incident.orders_open], [1, 1, 1]);
  await must_explain(server, incident);
  const page = await server.get(`/api/v1/incidents/${incident.id}`);
  assert.deepEqual(page.sites, [hospital]);
  const [order_id] = page.orders;

  const wuchang = await server.token_for('wuchang', 'operator', '420106');
  const asked = { token: wuchang };
  const duty = await server.get('/api/v1/duty', asked);
  const owed = duty.find(({ kind, id }) => kind === 'order' && id === order_id);
  assert.equal(owed?.actions[0], 'acknowledge', JSON.stringify(duty));
  const taken = await server.post(`/api/v1/orders/${order_id}/acknowledge`, {}, asked);
  assert.deepEqual([taken.state, taken.recipients_acknowledged], ['acknowledged', 1]);
  await live.row(
    'the order is shown as taken',
    'orders',
    (order) => order.id === order_id && order.state === 'acknowledged',
  );
  await server.post(`/api/v1/incidents/${incident.id}/assign`, { assignee: 'wuchang' }, asked);

  const up = await shown_after_ms(server, live, 'NORMAL', 'normal');
  assert.ok(up.took_ms < shown_ms_max, `normal was shown after ${Math.round(up.took_ms)} ms`);
  const resolved = await server.get(`/api/v1/incidents/${incident.id}`);
  assert.equal(resolved.phase, 'resolved');
  assert.notEqual(resolved.resolved_at, '');
  assert.deepEqual([resolved.sites_hit, resolved.alarms_open], [0, 0]);
  const note = { note: 'spliced' };
  const done = await server.post(`/api/v1/orders/${order_id}/finish`, note, asked);
  assert.deepEqual([done.state, done.recipients_done], ['done', 1]);
  const timeline = await server.get(`/api/v1/incidents/${incident.id}/timeline`);
  const kinds = timeline.map(({ kind }) => kind);
  for (const kind of ['opened', 'assigned', 'resolved']) assert.ok(kinds.includes(kind), kind);
  const times = timeline.map(({ at }) => at);
  assert.deepEqual(times, [...times].sort(), 'oldest first');
  const left = (await server.get('/api/v1/duty')).filter(({ id }) => id === order_id);
  assert.deepEqual(left, []);
});

test('an order waits for its hold and is seen to wait, through a kill', async (t) => {
  const hold_s = 8;
  const server = await start(t, '1', hold_s);
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  const [{ id }] = await server.get('/api/v1/incidents');
  const page = () => server.get(`/api/v1/incidents/${id}`);
  const before = await page();
  const opened_ms = Date.parse(before.opened_at);
  assert.equal(Date.parse(before.order_at), opened_ms + hold_s * 1000);
  assert.deepEqual(before.units_to_order, ['420106']);
  assert.deepEqual(before.orders_pending, [{ unit: '420106', order_at: before.order_at }]);
  assert.deepEqual([before.orders, before.orders_open], [[], 0]);

  await server.kill();
  await server.start();
  assert.deepEqual(await page(), before, 'what waits is not forgotten');
  const after = await until(
    'the order goes out',
    async () => {
      const now = await page();
      return now.orders.length > 0 && now;
    },
    (hold_s + 10) * 1000,
  );
  assert.deepEqual([after.units_to_order, after.order_at, after.orders_pending], [[], '', []]);
  const [order, ...more] = await server.get(`/api/v1/orders?incident=${id}`);
  assert.deepEqual([order.unit, more], ['420106', []]);
  assert.ok(Date.parse(order.issued_at) >= Date.parse(before.order_at));
});

test('a fault that is over within the hold orders nobody; a commander need not wait', async (t) => {
  const server = await start(t, '1', 600);
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  await report(server, fault({ source: fibre, severity: 'NORMAL' }));
  const [{ id, units_to_order }] = await server.get('/api/v1/incidents');
  assert.deepEqual(units_to_order, []);
  const timeline = await server.get(`/api/v1/incidents/${id}/timeline`);
  assert.deepEqual(
    timeline.filter(({ kind }) => kind === 'order_spared').map(({ ref }) => ref),
    ['420106'],
  );
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  const page = () => server.get(`/api/v1/incidents/${id}`);
  assert.deepEqual((await page()).units_to_order, ['420106']);
  const mine = order_for(['420106'], { incident: id });
  const order = await server.post('/api/v1/orders', mine, { status: 201 });
  const now = await page();
  assert.deepEqual([now.units_to_order, now.orders], [[], [order.id]]);
});

test('a merged incident has a word of its own', async (t) => {
  const server = await start(t, '1', 600);
  // Each station for itself hits the hospital; then it is learned that both need one fibre.
  await server.import('elements', elements_csv.replaceAll(`,${fibre}\n`, ',\n'));
  const [first, second] = stations;
  const of = async (phase) => (await server.get(`/api/v1/incidents?phase=${phase}`)).length;
  await report(server, fault({ source: first, severity: 'CRITICAL' }));
  await report(server, fault({ source: second, severity: 'CRITICAL' }));
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  assert.equal(await of('opened'), 2);
  await server.import('elements', elements_csv);
  const rows = await server.get('/api/v1/incidents?sort=id');
  const merged = rows.filter(({ merged_into }) => merged_into !== '');
  assert.ok(merged.length > 0, JSON.stringify(rows));
  for (const row of merged) assert.equal(row.phase, 'merged');
  assert.deepEqual([await of('merged'), await of('closed')], [merged.length, 0]);
  const csv = await server.ask('GET', '/api/v1/incidents?phase=merged&fields=id,phase', {
    headers: { accept: 'text/csv' },
  });
  assert.match(csv.text, /,merged\r?$/m);
  const refused = await server.ask('GET', '/api/v1/incidents?phase=joined');
  assert.equal(refused.status, 400);
  assert.match(refused.text, /closed, merged/);
});

test('a hold beyond its limit is refused before anything starts', async () => {
  const args = ['serve', '--port', '0', '--data', new_folder(), '--order-hold-s'];
  for (const value of ['601', '-1', 'soon']) {
    const refused = await run([...args, value], { within_ms: 20_000 });
    assert.notEqual(refused.code, 0, value);
    assert.match(refused.error, /--order-hold-s/);
  }
});

test('a second way keeps the site up: it is degraded by one station, down by both', async (t) => {
  const server = await start(t, '1');
  const state = async () => (await server.get(`/api/v1/sites/${hospital}`)).state;
  const [first, second] = stations;
  await report(server, fault({ source: first, severity: 'MAJOR' }));
  assert.equal(await state(), 'degraded');
  await report(server, fault({ source: first, severity: 'NORMAL' }));
  assert.equal(await state(), 'normal');
  await report(server, fault({ source: first, severity: 'CRITICAL' }));
  await report(server, fault({ source: second, severity: 'CRITICAL' }));
  assert.equal(await state(), 'down');
  // Both at once: the fibre below them has failed without a word, or so it seems.
  const opened = () => server.get('/api/v1/incidents?phase=opened');
  const [assumed, ...others] = await opened();
  assert.deepEqual([assumed.element, others.length], [fibre, 0]);
  assert.ok(assumed.sure_percent > 50 && assumed.sure_percent < 100);
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  const [told] = await opened();
  assert.deepEqual([told.id, told.element, told.sure_percent], [assumed.id, fibre, 100]);
});

test('the stream shows a unit its own ground only', async (t) => {
  const server = await start(t, '1');
  const [wuhan, xiangyang] = [
    await server.token_for('wuhan', 'viewer', '420100'),
    await server.token_for('xiangyang', 'viewer', '420600'),
  ];
  const near = await open_live(t, server, { token: wuhan });
  const far = await open_live(t, server, { token: xiangyang });
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  await near.row('Wuhan sees its hospital', 'sites', turned('down'));
  await server.post('/api/v1/orders', order_for(['420600'], { subject_zh: '核对油机' }), {
    status: 201,
  });
  const order = ({ subject_zh }) => subject_zh === '核对油机';
  await far.row('Xiangyang sees its order', 'orders', order);
  const changes = far.events.filter(({ event }) => event === 'change');
  assert.deepEqual(
    changes.flatMap(({ data }) => [...data.sites, ...data.alarms]),
    [],
  );
  assert.deepEqual(
    changes.flatMap(({ data }) => data.incidents),
    [],
  );
  for (const { data } of changes) assert.equal(data.picture.sites.down, 0);
  assert.deepEqual(await server.get('/api/v1/sites', { token: xiangyang }), []);
  const hidden = await server.ask('GET', `/api/v1/sites/${hospital}`, { token: xiangyang });
  assert.equal(hidden.status, 404);
});

test('an order that nobody takes goes up to the parent when its time is over', async (t) => {
  const server = await start(t, '600');
  const clock = await server.get('/api/v1/clock');
  assert.deepEqual([clock.speed, clock.rehearsal, clock.scenario], [600, true, 'wuhan-2020']);
  assert.match(clock.now, /^2020-01-/);
  const live = await open_live(t, server);
  const within = { acknowledge_within_s: 900, finish_within_s: 72_000 };
  const order = await server.post('/api/v1/orders', order_for(['420106'], within), { status: 201 });
  const [recipient] = (await server.get(`/api/v1/orders/${order.id}`)).recipients;
  assert.deepEqual([recipient.unit, recipient.escalated_at], ['420106', '']);
  await live.row(
    'the order goes up',
    'orders',
    ({ id, escalations, overdue }) => id === order.id && escalations === 1 && overdue,
  );

  const page = await server.get(`/api/v1/orders/${order.id}`);
  const [late, parent] = ['420106', '420100'].map((unit) =>
    page.recipients.find((row) => row.unit === unit),
  );
  assert.equal(late.escalated_to, '420100');
  const waited_s = (Date.parse(late.escalated_at) - Date.parse(page.issued_at)) / 1000;
  assert.ok(waited_s >= 900, `after ${waited_s} s`);
  assert.equal(parent.way, 'escalation');
  assert.equal(page.recipients_total, 1, 'who came in by escalation is not counted');

  const wuhan = await server.token_for('wuhan', 'operator', '420100');
  const duty = await server.get('/api/v1/duty', { token: wuhan });
  assert.ok(
    duty.some(({ id }) => id === order.id),
    'the parent has it on its duty list',
  );
  const both = { token: wuhan };
  await server.post(`/api/v1/orders/${order.id}/acknowledge`, { unit: '420106' }, both);
  await until('the order is no longer late', async () => {
    const { overdue, state } = await server.get(`/api/v1/orders/${order.id}`);
    return !overdue && state === 'acknowledged';
  });
});
