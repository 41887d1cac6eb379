// SPDX-License-Identifier: Apache-2.0
// Orders that cannot be given or answered as they were asked: each refusal names the field and the
// reason, the server lives on and nothing of what it had is changed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lay_ground, order_for } from './ground.mjs';
import { limit } from './limits.mjs';
import { import_when_known, people_header, person_line } from './orders.mjs';
import { Server } from './server.mjs';

let server;
let list;

before(async () => {
  server = await Server.start();
  await lay_ground(server);
  const people = [
    people_header,
    person_line('A', '420106', { substitute: 'B' }),
    person_line('B', '420106'),
    person_line('C', '420600', { account: 'cheng' }),
  ];
  await import_when_known(server, 'people', `${people.join('\n')}\n`);
  const body = { kind: 'working_group', unit: '420106', name_zh: '组' };
  body.members = [{ person: 'A', post: '' }];
  list = await server.post('/api/v1/rosters', body, { status: 201 });
});
after(() => server?.kill());

// Fails unless the answer is a problem document (RFC 9457) with these.
function must_be_problem(answer, status, name, field) {
  const what = `${answer.status} ${answer.text.slice(0, 500)}`;
  assert.equal(answer.status, status, what);
  assert.equal(answer.headers['content-type'], 'application/problem+json', what);
  const problem = answer.json();
  if (name) assert.equal(problem.name, name, what);
  if (field !== undefined) assert.equal(problem.field, field, what);
}

const orders = () => server.rows('/api/v1/orders', '&sort=id');
const position = async () => (await server.get('/api/v1/desks'))[0].position;
const post = (path, body, options) => server.ask('POST', path, { body, ...options });

/// What is refused leaves neither an event nor an order.
async function refused(words, status, name, field) {
  const before = await position();
  const body = { ...order_for(['420106']), ...words };
  must_be_problem(await post('/api/v1/orders', body), status, name, field);
  assert.equal(await position(), before, 'a refusal is no event');
}

test('who is not known cannot be ordered', async () => {
  const nobody = { recipients: [] };
  await refused({ recipients: ['999999'] }, 400, 'unit_must_be_known', 'recipients[0]');
  await refused({ recipients: ['420106', '999999'] }, 400, 'unit_must_be_known', 'recipients[1]');
  await refused({ ...nobody, people: ['A', 'X'] }, 400, 'person_must_be_known', 'people[1]');
  await refused({ ...nobody, rosters: ['100000-99'] }, 400, 'roster_must_be_known', 'rosters[0]');
  await refused({ ...nobody, on_duty: ['999999'] }, 400, 'unit_must_be_known', 'on_duty[0]');
  await refused(nobody, 400, 'recipients_must_be_given', 'recipients');
  await refused({ ...nobody, level: 'continent' }, 400, 'field_must_be_a_known_word', 'level');
  const bad = ['420106', '42010x'];
  await refused({ recipients: bad }, 400, undefined, 'recipients[1]');
});

test('a deadline lies ahead, and the end after the word', async () => {
  const wrong = [
    [{ acknowledge_within_s: 0 }, 'deadline_must_lie_ahead', 'acknowledge_within_s'],
    [{ acknowledge_within_s: -1 }, 'deadline_must_lie_ahead', 'acknowledge_within_s'],
    [{ acknowledge_within_s: 91 * 86_400 }, 'deadline_must_lie_ahead', 'acknowledge_within_s'],
    [{ start_within_s: -5 }, 'deadline_must_lie_ahead', 'start_within_s'],
    [{ start_within_s: 1 }, 'start_must_follow_acknowledge', 'start_within_s'],
    [{ finish_within_s: 1 }, 'finish_must_follow_acknowledge', 'finish_within_s'],
    [{ finish_within_s: 91 * 86_400 }, 'finish_must_follow_acknowledge', 'finish_within_s'],
  ];
  for (const [words, name, field] of wrong) await refused(words, 400, name, field);
  for (const value of [1.5, '60', 1e30])
    await refused(
      { acknowledge_within_s: value },
      400,
      'field_must_have_the_right_type',
      'acknowledge_within_s',
    );
});

test('a quorum and substitutes must be possible', async () => {
  const who = (unit, person = '') => ({ unit, person });
  await refused({ quorum: 2 }, 400, 'quorum_must_be_within_the_recipients', 'quorum');
  await refused({ quorum: -1 }, 400, 'field_must_have_the_right_type', 'quorum');
  await refused({ widen_to: [who('420600')] }, 400, 'quorum_must_be_given', 'quorum');
  await refused(
    { quorum: 1, widen_to: [who('420600'), who('999999')] },
    400,
    'unit_must_be_known',
    'widen_to[1]',
  );
  const set = (...pairs) => ({ substitutes: pairs.map(([of, by]) => ({ of, by })) });
  const [one, two, three] = ['420106', '420600', '420100'].map((unit) => who(unit));
  await refused(set([one, one]), 400, 'substitute_must_be_another', 'substitutes[0].by');
  await refused(set([one, two], [one, three]), 400, 'substitute_must_be_the_only_one');
  const circle = set([one, two], [two, three], [three, one]);
  await refused(circle, 400, 'substitutes_must_end', 'substitutes[0].by');
  const [a, b] = [who('420106', 'A'), who('420106', 'B')];
  await refused(set([a, b], [b, a]), 400, 'substitutes_must_end', 'substitutes[0].by');
  await refused(set([a, who('420106', 'X')]), 400, 'person_must_be_known', 'substitutes[0].by');
});

test("a circle of people's own substitutes is refused, one by one and in a file", async () => {
  must_be_problem(
    await post('/api/v1/people/B/substitute', { person: 'A' }),
    400,
    'substitutes_must_end',
    'person',
  );
  const circle = [
    people_header,
    person_line('K', '420106', { substitute: 'L' }),
    person_line('L', '420106', { substitute: 'K' }),
  ];
  const headers = { 'content-type': 'text/csv' };
  const body = `${circle.join('\n')}\n`;
  const answer = await server.ask('POST', '/api/v1/people/import', { body, headers });
  assert.equal(answer.status, 400, answer.text);
  assert.match(answer.text, /substitutes_must_end/);
  assert.equal((await server.ask('GET', '/api/v1/people/K')).status, 404);
});

test('what must come with "done" is asked for by its name', async () => {
  const evidence = { note: true, number: '站点数', photos: 0 };
  const { id } = await server.post('/api/v1/orders', order_for(['420106'], { evidence }), {
    status: 201,
  });
  const path = `/api/v1/orders/${id}/finish`;
  const finish = (more) => post(path, { unit: '420106', ...more });
  must_be_problem(await finish({}), 400, 'note_must_be_given', 'note');
  must_be_problem(await finish({ note: 'x' }), 400, 'number_must_be_given', 'number');
  for (const number of ['NaN', 'Infinity', '1e999', '"7"']) {
    const body = `{"unit":"420106","note":"x","number":${number}}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await server.ask('POST', path, { body, headers });
    assert.equal(answer.status, 400, `${number}: ${answer.text}`);
    const { name } = answer.json();
    assert.ok(['body_must_be_json', 'field_must_have_the_right_type'].includes(name), name);
  }
  const [still] = (await orders()).filter((order) => order.id === id);
  assert.deepEqual([still.state, still.recipients_done], ['open', 0]);
  assert.equal((await finish({ note: 'x', number: 0 })).json().state, 'done');
});

test('photos that nobody has sent are no evidence', async () => {
  const evidence = { note: false, number: '', photos: 1 };
  const { id } = await server.post('/api/v1/orders', order_for(['420106'], { evidence }), {
    status: 201,
  });
  const path = `/api/v1/orders/${id}/finish`;
  must_be_problem(await post(path, { unit: '420106' }), 400, 'photos_must_be_given', 'photos');
  const many = Array.from({ length: limit('photos_max') + 1 }, (_, i) =>
    i.toString(16).padStart(64, '0'),
  );
  const crowd = await post(path, { unit: '420106', photos: many });
  must_be_problem(crowd, 400, 'photos_must_be_fewer', 'photos');
  const unknown = await post(path, { unit: '420106', photos: ['0'.repeat(64)] });
  must_be_problem(unknown, 400, 'photo_must_be_known', 'photos');
});

test('two people who close one order at once: one does, the other hears who did', async () => {
  const tokens = [];
  for (const name of ['first-on-duty', 'second-on-duty'])
    tokens.push({ name, token: await server.token_for(name, 'operator', '420106') });
  for (let round = 0; round < 10; ++round) {
    const { id } = await server.post('/api/v1/orders', order_for(['420106']), { status: 201 });
    const answers = await Promise.all(
      tokens.map(({ token }) => post(`/api/v1/orders/${id}/finish`, { note: 'ok' }, { token })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const first = tokens[answers.findIndex(({ status }) => status === 200)].name;
    const late = answers.find(({ status }) => status === 409);
    must_be_problem(late, 409, 'order_must_not_be_done');
    assert.match(late.json().detail, new RegExp(first), late.text);
  }
});

test("nobody closes another unit's order, nor one that is not there", async () => {
  const { id } = await server.post('/api/v1/orders', order_for(['420600']), { status: 201 });
  const token = await server.token_for('someone-else', 'operator', '420106');
  const path = `/api/v1/orders/${id}/finish`;
  const before = await orders();
  must_be_problem(
    await post(path, { unit: '420600' }, { token }),
    403,
    'unit_must_be_within_reach',
  );
  must_be_problem(await post(path, {}, { token }), 403, 'unit_must_be_a_recipient');
  must_be_problem(await post(path, { unit: '420106' }, { token }), 403, 'unit_must_be_a_recipient');
  const nobody = { unit: '420600', person: 'X' };
  must_be_problem(await post(path, nobody), 403, 'unit_must_be_a_recipient');
  const viewer = await server.token_for('onlooker', 'viewer', '420600');
  must_be_problem(await post(path, {}, { token: viewer }), 403, 'role_must_suffice');
  for (const other of ['100000-999999', '999999-1', 'x', '0'])
    must_be_problem(await post(`/api/v1/orders/${other}/finish`, {}), 404, 'order_must_exist');
  const superiors = { hand_on: { to: { unit: '420106' } }, supervise: { answer_within_s: 60 } };
  for (const [verb, more] of Object.entries(superiors)) {
    const body = { unit: '420600', reason: 'x', ...more };
    const answer = await post(`/api/v1/orders/${id}/${verb}`, body, { token });
    must_be_problem(answer, 403, 'role_must_suffice');
  }
  assert.deepEqual(await orders(), before);
});

test('what is too large is refused before it is looked at', async () => {
  const before = await orders();
  const many = Array.from({ length: limit('order_recipients_max') + 1 }, () => '420106');
  await refused({ recipients: many }, 400, 'recipients_must_be_fewer', 'recipients');
  const people = Array.from({ length: limit('order_recipients_max') + 1 }, (_, i) => `${i}`);
  await refused({ recipients: [], people }, 400, 'recipients_must_be_fewer', 'recipients');
  const pairs = Array.from({ length: limit('order_substitutes_max') + 1 }, () => ({
    of: { unit: '420106' },
    by: { unit: '420600' },
  }));
  await refused({ substitutes: pairs }, 400, 'substitutes_must_be_fewer', 'substitutes');
  await refused(
    { text: 'x'.repeat(limit('text_bytes_max') + 1) },
    400,
    'text_must_be_short',
    'text',
  );
  const huge = await post('/api/v1/orders', 'x'.repeat(limit('http_body_bytes_max') + 1)).catch(
    (error) => ({ status: error.code }),
  );
  assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(huge.status), `${huge.status}`);
  assert.deepEqual(await orders(), before);
});

test('after all of this the server is the same when it comes back', async () => {
  const before = await orders();
  await server.kill();
  await server.start();
  assert.deepEqual(await orders(), before);
  assert.equal((await server.get(`/api/v1/rosters/${list.id}`)).members.length, 1);
  const { id } = await server.post('/api/v1/orders', order_for(['420106']), { status: 201 });
  assert.equal((await server.post(`/api/v1/orders/${id}/finish`, {})).state, 'done');
});
