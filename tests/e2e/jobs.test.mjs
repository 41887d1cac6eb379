// SPDX-License-Identifier: Apache-2.0
// Jobs for crews over HTTP: the whole life of one with the power gone in the middle, steps that a
// phone kept without a network, two crews at once, orders and incidents that become jobs and are
// finished by them, outings counted, and bad input by name.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fibre, lay_ground, order_for } from './ground.mjs';
import { Server, until } from './server.mjs';
import { fault, report } from './ves.mjs';

const jobs = '/api/v1/jobs';
const wuchang = { longitude_deg: 114.31, latitude_deg: 30.55 };
const berlin = { longitude_deg: 13.4, latitude_deg: 52.5 };
const minutes = (count) => new Date(Date.now() + count * 60_000).toISOString();

let server;
let zhang; // the log-in of a member of C1

async function plan_shifts() {
  for (const id of ['C1', 'C2'])
    await server.post(`/api/v1/crews/${id}/shifts`, {
      shifts: [{ from: minutes(-60), until: minutes(600) }],
    });
}

before(async () => {
  server = await Server.start({ args: ['--desks', '420000', '--order-hold-s', '0'] });
  await lay_ground(server);
  zhang = await server.token_for('zhang', 'operator', '420106');
  await server.import(
    'people',
    'id,name_zh,name_en,unit,skills,phone,email,account,substitute\n' +
      'S1,张伟,,420106,,,,zhang,\nS2,王芳,,420106,,,,,\n',
  );
  await server.post(
    '/api/v1/vehicles',
    { id: 'V1', kind: 'power_car', name_zh: '一号发电车', unit: '420106' },
    { status: 201 },
  );
  const crew = { name_zh: '光缆一班', unit: '420106', skills: ['传输'] };
  await server.post(
    '/api/v1/crews',
    { ...crew, id: 'C1', members: ['S1', 'S2'], vehicle: 'V1', parts: { fuse: 4 } },
    { status: 201 },
  );
  await server.post('/api/v1/crews', { ...crew, id: 'C2', size: 3 }, { status: 201 });
  await plan_shifts();
});
after(() => server?.kill());

const work = { title_zh: '抢修光缆', unit: '420106', place: wuchang, duration_s: 3600 };
const made = (words = {}) => server.post(jobs, { ...work, ...words }, { status: 201 });
const step = (id, verb, body = {}, options = {}) =>
  server.post(`${jobs}/${id}/${verb}`, body, options);
const job = (id) => server.get(`${jobs}/${id}`);
const done = async (id, crew, words = {}) => {
  for (const verb of ['offer', 'accept', 'depart', 'arrive']) await step(id, verb, { crew });
  return step(id, 'finish', { crew, ...words });
};

async function must_refuse(path, body, name, field, status = 400) {
  const problem = await server.post(path, body, { status });
  assert.equal(problem.name, name, JSON.stringify(problem));
  if (field) assert.equal(problem.field, field);
  return problem;
}

test('the whole life of a job, with the power gone between two steps', async () => {
  const { id, state } = await made({ skills: ['传输'], vehicle_kinds: ['power_car'] });
  assert.equal(state, 'open');
  await must_refuse(
    `${jobs}/${id}/offer`,
    { crew: 'C2' },
    'crew_must_have_the_vehicle',
    'crew',
    409,
  );
  assert.equal((await step(id, 'offer', { crew: 'C1' })).state, 'offered');
  await server.kill();
  await server.start();
  assert.equal((await step(id, 'accept', {}, { token: zhang })).state, 'accepted');
  assert.equal((await step(id, 'depart', {}, { token: zhang })).state, 'on_the_way');
  assert.equal((await server.get('/api/v1/crews/C1')).state, 'busy');
  await server.kill();
  await server.start();
  assert.equal((await job(id)).state, 'on_the_way');
  await step(id, 'arrive', { crew: 'C1' });
  const finished = await step(id, 'finish', { crew: 'C1', note: '通了', parts: { fuse: 3 } });
  assert.equal(finished.state, 'done');
  assert.ok(finished.departed_at <= finished.arrived_at);
  assert.ok(finished.arrived_at <= finished.ended_at);
  const crew = await server.get('/api/v1/crews/C1');
  assert.equal(crew.state, 'free');
  assert.equal(crew.parts.fuse, 1);
  const page = await job(id);
  assert.deepEqual(
    page.timeline.map(({ kind }) => kind),
    ['created', 'offered', 'accepted', 'departed', 'arrived', 'finished'],
  );
  assert.equal(page.assignments[0].people, 2);
  assert.equal(page.assignments[0].vehicle, 'V1');
  await server.kill();
  await server.start();
  assert.deepEqual(await job(id), page);
});

test('steps kept by a phone are taken once, whoever brings them again', async () => {
  const { id } = await made();
  await step(id, 'offer', { crew: 'C1' });
  const began = Date.now();
  const at = (ms) => new Date(began + ms).toISOString();
  await until('the steps are past', () => Date.now() > began + 10);
  const steps = [
    { key: 'k1', job: id, step: 'accept', at: at(1) },
    { key: 'k2', job: id, step: 'depart', at: at(2) },
    { key: 'k3', job: id, step: 'arrive', at: at(3) },
    { key: 'k4', job: id, step: 'finish', at: at(4), note: '离线完成', number: 2 },
    { key: 'k5', job: id, step: 'jump' },
    { key: 'k6', job: '420000-9999', step: 'accept' },
    { key: 'k7', job: id, step: 'accept', at: 'yesterday' },
  ];
  const sync = () => server.post(`${jobs}/sync`, { steps }, { token: zhang });
  const first = await sync();
  assert.deepEqual(
    first.steps.map(({ key, status, name, state }) => [key, status, name || state]),
    [
      ['k1', 200, 'accepted'],
      ['k2', 200, 'on_the_way'],
      ['k3', 200, 'on_site'],
      ['k4', 200, 'done'],
      ['k5', 400, 'step_must_be_known'],
      ['k6', 404, 'job_must_exist'],
      ['k7', 400, 'value_must_be_well_formed'],
    ],
  );
  const page = await job(id);
  assert.equal(Date.parse(page.departed_at), began + 2);
  assert.equal(Date.parse(page.ended_at), began + 4);
  const told = page.timeline.at(-1);
  assert.ok(Date.parse(told.told_at) > Date.parse(told.at), 'both times are kept');
  const second = await sync();
  assert.deepEqual(
    second.steps.map(({ status }) => status),
    [200, 200, 200, 200, 400, 404, 400],
  );
  assert.deepEqual(await job(id), page);
  await server.kill();
  await server.start();
  await sync();
  assert.deepEqual(await job(id), page);
  const counted = await server.get('/api/v1/fieldCounts');
  assert.equal(counted.total.outings, 2, 'nothing was counted again');
});

test('a phone cannot tell of the future, nor of a step before the one before it', async () => {
  const { id } = await made();
  await step(id, 'offer', { crew: 'C1' });
  const accept = `${jobs}/${id}/accept`;
  const ahead = { crew: 'C1', at: minutes(5) };
  await must_refuse(accept, ahead, 'step_must_not_lie_ahead', 'at');
  const before_it = { crew: 'C1', at: minutes(-5) };
  await must_refuse(accept, before_it, 'step_must_follow_the_one_before', 'at');
  await step(id, 'accept', { crew: 'C1' });
  await must_refuse(`${jobs}/${id}/arrive`, { crew: 'C1' }, 'crew_must_be_on_its_way', 'crew', 409);
  await step(id, 'cancel', { reason: '不用了' });
});

test('of two crews that accept one job at once one has it, and the other hears who', async () => {
  for (let round = 0; round < 10; ++round) {
    const { id } = await made();
    for (const crew of ['C1', 'C2']) await step(id, 'offer', { crew });
    const answers = await Promise.all(
      ['C1', 'C2'].map((crew) => server.ask('POST', `${jobs}/${id}/accept`, { body: { crew } })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const winner = answers[0].status === 200 ? 'C1' : 'C2';
    const loser = answers.find(({ status }) => status === 409).json();
    assert.equal(loser.name, 'job_must_be_free');
    assert.equal(loser.detail, `${winner} has it`);
    assert.equal((await job(id)).crew, winner);
    await step(id, 'cancel', { reason: 'next' });
  }
});

test('an offer that nobody accepts lapses, and one that is declined comes back', async () => {
  const { id } = await made();
  await step(id, 'offer', { crew: 'C1', within_s: 1 });
  await until('the offer lapses', async () => (await job(id)).state === 'open');
  await must_refuse(`${jobs}/${id}/accept`, { crew: 'C1' }, 'offer_must_not_have_lapsed', '', 409);
  await step(id, 'offer', { crew: 'C2' });
  await must_refuse(`${jobs}/${id}/decline`, { crew: 'C2' }, 'reason_must_be_given', 'reason');
  assert.equal((await step(id, 'decline', { crew: 'C2', reason: '路断' })).state, 'open');
  await step(id, 'forbid', { crew: 'C2' });
  await must_refuse(`${jobs}/${id}/offer`, { crew: 'C2' }, 'crew_must_not_be_forbidden', '', 409);
  await step(id, 'pin', { crew: 'C2' });
  await must_refuse(`${jobs}/${id}/offer`, { crew: 'C1' }, 'job_must_be_for_the_crew', '', 409);
  await step(id, 'unpin');
  await step(id, 'offer', { crew: 'C1' });
  await step(id, 'cancel', { reason: '重复' });
  await must_refuse(`${jobs}/${id}/cancel`, { reason: 'x' }, 'job_must_not_be_over', '', 409);
});

test('a job that is not begun by its latest is late', async () => {
  const { id } = await made({ latest: new Date(Date.now() + 1500).toISOString() });
  await until('the job is late', async () => (await job(id)).late);
  assert.equal((await job(id)).timeline.filter(({ kind }) => kind === 'late').length, 1);
  assert.ok((await server.get(`${jobs}?late=true`)).some((row) => row.id === id));
  await step(id, 'cancel', { reason: 'x' });
});

test('a phone has its own jobs, and hears that nothing has changed', async () => {
  const { id } = await made();
  await step(id, 'offer', { crew: 'C1' });
  const first = await server.ask('GET', `${jobs}/mine`, { token: zhang });
  assert.deepEqual(
    first.json().jobs.map((one) => [one.own, one.step, one.job.id]),
    [['C1', 'offered', id]],
  );
  const [duty] = first.json().duty;
  assert.deepEqual([duty.crew, duty.unit, duty.phone], ['C1', '420106', '+861000000004']);
  const others = await server.get(`${jobs}/mine?crew=C2`, { token: zhang });
  assert.match(others.duty[0].phone, /\*/);
  const headers = { 'if-none-match': first.headers.etag };
  const again = await server.ask('GET', `${jobs}/mine`, { token: zhang, headers });
  assert.equal(again.status, 304);
  await step(id, 'accept', { crew: 'C1' });
  const moved = await server.ask('GET', `${jobs}/mine`, { token: zhang, headers });
  assert.equal(moved.status, 200);
  assert.equal(moved.json().jobs[0].step, 'accepted');
  await step(id, 'fail', { crew: 'C1', reason: '缺备件' });
  assert.deepEqual((await server.get(`${jobs}/mine`, { token: zhang })).jobs, []);
});

test('the list pages and filters', async () => {
  const all = await server.rows(jobs);
  assert.ok(all.length > 10);
  const ids = async (query) =>
    (await server.get(`${jobs}?limit=1000&${query}`)).map((one) => one.id);
  const expected = (test_of) =>
    all
      .filter(test_of)
      .map(({ id }) => id)
      .sort();
  assert.deepEqual(
    (await ids('state=done')).sort(),
    expected(({ state }) => state === 'done'),
  );
  assert.deepEqual(
    (await ids('crew=C2')).sort(),
    expected(({ crew }) => crew === 'C2'),
  );
  assert.deepEqual((await ids('unit=420106')).length, all.length);
  assert.deepEqual(await ids('unit=420600'), []);
  assert.deepEqual(
    [...(await ids('sort=id&limit=4')), ...(await ids('sort=id&limit=4&offset=4'))].length,
    8,
  );
});

test('an order becomes jobs, and is done for its unit when all of them are', async () => {
  const order = await server.post(
    '/api/v1/orders',
    order_for(['420106'], { evidence: { note: true } }),
    { status: 201 },
  );
  const path = `/api/v1/orders/${order.id}`;
  const made_of = await until("the unit's desk has heard of the order", async () => {
    const answer = await server.ask('POST', `${path}/jobs`, { body: {} });
    if (answer.status !== 201) assert.equal(answer.json().name, 'order_must_be_heard_of');
    return answer.status === 201 && answer.json();
  });
  assert.equal(made_of.order, order.id);
  assert.equal(made_of.recipient, '420106');
  assert.equal(made_of.title_zh, order.subject_zh);
  const other = await server.post(`${path}/jobs`, { title_zh: '第二处' }, { status: 201 });
  await done(made_of.id, 'C1', { note: '一处好了' });
  assert.notEqual((await server.get(path)).state, 'done');
  await done(other.id, 'C2', { note: '二处好了' });
  await until('the order is done', async () => (await server.get(path)).state === 'done');
  const [recipient] = await server.get(`${path}/recipients`);
  assert.equal(recipient.note, '一处好了\n二处好了');
  await must_refuse('/api/v1/orders/420000-9999/jobs', {}, 'order_must_exist', '', 404);
  const provincial = await server.token_for('provincial', 'commander', '420000');
  const recalled = await server.post('/api/v1/orders', order_for(['420106']), {
    status: 201,
    token: provincial,
  });
  const needless = await server.post(
    `/api/v1/orders/${recalled.id}/jobs`,
    { recipient: '420106' },
    { status: 201 },
  );
  await server.post(`/api/v1/orders/${recalled.id}/recall`, { reason: '误报' });
  assert.equal((await job(needless.id)).state, 'cancelled');
});

test('what an incident orders becomes a job at its root, and the incident shows it', async () => {
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  const [row] = await until('there is a job at the fibre', async () => {
    const found = await server.get(`${jobs}?element=${fibre}`);
    return found.length > 0 && found;
  });
  assert.deepEqual(row.skills, ['传输']);
  assert.deepEqual(row.place, wuchang);
  assert.ok(row.incident);
  const incident = () => server.get(`/api/v1/incidents/${row.incident}`);
  assert.equal((await incident()).crew_state, 'open');
  for (const verb of ['offer', 'accept', 'depart']) await step(row.id, verb, { crew: 'C1' });
  assert.equal((await incident()).crew_state, 'on_the_way');
  const listed = await server.get('/api/v1/incidents?crew_state=on_the_way');
  assert.deepEqual(
    listed.map(({ id }) => id),
    [row.incident],
  );
  assert.deepEqual(await server.get('/api/v1/incidents?crew_state=offered'), []);
  await step(row.id, 'arrive', { crew: 'C1' });
  await step(row.id, 'finish', { crew: 'C1', note: '熔接完成' });
  assert.equal((await incident()).crew_state, 'done');
  assert.equal((await server.get(`/api/v1/orders/${row.order}`)).state, 'done');
});

test('outings are counted by unit and day from what was told', async () => {
  const all = await server.rows(jobs);
  const outings = all.filter(({ departed_at }) => departed_at);
  const pages = await Promise.all(outings.map(({ id }) => job(id)));
  const went = pages.flatMap(({ assignments }) => assignments.filter((a) => a.departed_at));
  const people = went.reduce((sum, { people: count }) => sum + count, 0);
  const vehicles = went.filter(({ vehicle }) => vehicle).length;
  const counted = await server.get('/api/v1/fieldCounts?by=unit,day&unit=420100');
  assert.deepEqual(counted.total, {
    outings: went.length,
    person_times: people,
    vehicle_times: vehicles,
  });
  assert.ok(went.length >= 5);
  assert.deepEqual(new Set(counted.rows.map(({ unit }) => unit)), new Set(['420106']));
  const none = await server.get(`/api/v1/fieldCounts?from=${minutes(60)}`);
  assert.equal(none.total.outings, 0);
  assert.equal((await server.get('/api/v1/fieldCounts?unit=420600')).total.outings, 0);
  const refused = await server.ask('GET', '/api/v1/fieldCounts?by=week');
  assert.equal(refused.json().field, 'by');
  const narrow = await server.ask('GET', '/api/v1/fieldCounts?unit=420600', { token: zhang });
  assert.equal(narrow.status, 403);
});

test('what nobody could do is refused by what is wrong with it', async () => {
  const first = await made();
  const second = await made({ after: [first.id] });
  const ring = await must_refuse(
    `${jobs}/${first.id}/change`,
    { after: [second.id] },
    'jobs_must_not_wait_for_each_other',
    'after',
  );
  assert.equal(ring.detail, `${first.id} → ${second.id} → ${first.id}`);
  await step(second.id, 'offer', { crew: 'C1' });
  await step(second.id, 'accept', { crew: 'C1' });
  const early = `${jobs}/${second.id}/depart`;
  await must_refuse(early, { crew: 'C1' }, 'jobs_before_it_must_be_done', '', 409);
  const skill = await must_refuse(
    jobs,
    { ...work, skills: ['潜水'] },
    'skill_must_be_known_to_somebody',
    'skills',
  );
  assert.match(skill.detail, /潜水/);
  await must_refuse(
    jobs,
    { ...work, earliest: minutes(3000), latest: minutes(3060) },
    'window_must_be_in_a_shift',
    'latest',
  );
  const kind = { ...work, vehicle_kinds: ['tank'] };
  const known = await must_refuse(jobs, kind, 'vehicle_kind_must_be_known', 'vehicle_kinds');
  assert.match(known.detail, /tank/);
  await must_refuse(jobs, { ...work, place: berlin }, 'place_must_be_plausible', 'place');
  await must_refuse(jobs, { ...work, unit: '429999' }, 'unit_must_be_known', 'unit');
  await must_refuse(jobs, { ...work, title_zh: '' }, 'title_must_be_given');
  await must_refuse(jobs, { ...work, after: ['420000-9999'] }, 'job_must_be_known', 'after');
  await must_refuse(jobs, { ...work, wheels: 4 }, 'field_must_be_known', 'wheels');
  await must_refuse(jobs, { ...work, duration_s: -1 }, 'duration_must_be_in_range', 'duration_s');
  await must_refuse(`${jobs}/sync`, { steps: [] }, 'steps_must_be_given', 'steps');
  await must_refuse(`${jobs}/${first.id}/offer`, { crew: 'C9' }, 'crew_must_be_known', 'crew');
  await must_refuse(`${jobs}/420000-9999/offer`, { crew: 'C1' }, 'job_must_exist', '', 404);
  const viewer = await server.token_for('looker', 'viewer', '420000');
  await server.post(jobs, work, { status: 403, token: viewer });
});
