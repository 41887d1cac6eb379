// SPDX-License-Identifier: Apache-2.0
// Planned work and an assurance scenario against the real server, by its own clock at 300 times the
// real one: everything that a scenario tightens is seen to change, and to change back.
//
//   as ever ─▶ scenario on: severity, take-up, on duty, freeze, reports ─▶ ended ─▶ as ever
//   work on the fibre ─▶ its failure suppressed ─▶ the work's time is over ─▶ an outage
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fibre, hospital, lay_ground, stations } from './ground.mjs';
import { root, Server, until } from './server.mjs';
import { fault, report } from './ves.mjs';

const minute_ms = 60_000;
const scenarios = '/api/v1/scenarios';
const works = '/api/v1/planned-works';

async function start(t) {
  const world = join(root, 'scenarios/wuhan-2020');
  const server = await Server.start({ args: ['--scenario', world, '--speed', '300'] });
  t.after(() => server.kill());
  await lay_ground(server);
  return server;
}

async function now_ms(server) {
  return Date.parse((await server.get('/api/v1/clock')).now);
}

const at = (ms) => new Date(ms).toISOString();

// A fault on one of the hospital's two stations, the incident that it opens and the order for it.
async function incident_of_fault(server) {
  const known = new Set((await server.get('/api/v1/incidents')).map(({ id }) => id));
  await report(server, fault({ source: stations[0], severity: 'MAJOR' }));
  const incident = await until('the fault opens an incident', async () =>
    (await server.get('/api/v1/incidents?phase=opened')).find(({ id }) => !known.has(id)),
  );
  const [order] = await until('its order goes out when the hold is over', async () => {
    const orders = await server.get(`/api/v1/orders?incident=${incident.id}`);
    return orders.length > 0 && orders;
  });
  const within_s = (Date.parse(order.acknowledge_by) - Date.parse(order.issued_at)) / 1000;
  return { incident, order, within_s };
}

async function mend(server, incident) {
  await report(server, fault({ source: stations[0], severity: 'NORMAL' }));
  const path = `/api/v1/incidents/${incident.id}`;
  await until(
    'the incident is resolved',
    async () => (await server.get(path)).phase === 'resolved',
  );
  await server.post(`${path}/close`, { text: 'over' });
}

const work_on = (element, from_ms, minutes) => ({
  title: '割接',
  elements: [element],
  from: at(from_ms),
  until: at(from_ms + minutes * minute_ms),
  reason: '换板',
  unit: '420106',
});

async function plan_scenario(server) {
  const [template] = (await server.get(`${scenarios}/templates`)).filter(
    ({ kind }) => kind === 'makeshift_hospital',
  );
  const began_ms = await now_ms(server);
  const shift = (person, from_min, until_min) => ({
    person,
    phone: '+8613800001234',
    from: at(began_ms + from_min * minute_ms),
    until: at(began_ms + until_min * minute_ms),
  });
  return server.post(
    scenarios,
    {
      name_zh: '武汉客厅方舱',
      name_en: 'Wuhan parlour',
      made_from: 'makeshift_hospital',
      unit: '420100',
      until: at(began_ms + 24 * 60 * minute_ms),
      select: { kinds: ['designated_hospital'], region: '420100' },
      rules: { ...template.rules, report_every_min: 5 },
      roster: [shift('王芳', -10, 20), shift('李强', 20, 60)],
    },
    { status: 201 },
  );
}

async function must_report(server, id) {
  const page = await until('two reports were made', async () => {
    const now = await server.get(`${scenarios}/${id}`);
    return now.reports_total >= 2 && now;
  });
  const [newest, before] = page.reports;
  assert.equal(Date.parse(newest.at) - Date.parse(before.at) >= 4 * minute_ms, true);
  assert.equal(newest.figures.sites_degraded, 1);
  assert.equal(newest.figures.alarms_open, 1);
  assert.equal(newest.figures.incidents_open, 1);
  assert.notEqual(page.next_report_at, '');
}

async function must_be_frozen(server) {
  const from_ms = await now_ms(server);
  const refused = await server.ask('POST', works, { body: work_on(fibre, from_ms, 30) });
  assert.equal(refused.status, 409);
  assert.equal(refused.json().name, 'change_freeze_must_be_over');
  assert.equal(refused.json().field, 'elements');
  assert.match(refused.json().detail, /武汉客厅方舱/);
  const override_reason = 'the card burns';
  const overridden = await server.post(
    works,
    { ...work_on(fibre, from_ms + 60 * minute_ms, 30), override_reason },
    { status: 201 },
  );
  assert.deepEqual(overridden.overrides.length, 1);
  await server.post(`${works}/${overridden.id}/cancel`, { reason: 'not needed after all' });
}

async function must_hand_over(server, id) {
  const page = await until('the second shift is on', async () => {
    const now = await server.get(`${scenarios}/${id}`);
    return now.on_duty.includes('李强') && now;
  });
  assert.deepEqual(page.on_duty, ['李强']);
  assert.deepEqual(
    page.roster.map(({ person, now }) => [person, now]),
    [
      ['王芳', false],
      ['李强', true],
    ],
  );
  assert.equal(page.roster_gap_from, page.roster[1].until);
}

test('a scenario tightens all that it names while it runs, and nothing after it', async (t) => {
  const server = await start(t);
  const usual = await incident_of_fault(server);
  assert.equal(usual.incident.severity, 'major');
  assert.equal(usual.within_s, 1800);
  await mend(server, usual.incident);

  const scenario = await plan_scenario(server);
  assert.equal(scenario.state, 'running');
  assert.equal(scenario.sites_total, 1);
  assert.equal(scenario.elements_total, 3);
  assert.equal(scenario.threshold_factor, 0.7);
  assert.equal((await server.get(`/api/v1/sites/${hospital}`)).scenario, scenario.id);

  const tight = await incident_of_fault(server);
  assert.equal(tight.incident.severity, 'critical');
  assert.equal(tight.within_s, 300);
  assert.match(tight.order.text, /王芳/);
  await until(
    'the order goes up after five minutes',
    async () => (await server.get(`/api/v1/orders/${tight.order.id}`)).escalations > 0,
  );
  await must_report(server, scenario.id);
  await must_be_frozen(server);
  await must_hand_over(server, scenario.id);

  await server.post(`${scenarios}/${scenario.id}/end`, {}, { status: 400 });
  const ended = await server.post(`${scenarios}/${scenario.id}/end`, { reason: 'patients moved' });
  assert.equal(ended.state, 'ended');
  assert.equal(ended.next_report_at, '');
  await mend(server, tight.incident);
  assert.equal((await server.get(`/api/v1/sites/${hospital}`)).scenario, '');
  const after = await incident_of_fault(server);
  assert.equal(after.incident.severity, 'major');
  assert.equal(after.within_s, 1800);
  assert.equal(after.order.text, stations[0]);
  await server.post(works, work_on(fibre, await now_ms(server), 30), { status: 201 });
  const reports = (await server.get(`${scenarios}/${scenario.id}`)).reports_total;
  assert.equal(reports, ended.reports_total, 'no report after the end');
});

test('work that is over while its element is still down leaves an outage', async (t) => {
  const server = await start(t);
  const work = await server.post(works, work_on(fibre, await now_ms(server), 30), { status: 201 });
  assert.equal(work.state, 'running');
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  const suppressed = await until('the hospital is suppressed', async () => {
    const site = await server.get(`/api/v1/sites/${hospital}`);
    return site.state === 'suppressed' && site;
  });
  assert.equal(suppressed.reasons[0].suppressed_by, work.id);
  assert.deepEqual(await server.get('/api/v1/incidents'), []);
  const [alarm] = await server.get(`/api/v1/alarms?suppressed_by=${work.id}`);
  assert.equal(alarm.element, fibre);
  assert.equal((await server.get('/api/v1/picture')).alarms.open, 1);

  await server.kill(); // what is suppressed, and until when, is not forgotten
  await server.start();
  assert.equal((await server.get(`/api/v1/sites/${hospital}`)).state, 'suppressed');
  const incident = await until('the work is over and the outage has its incident', async () => {
    const [first] = await server.get('/api/v1/incidents');
    return first;
  });
  assert.equal(incident.element, fibre);
  assert.equal((await server.get(`/api/v1/sites/${hospital}`)).state, 'down');
  assert.equal((await server.get(`${works}/${work.id}`)).state, 'ended');
  await until('its one order goes out', async () => {
    const orders = await server.get('/api/v1/orders');
    return orders.length === 1;
  });
});
