// SPDX-License-Identifier: Apache-2.0
// Plans for crews over HTTP: an alarm becomes an incident, an order, a job, a proposed crew that is
// offered it and drives, each step with its time; what nobody can do says why; pins and what they
// cost; roads closed; the mode in which offers go out by themselves; a restart plans on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lay_ground, fibre } from './ground.mjs';
import { Server, until } from './server.mjs';
import { fault, report } from './ves.mjs';

const near = { longitude_deg: 114.31, latitude_deg: 30.55 };
const far = { longitude_deg: 114.9, latitude_deg: 30.2 };
const minutes = (count) => new Date(Date.now() + count * 60_000).toISOString();

let server;

before(async () => {
  server = await Server.start({ args: ['--desks', '420000', '--order-hold-s', '0'] });
  await lay_ground(server);
  const crew = { unit: '420106', skills: ['传输'], size: 3 };
  await server.post(
    '/api/v1/crews',
    { ...crew, id: 'C1', name_zh: '光缆一班', base: near },
    { status: 201 },
  );
  await server.post(
    '/api/v1/crews',
    { ...crew, id: 'C2', name_zh: '光缆二班', base: far },
    { status: 201 },
  );
  for (const id of ['C1', 'C2'])
    await server.post(`/api/v1/crews/${id}/shifts`, {
      shifts: [{ from: minutes(-60), until: minutes(600) }],
    });
});
after(() => server?.kill());

const work = { title_zh: '抢修光缆', unit: '420106', place: near, duration_s: 1800 };
const made = (words = {}) => server.post('/api/v1/jobs', { ...work, ...words }, { status: 201 });
const act = (job, verb, body = {}) => server.post(`/api/v1/jobs/${job}/${verb}`, body);
const proposals = (query) => server.get(`/api/v1/proposals?${query}`);
const proposed = (job, holds = (row) => row.crew !== '') =>
  until(`a plan for job ${job} that holds: ${holds}`, async () =>
    (await proposals(`job=${job}`)).find(holds),
  );
const cancel = (job) => act(job, 'cancel', { reason: '测试完' });
const plan = async () => (await server.get('/api/v1/plans')).find((row) => row.unit === '420000');

test('an alarm becomes an incident, an order, a job, a proposal, a crew on its way', async (t) => {
  const began = Date.now();
  const steps = [];
  const step = (name) => steps.push(`${name} ${Date.now() - began} ms`);
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  step('alarm');
  const first = (path) =>
    until(`${path} has a row`, async () => (await server.get(`/api/v1/${path}`))[0]);
  const incident = await first(`incidents?element=${fibre}`);
  step('incident');
  const order = await first(`orders?incident=${incident.id}`);
  step('order');
  const job = await first(`jobs?order=${order.id}`);
  step('job');
  const proposal = await proposed(job.id);
  step('proposed crew');
  const taken = await server.post('/api/v1/proposals/offer', { jobs: [job.id] });
  assert.deepEqual(taken, { offered: [job.id], refused: [] });
  step('offered');
  await act(job.id, 'accept', { crew: proposal.crew });
  step('accepted');
  await act(job.id, 'depart', { crew: proposal.crew });
  step('on the way');
  const [row] = await server.get(`/api/v1/incidents?element=${fibre}`);
  assert.equal(row.crew_state, 'on_the_way');
  const driven = await proposed(job.id, (one) => one.state === 'under_way');
  assert.equal(driven.crew, proposal.crew);
  t.diagnostic(steps.join(', '));
  await act(job.id, 'arrive', { crew: proposal.crew });
  await act(job.id, 'finish', { crew: proposal.crew });
  assert.deepEqual(await proposals(`job=${job.id}`), []);
});

test('the nearer crew is proposed, with the second best and what each would cost', async () => {
  const { id } = await made();
  const row = await proposed(id);
  assert.equal(row.crew, 'C1');
  assert.equal(row.why, 'least_added');
  assert.equal(row.second_crew, 'C2');
  assert.ok(row.second_drive_s > row.drive_s);
  const { choices } = await server.get(`/api/v1/jobs/${id}/choices`);
  assert.deepEqual(
    choices.map(({ crew, able }) => [crew, able]),
    [
      ['C1', true],
      ['C2', true],
    ],
  );
  assert.equal(choices[0].dearer, 0);
  assert.ok(choices[1].dearer > 600);
  const figures = await plan();
  assert.ok(figures.weighted_completion > 0);
  assert.ok(figures.weighted_completion <= figures.greedy_weighted_completion);
  await cancel(id);
});

test('a pin moves the proposal, a forbid moves it on, both through a restart', async () => {
  const { id } = await made();
  await proposed(id, (row) => row.crew === 'C1');
  await act(id, 'pin', { crew: 'C2' });
  const pinned = await proposed(id, (row) => row.crew === 'C2');
  assert.equal(pinned.why, 'pinned');
  await server.kill();
  await server.start();
  assert.equal((await proposed(id)).crew, 'C2');
  await act(id, 'unpin');
  await act(id, 'forbid', { crew: 'C1' });
  await proposed(id, (row) => row.crew === 'C2' && row.why === 'only_able');
  await cancel(id);
});

test('what nobody can do says which thing nobody has', async () => {
  const { id } = await made({ tools: ['吊车'] });
  const row = await proposed(id, (one) => one.state === 'unassigned');
  assert.equal(row.reason, 'nobody_has_tool');
  assert.deepEqual(row.reason_names, ['吊车']);
  const refused = await server.post('/api/v1/proposals/offer', { jobs: [id] });
  assert.equal(refused.refused[0].name, 'job_must_be_proposed_to_a_crew');
  await cancel(id);
});

test('a closed road delays or moves the crew until it opens', async () => {
  const { id } = await made({ place: { longitude_deg: 114.36, latitude_deg: 30.55 } });
  const free = await proposed(id);
  assert.equal(free.crew, 'C1');
  const closure = await server.post(
    '/api/v1/closures',
    {
      unit: '420106',
      place: { longitude_deg: 114.335, latitude_deg: 30.55 },
      radius_m: 400,
      until: minutes(240),
      reason: '塌方',
    },
    { status: 201 },
  );
  await proposed(id, (row) => row.crew === 'C2' || row.drive_s > free.drive_s + 3600);
  await server.post(`/api/v1/closures/${closure.id}/end`, { reason: '通了' });
  await proposed(id, (row) => row.crew === 'C1' && row.drive_s < free.drive_s + 120);
  const refusal = await server.post(
    '/api/v1/closures',
    { unit: '420106', place: near, radius_m: -1, until: minutes(9), reason: 'x' },
    { status: 400 },
  );
  assert.equal(refusal.field, 'radius_m');
  await cancel(id);
});

test('in automatic mode the next stop is offered by itself', async () => {
  const mode = await server.post('/api/v1/plans/420000/mode', {
    mode: 'automatic',
    reason: '夜班人手少',
  });
  assert.equal(mode.mode, 'automatic');
  const { id } = await made();
  const row = await until('the job is offered', async () => {
    const job = await server.get(`/api/v1/jobs/${id}`);
    return job.state === 'offered' && job;
  });
  assert.equal(row.crew, 'C1');
  await server.post('/api/v1/plans/420000/mode', { mode: 'proposing', reason: '够了' });
  await cancel(id);
});

test('bad input is named, and a plan of no desk is not found', async () => {
  const none = await server.post('/api/v1/plans/440000/replan', {}, { status: 404 });
  assert.equal(none.name, 'plan_must_exist');
  const empty = await server.post('/api/v1/proposals/offer', { jobs: [] }, { status: 400 });
  assert.equal(empty.field, 'jobs');
  await server.post('/api/v1/plans/420000/replan', { reason: '看看' }, { status: 202 });
  assert.equal((await server.ask('GET', '/api/v1/jobs/420000-99999/choices')).status, 404);
});
