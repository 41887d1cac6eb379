// SPDX-License-Identifier: Apache-2.0
// Network elements as TMF639 resources, key sites as TMF674 geographic sites, read and told: every
// answer is checked against TM Forum's own descriptions where they are at hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { elements_csv, fibre, hospital, lay_ground, stations } from './ground.mjs';
import { Listener } from './listener.mjs';
import { Server, until } from './server.mjs';
import { tmf_client } from './tmf_client.mjs';
import { description_of, must_fit } from './tmf_schema.mjs';
import { fault, report } from './ves.mjs';

const inventory = '/tmf-api/resourceInventoryManagement/v4';
const places = '/tmf-api/geographicSiteManagement/v4';
const tmf639 = description_of('TMF639-ResourceInventory-v4.0.0.swagger.json');
const tmf674 = description_of('TMF674-GeographicSite-v4.0.0.swagger.json');
if (!tmf639 || !tmf674) console.log('# SKIPPED: answers are not checked against TMF639 and TMF674');

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

const { ask, must, must_refuse, fitting } = tmf_client(() => server, tmf639);
const ids = (rows) => rows.map(({ id }) => id);
async function listed(path) {
  const answer = await must(200, 'GET', path);
  const rows = answer.json();
  assert.equal(answer.headers['x-result-count'], String(rows.length));
  return { rows, total: Number(answer.headers['x-total-count']) };
}

test('elements are resources, physical or logical', async () => {
  const { rows, total } = await listed(`${inventory}/resource`);
  assert.equal(total, 3);
  assert.deepEqual(ids(rows), [fibre, ...stations]);
  for (const row of rows) must_fit(tmf639, 'Resource', row);
  const one = await fitting('Resource', 200, 'GET', `${inventory}/resource/${stations[0]}`);
  assert.equal(one.name, '武昌一号站');
  assert.equal(one.category, 'base_station');
  assert.equal(one.operationalState, 'enable');
  assert.equal(one.resourceStatus, 'available');
  assert.equal(one['@type'], 'PhysicalResource');
  assert.equal(one.place.id, hospital);
  const place = await must(200, 'GET', new URL(one.place.href).pathname);
  assert.equal(place.json().id, hospital);
  assert.deepEqual(
    one.resourceRelationship.map(({ id, relationshipType }) => [id, relationshipType]),
    [[fibre, 'dependsOn']],
  );
  assert.equal((await listed(`${inventory}/physicalResource`)).total, 3);
  assert.equal((await listed(`${inventory}/logicalResource`)).total, 0);
  assert.deepEqual(ids((await listed(`${inventory}/resource?category=fibre`)).rows), [fibre]);
  assert.deepEqual(ids((await listed(`${inventory}/resource?offset=1&limit=1`)).rows), [
    stations[0],
  ]);
  const [only] = (await listed(`${inventory}/resource?fields=name&limit=1`)).rows;
  assert.deepEqual(Object.keys(only).sort(), ['href', 'id', 'name']);
});

test('key sites are geographic sites', async () => {
  const { rows, total } = await listed(`${places}/geographicSite`);
  assert.equal(total, 1);
  must_fit(tmf674, 'GeographicSite', rows[0]);
  const [site] = rows;
  assert.equal(site.id, hospital);
  assert.equal(site.name, '测试医院');
  assert.equal(site.status, 'active');
  assert.equal(site.health, 'normal');
  assert.deepEqual(site.place[0].geometry, { x: 114.33, y: 30.56 });
  assert.deepEqual(ids(site.relatedParty), ['420106']);
  assert.deepEqual((await must(200, 'GET', `${places}/geographicSite/${hospital}`)).json(), site);
});

test('what is not there is not found, and what only an import may change says so', async () => {
  await must_refuse(404, 'id', 'GET', `${inventory}/resource/NONE`);
  await must_refuse(404, 'id', 'GET', `${places}/geographicSite/NONE`);
  for (const [path, id] of [
    [`${inventory}/resource`, fibre],
    [`${places}/geographicSite`, hospital],
  ]) {
    const refused = await ask('POST', path, { name: 'x' });
    assert.equal(refused.status, 405);
    assert.match(refused.headers.allow, /GET/);
    for (const method of ['PATCH', 'DELETE'])
      assert.equal((await ask(method, `${path}/${id}`, {})).status, 405);
  }
  const neighbour = await server.token_for('neighbour', 'operator', '420600');
  await must_refuse(404, 'id', 'GET', `${inventory}/resource/${fibre}`, undefined, {
    token: neighbour,
  });
});

test('failures and imports are told, with the thing as it was then', async () => {
  const [of_resources, of_sites] = [await Listener.start(), await Listener.start()];
  listeners.push(of_resources, of_sites);
  await server.post(`${inventory}/hub`, { callback: of_resources.url }, { status: 201 });
  await server.post(`${places}/hub`, { callback: of_sites.url }, { status: 201 });
  await report(server, fault({ source: fibre, condition: 'cut', severity: 'CRITICAL' }));
  await until('the site is told to be down', () =>
    of_sites.taken.some(({ event }) => event.geographicSite.health === 'down'),
  );
  const down = () =>
    of_resources.taken.filter(({ eventType }) => eventType === 'ResourceStateChangeEvent');
  await until(
    'all three are told',
    () => new Set(down().map((e) => e.event.resource.id)).size === 3,
  );
  assert.equal(down()[0].event.resource.operationalState, 'disable');
  const [head, first, ...others] = elements_csv.trim().split('\n');
  const changed = [head, first.replace('一号站', '一号新站'), ...others].join('\n');
  await server.import('elements', `${changed}\nE2E-NEW,新站,base_station,420106,114.3,30.5,\n`);
  const told = (id) =>
    of_resources.taken.filter(({ event }) => event.resource.id === id).at(-1)?.eventType;
  await until('the new one is told', () => told('E2E-NEW') === 'ResourceCreateEvent');
  assert.equal(told(stations[0]), 'ResourceAttributeValueChangeEvent');
  for (const [listener, description] of [
    [of_resources, tmf639],
    [of_sites, tmf674],
  ]) {
    assert.equal(new Set(listener.taken.map(({ eventId }) => eventId)).size, listener.taken.length);
    for (const { path, content_type, ...body } of listener.taken)
      must_fit(description, body.eventType, body);
  }
});
