// SPDX-License-Identifier: Apache-2.0
// People and the watch against the real server on two desks: a staff list comes in, somebody is
// away and somebody stands in, headquarters knows, the watch passes with what is open, and a server
// that is killed knows all of it again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lay_ground, order_for } from './ground.mjs';
import { Server, until } from './server.mjs';

const header = 'id,name_zh,name_en,unit,skills,phone,email,account,substitute\n';
const staff =
  `${header}G1,郑一,Zheng Yi,100000,,+8613900000001,,,\n` +
  'H1,张三,Zhang San,420000,fibre;power,+8613800000001,zhang@example.com,e2e-zhang,H2\n' +
  'H2,李四,Li Si,420100,fibre,+8613800000002,,e2e-li,H3\n' +
  'H3,王五,Wang Wu,420106,,+8613800000003,,,\n' +
  'X1,襄阳人,Xiang,420600,,,,e2e-xiang,\n';
const people = '/api/v1/people';
const rosters = '/api/v1/rosters';

let server;
const tokens = {};

before(async () => {
  server = await Server.start({ args: ['--desks', '420000'] });
  await lay_ground(server);
  tokens.hubei = await server.token_for('e2e-hubei', 'operator', '420000');
  tokens.zhang = await server.token_for('e2e-zhang', 'viewer', '420000');
  tokens.li = await server.token_for('e2e-li', 'viewer', '420100');
  tokens.xiang = await server.token_for('e2e-xiang', 'viewer', '420600');
});
after(() => server?.kill());

const as = (who) => ({ token: tokens[who] });
const named = (rows) => rows.map(({ id }) => id);

// What everybody may see of people and lists, without what moves with the clock.
async function everything() {
  const answer = {};
  for (const row of await server.rows(people))
    answer[row.id] = await server.get(`${people}/${row.id}`);
  for (const row of await server.rows(rosters)) {
    const page = await server.get(`${rosters}/${row.id}`);
    for (const moving of ['gap_from', 'gap_until']) delete page[moving];
    answer[row.id] = page;
  }
  return answer;
}

test('a staff list is taken whole or not at all, and again changes nothing', async () => {
  const wrong = `${header}H1,张三,,420000,,,,,H2\nH2,李四,,420100,,138,,,H1\n`;
  const refused = await server.ask('POST', `${people}/import`, {
    body: wrong,
    headers: { 'content-type': 'text/csv' },
  });
  assert.equal(refused.status, 400);
  assert.deepEqual(
    refused.json().refused.map(({ line, column, name }) => `${line} ${column} ${name}`),
    [
      '2 substitute substitutes_must_end',
      '3 phone phone_must_be_e164',
      '3 substitute substitutes_must_end',
    ],
  );
  assert.equal(await server.count(people), 0);
  assert.equal((await server.import('people', staff)).added, 5);
  assert.equal((await server.import('people', staff)).unchanged, 5);
  assert.deepEqual(named(await server.rows(people)), ['G1', 'H1', 'H2', 'H3', 'X1']);
  assert.deepEqual(named(await server.rows(people, '', as('li'))), ['H2', 'H3']);
});

test('phone and e-mail are whole for oneself and for commanders only', async () => {
  const of = async (who) => (await server.get(`${people}/H1`, who ? as(who) : {})).phone;
  assert.equal(await of('hubei'), '+86138****0001');
  assert.equal(await of('zhang'), '+8613800000001');
  assert.equal(await of(), '+8613800000001');
});

test('a list of headquarters names a person of a province, once it has heard of him', async () => {
  const body = {
    kind: 'leading_group',
    unit: '100000',
    name_zh: '应急领导小组',
    name_en: 'Emergency leading group',
    members: [
      { person: 'H1', post: '组长' },
      { person: 'G1', post: '副组长' },
    ],
  };
  const made = await until('headquarters knows H1', async () => {
    const answer = await server.ask('POST', rosters, { body });
    if (answer.status === 201) return answer.json();
    assert.equal(answer.json().name, 'person_must_be_known');
    assert.equal(answer.json().field, 'members[0].person');
    return false;
  });
  assert.equal(made.first, 'H1');
  await until('the province knows of the list', async () => {
    const { rosters: lists } = await server.get(`${people}/H1`);
    return lists.length === 1 && lists[0].post === '组长';
  });
});

test('whoever is away has a substitute, and headquarters hears of it', async () => {
  const away = await server.post(`${people}/H1/absence`, { reason: 'isolation' }, as('zhang'));
  assert.equal(away.absent, true);
  await server.post(`${people}/H2/absence`, {}, { ...as('xiang'), status: 403 });
  assert.equal((await server.get(`${people}/H1`)).stand_in, 'H2');
  const first = async () => (await server.get(`${rosters}/100000-1`)).first;
  await until('H2 answers for the group', async () => (await first()) === 'H2');
  await server.post(`${people}/H2/absence`, {}, as('hubei'));
  await until('H3 answers for the group', async () => (await first()) === 'H3');
  const circle = await server.post(
    `${people}/H3/substitute`,
    { person: 'H1' },
    { ...as('hubei'), status: 400 },
  );
  assert.equal(circle.name, 'substitutes_must_end');
  await server.post(`${people}/H1/return`, {}, as('zhang'));
  await server.post(`${people}/H2/return`, {}, as('hubei'));
  await until('H1 answers again', async () => (await first()) === 'H1');
});

test('the watch passes in two presses and names what is open', async () => {
  const order = await server.post('/api/v1/orders', order_for(['420100']), { status: 201 });
  const incident = await server.post(
    '/api/v1/incidents',
    { title_zh: '断纤', title_en: 'Cut', severity: 'major', unit: '420106', region: '420106' },
    { status: 201 },
  );
  const duty = await server.post(
    rosters,
    {
      kind: 'duty',
      name_zh: '湖北值班表',
      members: [
        { person: 'H1', post: '值班长' },
        { person: 'H2', post: '值班员' },
      ],
    },
    { ...as('hubei'), status: 201 },
  );
  assert.equal(duty.unit, '420000');
  const path = `${rosters}/${duty.id}`;
  const from_ms = Date.parse((await server.get('/api/v1/clock')).now);
  const hour = (n) => new Date(from_ms + n * 3_600_000).toISOString();
  const planned = await server.post(
    `${path}/shifts`,
    { shifts: [{ from: hour(0), until: hour(8), person: 'H1' }] },
    as('hubei'),
  );
  assert.equal(Date.parse(planned.gap_from), from_ms + 8 * 3_600_000);
  const overlapping = await server.post(
    `${path}/shifts`,
    {
      shifts: [
        { from: hour(0), until: hour(8), person: 'H1' },
        { from: hour(7), until: hour(9), person: 'H2' },
      ],
    },
    { ...as('hubei'), status: 400 },
  );
  assert.equal(overlapping.field, 'shifts[1].from');
  assert.equal((await server.post(`${path}/take_over`, {}, as('zhang'))).holder, 'H1');
  await until('the order has come to the province', async () => {
    const open = await server.get(`${path}/open`, as('hubei'));
    return named(open.orders).includes(order.id) && named(open.incidents).includes(incident.id);
  });
  const handed = await server.post(
    `${path}/hand_over`,
    { to: 'H2', note: '光缆抢修中' },
    as('zhang'),
  );
  assert.equal(handed.holder, 'H1');
  assert.equal(handed.next, 'H2');
  await server.post(`${path}/take_over`, {}, { ...as('zhang'), status: 403 });
  assert.equal((await server.post(`${path}/take_over`, {}, as('li'))).holder, 'H2');
  const [last] = (await server.get(path)).hand_overs;
  assert.deepEqual(last.open_orders, [order.id]);
  assert.deepEqual(last.open_incidents, [incident.id]);
  assert.equal(last.taken_by, 'e2e-li');
});

test('a server that is killed knows everybody and every list again', async () => {
  const before = await everything();
  assert.equal(Object.keys(before).length, 7);
  await server.kill();
  await server.start();
  assert.deepEqual(await everything(), before);
  await server.post(`${people}/G1/absence`, {});
  await until('the province hears that G1 is away', async () => {
    const named_so = await server.post(`${people}/H3/substitute`, { person: 'G1' }, as('hubei'));
    await server.post(`${people}/H3/absence`, {}, as('hubei'));
    const { stand_in } = await server.get(`${people}/H3`);
    return named_so.substitute === 'G1' && stand_in === '';
  });
});
