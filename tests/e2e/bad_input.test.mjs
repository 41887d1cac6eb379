// SPDX-License-Identifier: Apache-2.0
// What comes in wrong is refused with a reason, a name and the field to blame, and harms nobody.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lay_ground, order_for } from './ground.mjs';
import { limit } from './limits.mjs';
import { Server } from './server.mjs';
import { batch_path, fault, one_path, report } from './ves.mjs';

let server;

before(async () => {
  server = await Server.start();
  await lay_ground(server);
});
after(() => server?.kill());

// Fails unless the answer is a problem document (RFC 9457) with these.
function must_be_problem(answer, status, name, field) {
  const what = `${answer.status} ${answer.text}`;
  assert.equal(answer.status, status, what);
  assert.equal(answer.headers['content-type'], 'application/problem+json', what);
  const problem = answer.json();
  for (const member of ['type', 'title', 'detail', 'name', 'field'])
    assert.equal(typeof problem[member], 'string', `${member} in ${what}`);
  assert.equal(problem.status, status, what);
  assert.match(problem.name, /^[a-z0-9]+(_[a-z0-9]+)+$/, what);
  assert.ok(problem.title.length > 0, what);
  if (name) assert.equal(problem.name, name, what);
  if (field !== undefined) assert.equal(problem.field, field, what);
}

// VES has a form of its own (VES 7.2.1, section "Exceptions"), the field among its variables.
function must_be_ves_refusal(answer, status, field) {
  const what = `${answer.status} ${answer.text}`;
  assert.equal(answer.status, status, what);
  const [exception] = Object.values(answer.json().requestError);
  assert.match(exception.messageId, /^(SVC|POL)\d{4}$/, what);
  assert.equal(typeof exception.text, 'string', what);
  if (field)
    assert.ok(
      exception.variables.some((said) => said.split(',')[0] === field),
      what,
    );
}

const json = { 'content-type': 'application/json' };
const post = (path, body, options) => server.ask('POST', path, { body, headers: json, ...options });

test('a body that is not JSON is refused, whatever is wrong with it', async () => {
  const broken = [
    '{',
    '{"a":}',
    '[1,2',
    '"',
    '{"subject_zh":"x"} trailing',
    '\u0000',
    '{"a":01}',
    '{"a":NaN}',
    "{'subject_zh':'x'}",
    '{"subject_zh":"tab\there"}',
  ];
  for (const body of broken) {
    must_be_problem(await post('/api/v1/orders', body), 400, 'body_must_be_json');
    must_be_ves_refusal(await post(one_path, body), 400, 'body');
  }
});

test('a thousand arrays within each other are refused and nothing overflows', async () => {
  const deep = '['.repeat(1000) + ']'.repeat(1000);
  const members = '{"a":'.repeat(1000) + '1' + '}'.repeat(1000);
  for (const body of [deep, members, '['.repeat(100_000)]) {
    must_be_problem(await post('/api/v1/orders', body), 400, 'body_must_be_json');
    must_be_ves_refusal(await post(one_path, body), 400);
  }
});

test('bytes that are not UTF-8 are refused in bodies, paths and queries', async () => {
  const bytes = Buffer.from('{"subject_zh":"\xff\xfe"}', 'latin1');
  must_be_problem(await post('/api/v1/orders', bytes), 400, 'body_must_be_json');
  must_be_ves_refusal(await post(one_path, bytes), 400);
  for (const path of ['/api/v1/alarms/%ff', '/api/v1/alarms?q=%c3%28', '/api/v1/alarms?q=%00'])
    must_be_problem(await server.ask('GET', path), 400, 'target_must_be_well_formed', 'target');
  must_be_problem(await server.ask('GET', '/api/v1/alarms?q=%zz'), 400, null, 'target');
});

test('a member of the wrong type, or that nobody knows, is named', async () => {
  const order = order_for(['420106']);
  const wrong = [
    [{ ...order, subject_zh: 5 }, 'field_must_have_the_right_type', 'subject_zh'],
    [{ ...order, recipients: '420106' }, 'field_must_have_the_right_type', 'recipients'],
    [{ ...order, recipients: ['420106', 7] }, 'field_must_have_the_right_type', 'recipients[1]'],
    [
      { ...order, acknowledge_within_s: 'soon' },
      'field_must_have_the_right_type',
      'acknowledge_within_s',
    ],
    [{ ...order, acknowledge_within_s: 1.5 }, null, 'acknowledge_within_s'],
    [{ ...order, priority: 'immediately' }, 'field_must_be_a_known_word', 'priority'],
    [{ ...order, subjekt: 'x' }, 'field_must_be_known', 'subjekt'],
    [{ ...order, acknowledge_within_s: 0 }, 'deadline_must_lie_ahead', 'acknowledge_within_s'],
    [{ ...order, finish_within_s: 1 }, 'finish_must_follow_acknowledge', 'finish_within_s'],
    [{ ...order, recipients: [] }, 'recipients_must_be_given', 'recipients'],
    [{ ...order, recipients: ['999999'] }, 'unit_must_be_known', 'recipients[0]'],
    [{ ...order, text: 'x'.repeat(limit('text_bytes_max') + 1) }, 'text_must_be_short', 'text'],
    [[order], 'field_must_have_the_right_type', undefined],
  ];
  for (const [body, name, field] of wrong)
    must_be_problem(await post('/api/v1/orders', body), 400, name, field);
  const text = await post('/api/v1/orders', JSON.stringify(order), {
    headers: { 'content-type': 'text/plain' },
  });
  must_be_problem(text, 400, 'content_type_must_be_json', 'Content-Type');
  assert.equal(await server.count('/api/v1/orders'), 0, 'nothing of it was issued');
});

test('a wrong VES event is refused with its place, and its whole batch with it', async () => {
  const changed = (change) => {
    const event = fault({ source: 'VES-WRONG' });
    change(event.commonEventHeader, event.faultFields, event);
    return event;
  };
  const wrong = [
    [changed((h) => (h.version = '3.0')), 'commonEventHeader.version'],
    [
      changed((h) => (h.vesEventListenerVersion = '5.4')),
      'commonEventHeader.vesEventListenerVersion',
    ],
    [changed((h, f) => (f.faultFieldsVersion = '9.9')), 'faultFields.faultFieldsVersion'],
    [changed((h) => (h.sequence = 'one')), 'commonEventHeader.sequence'],
    [changed((h) => (h.lastEpochMicrosec = -1)), 'commonEventHeader.lastEpochMicrosec'],
    [changed((h) => delete h.eventId), 'commonEventHeader.eventId'],
    [changed((h) => (h.sourceName = '')), 'commonEventHeader.sourceName'],
    [changed((h) => (h.sourceName = 'x'.repeat(201))), 'commonEventHeader.sourceName'],
    [changed((h, f) => (f.eventSeverity = 'BAD')), 'faultFields.eventSeverity'],
    [changed((h, f) => (f.colour = 'red')), 'faultFields.colour'],
    [changed((h, f, e) => delete e.faultFields), 'faultFields'],
    [changed((h, f, e) => (e.faultField = f)), 'faultField'],
  ];
  for (const [event, field] of wrong) {
    must_be_ves_refusal(await post(one_path, { event }), 400, `event.${field}`);
    const eventList = [fault({ source: 'VES-RIGHT' }), event];
    must_be_ves_refusal(await post(batch_path, { eventList }), 400, `eventList[1].${field}`);
  }
  assert.equal(await server.count('/api/v1/alarms'), 0, 'nothing of it was taken');
  const many = Array.from({ length: limit('ves_batch_events_max') + 1 }, () => 0);
  must_be_ves_refusal(await post(batch_path, { eventList: many }), 413);
});

test('an alarm of an element that nobody knows is taken, and listed as unmapped', async () => {
  await report(server, fault({ source: 'NOBODY-KNOWS', severity: 'CRITICAL' }));
  const [alarm, ...others] = await server.get('/api/v1/alarms?mapped=false');
  assert.deepEqual(others, []);
  assert.equal(alarm.source_name, 'NOBODY-KNOWS');
  assert.equal(alarm.mapped, false);
  const { alarms } = await server.get('/api/v1/picture');
  assert.equal(alarms.unmapped, 1);
  assert.equal(await server.count('/api/v1/alarms?mapped=true'), 0);
});

test('a body of 3 MB is too large for all but an import', async () => {
  const large = JSON.stringify({ subject_zh: 'x'.repeat(3 * 1024 * 1024) });
  const answer = await post('/api/v1/orders', large);
  must_be_problem(answer, 413, 'body_must_not_be_too_large', 'body');
  must_be_ves_refusal(await post(one_path, large), 413);
  const header = 'id,name,kind,region,longitude_deg,latitude_deg,depends_on\n';
  const headers = { 'content-type': 'text/csv' };
  const body = header + `X,${'x'.repeat(300)},fibre,420106,114,30,\n`.repeat(10_000);
  const imported = await server.ask('POST', '/api/v1/elements/import?check=true', {
    body,
    headers,
  });
  assert.equal(imported.status, 400, 'read to its end, and refused row by row');
  assert.ok(imported.json().refused_total >= 10_000);
});

test('headers that are too large, or too many, are refused', async () => {
  const large = { 'x-large': 'x'.repeat(limit('http_header_bytes_max')) };
  must_be_problem(
    await server.ask('GET', '/healthz', { headers: large }),
    431,
    'headers_must_not_be_too_large',
  );
  const path = `/api/v1/alarms?q=${'x'.repeat(limit('http_header_bytes_max'))}`;
  must_be_problem(await server.ask('GET', path), 431, 'headers_must_not_be_too_large');
});

test('a path that does not exist and a method that is not taken are told apart', async () => {
  must_be_problem(await server.ask('GET', '/api/v1/nothing'), 404, 'path_must_exist', 'path');
  must_be_problem(await server.ask('POST', '/api/v2/alarms'), 404, 'path_must_exist', 'path');
  const refused = await server.ask('DELETE', '/api/v1/alarms');
  must_be_problem(refused, 405, 'method_must_be_allowed', 'method');
  assert.deepEqual(refused.headers.allow.split(/, */).sort(), ['GET', 'HEAD']);
  const other = await server.ask('PUT', '/api/v1/orders', { body: {} });
  must_be_problem(other, 405, 'method_must_be_allowed', 'method');
  assert.deepEqual(other.headers.allow.split(/, */).sort(), ['GET', 'HEAD', 'POST']);
  for (const id of ['100000-999', 'nonsense', '999999-1', '100000-18446744073709551616'])
    must_be_problem(await server.ask('GET', `/api/v1/alarms/${id}`), 404, 'alarm_must_exist', 'id');
});

test('a VES client is told in the words of its own standard, whatever is wrong', async () => {
  must_be_ves_refusal(
    await server.ask('POST', '/eventListener/v9', { body: {} }),
    404,
    'path_must_exist',
  );
  const refused = await server.ask('DELETE', one_path);
  must_be_ves_refusal(refused, 405, 'method_must_be_allowed');
  assert.equal(refused.headers.allow, 'POST');
  const stranger = await server.ask('POST', one_path, { body: {}, token: 'nobody' });
  must_be_ves_refusal(stranger, 401, 'token_must_be_valid');
  assert.match(stranger.headers['www-authenticate'], /^Basic /);
});

test('a list names the attribute, the value or the page that it cannot understand', async () => {
  const wrong = [
    ['colour=red', 'attribute_must_be_known', 'colour'],
    ['sort=-colour', 'attribute_must_be_known', 'sort'],
    ['fields=id,colour', 'attribute_must_be_known', 'fields'],
    ['raised_at.near=2020-01-23T02:00:00Z', 'attribute_must_be_known', 'raised_at.near'],
    ['raised_at.gte=yesterday', 'value_must_be_well_formed', 'raised_at.gte'],
    ['perceived_severity=terrible', 'value_must_be_well_formed', 'perceived_severity'],
    ['mapped=perhaps', 'value_must_be_well_formed', 'mapped'],
    ['offset=-1', 'offset_must_be_a_number', 'offset'],
    ['offset=1e3', 'offset_must_be_a_number', 'offset'],
    ['offset=99999999999999999999', 'offset_must_be_a_number', 'offset'],
    ['offset=1000001', 'offset_must_be_in_range', 'offset'],
    ['limit=many', 'limit_must_be_a_number', 'limit'],
    ['limit=', 'limit_must_be_a_number', 'limit'],
    ['limit=1001', 'limit_must_be_in_range', 'limit'],
    ['format=xml', 'format_must_be_json_or_csv', 'format'],
  ];
  for (const [query, name, field] of wrong)
    must_be_problem(await server.ask('GET', `/api/v1/alarms?${query}`), 400, name, field);
  assert.deepEqual(await server.get('/api/v1/alarms?offset=1000000'), []);
});

test('a caller who is not known, or not allowed, is told which', async () => {
  const stranger = await server.ask('GET', '/api/v1/alarms', { token: '' });
  must_be_problem(stranger, 401, 'caller_must_be_known');
  assert.match(stranger.headers['www-authenticate'], /^Bearer/);
  must_be_problem(
    await server.ask('GET', '/api/v1/alarms', { token: 'x' }),
    401,
    'token_must_be_valid',
  );
  const viewer = await server.token_for('viewer', 'viewer', '100000');
  const [alarm] = await server.get('/api/v1/alarms?limit=1', { token: viewer });
  const acknowledge = `/api/v1/alarms/${alarm.id}/acknowledge`;
  must_be_problem(await post(acknowledge, {}, { token: viewer }), 403, 'role_must_suffice');
  const event = { event: fault({ source: 'BY-VIEWER' }) };
  assert.equal((await post(one_path, event, { token: viewer })).status, 403);
  const operator = await server.token_for('operator', 'operator', '100000');
  const order = order_for(['420106']);
  must_be_problem(
    await post('/api/v1/orders', order, { token: operator }),
    403,
    'role_must_suffice',
  );
  must_be_problem(
    await server.ask('GET', '/api/v1/accounts', { token: operator }),
    403,
    'role_must_suffice',
  );
});

test('the operator of another city may neither answer nor see an order of Wuhan', async () => {
  const order = await server.post('/api/v1/orders', order_for(['420106']), { status: 201 });
  const xiangyang = await server.token_for('xiangyang', 'operator', '420600');
  const acknowledge = `/api/v1/orders/${order.id}/acknowledge`;
  must_be_problem(
    await post(acknowledge, { unit: '420106' }, { token: xiangyang }),
    403,
    'unit_must_be_within_reach',
  );
  must_be_problem(await post(acknowledge, {}, { token: xiangyang }), 403);
  const seen = await server.ask('GET', `/api/v1/orders/${order.id}`, { token: xiangyang });
  must_be_problem(seen, 404, 'order_must_exist', 'id');
  assert.deepEqual(await server.get('/api/v1/orders', { token: xiangyang }), []);
  const wuhan = await server.token_for('wuhan', 'operator', '420100');
  const taken = await post(acknowledge, {}, { token: wuhan });
  assert.equal(taken.status, 200, taken.text);
  assert.equal(taken.json().state, 'acknowledged');
});

test('the administrator of a city rules over the accounts of that city only', async () => {
  const wuhan = await server.token_for('wuhan-admin', 'administrator', '420100');
  const account = (name, unit) => ({
    name,
    display_name: name,
    role: 'administrator',
    unit,
    password: 'long enough to be taken',
  });
  const make = (name, unit) => post('/api/v1/accounts', account(name, unit), { token: wuhan });
  must_be_problem(await make('above', '100000'), 403);
  must_be_problem(await make('beside', '420600'), 403);
  assert.equal((await make('below', '420106')).status, 201);
  const admin = '/api/v1/accounts/admin';
  const password = { password: 'taken over by a city' };
  must_be_problem(await post(`${admin}/password`, password, { token: wuhan }), 403);
  must_be_problem(await post(`${admin}/tokens`, { label: 'x' }, { token: wuhan }), 403);
  must_be_problem(await post(`${admin}/disable`, {}, { token: wuhan }), 403);
});

test('whoever guesses a password is slowed down, and nobody else', async () => {
  await server.token_for('guessed', 'viewer', '420106');
  const log_in = (name, password) => post('/api/v1/session', { name, password }, { token: '' });
  for (let i = 0; i < limit('login_failures_max'); ++i)
    must_be_problem(await log_in('guessed', `guess ${i}`), 401, 'password_must_match');
  for (const password of ['another guess', 'guessed has a long one']) {
    const late = await log_in('guessed', password);
    must_be_problem(late, 429, 'attempts_must_be_fewer');
    assert.ok(Number(late.headers['retry-after']) >= 1);
  }
  assert.equal((await log_in(server.user, server.password)).status, 200);
  must_be_problem(await log_in('nobody-of-that-name', 'x'), 401, 'password_must_match');
});
