// SPDX-License-Identifier: Apache-2.0
// Travel from a road network's server: a listener answers as OSRM's table service (API v1) does,
// with roads that are slower one way than the other. It goes away and comes back, and answers
// nonsense: plans are made all the same, and say by what.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { lay_ground } from './ground.mjs';
import { free_port, Server, until } from './server.mjs';

const places = {
  base: { longitude_deg: 114.31, latitude_deg: 30.55 },
  east: { longitude_deg: 114.35, latitude_deg: 30.55 },
};
const minutes = (count) => new Date(Date.now() + count * 60_000).toISOString();

/// To the east it is 1,000 s, back 3,000 s; else none.
const seconds = (from, to) => (from < to ? 1000 : from > to ? 3000 : 0);
function table(url) {
  const match = /^\/table\/v1\/driving\/([^?]+)\?(.*)$/.exec(url);
  assert.ok(match, url);
  const longitudes = match[1].split(';').map((pair) => Number(pair.split(',')[0]));
  const asked = new URLSearchParams(match[2]);
  assert.equal(asked.get('annotations'), 'duration,distance');
  const list = (name) => asked.get(name).split(';').map(Number);
  const row = (from, value) =>
    list('destinations').map((to) => value(longitudes[from], longitudes[to]));
  const rows = (value) => list('sources').map((from) => row(from, value));
  return {
    code: 'Ok',
    durations: rows(seconds),
    distances: rows((from, to) => seconds(from, to) * 10),
    sources: [],
    destinations: [],
  };
}

let port;
let roads; // the listener
let answer = table;
const open_roads = () =>
  new Promise((settle) => {
    roads = http.createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(request.url)));
    });
    roads.listen(port, '127.0.0.1', settle);
  });
const close_roads = () =>
  new Promise((settle) => {
    roads.closeAllConnections();
    roads.close(settle);
  });

let server;
let count = 0;
const plan_for = async (holds) => {
  const name = `第 ${++count} 个`;
  const { id } = await server.post(
    '/api/v1/jobs',
    {
      title_zh: name,
      unit: '420106',
      place: { ...places.east, latitude_deg: 30.55 + count / 1e3 },
    },
    { status: 201 },
  );
  const row = await until(`${name} has a crew`, async () =>
    (await server.get(`/api/v1/proposals?job=${id}`)).find((one) => one.crew !== '' && holds(one)),
  );
  const [plan] = await server.get('/api/v1/plans?unit=420000');
  await server.post(`/api/v1/jobs/${id}/cancel`, { reason: '测试完' });
  return { row, plan };
};

before(async () => {
  port = await free_port();
  await open_roads();
  server = await Server.start({
    args: ['--desks', '420000', '--osrm', `http://127.0.0.1:${port}`, '--osrm-places-max', '2'],
  });
  await lay_ground(server);
  await server.post(
    '/api/v1/crews',
    { id: 'C1', name_zh: '一班', unit: '420106', size: 2, base: places.base },
    { status: 201 },
  );
  await server.post('/api/v1/crews/C1/shifts', {
    shifts: [{ from: minutes(-60), until: minutes(600) }],
  });
});
after(async () => {
  await server?.kill();
  if (roads?.listening) await close_roads();
});

test('a crew drives as long as the road table says, block by block', async () => {
  const { row, plan } = await plan_for(() => true);
  assert.equal(row.drive_s, 1000);
  assert.equal(row.drive_m, 10_000);
  assert.equal(plan.travel_by, 'osrm');
  assert.equal(plan.problem, '');
});

test('without the server plans go on over great circles, and say so', async () => {
  await close_roads();
  const { row, plan } = await plan_for((one) => one.drive_s !== 1000);
  assert.ok(row.drive_s > 0);
  assert.equal(plan.travel_by, 'great_circle');
  assert.equal(plan.problem, 'server_must_be_reachable');
  await open_roads();
  assert.equal((await plan_for((one) => one.drive_s === 1000)).plan.travel_by, 'osrm');
});

test('a table of another size, or a refusal, is no road', async () => {
  answer = () => ({ code: 'Ok', durations: [[0]], distances: [[0, 1]] });
  assert.equal((await plan_for(() => true)).plan.problem, 'osrm_must_fit');
  answer = () => ({ code: 'TooBig', message: 'too many table coordinates' });
  assert.equal((await plan_for(() => true)).plan.problem, 'osrm_must_answer');
  answer = table;
  assert.equal((await plan_for(() => true)).plan.problem, '');
});
