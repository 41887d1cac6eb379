// SPDX-License-Identifier: Apache-2.0
// The journal's alarms as TMF642 has them, whatever door they came by: every answer is checked
// against TM Forum's own description where it is at hand. The description calls an alarm's id an
// integer, which it is nowhere in the field: the check reads it as the text that it is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fibre, hospital, lay_ground, stations } from './ground.mjs';
import { Listener } from './listener.mjs';
import { Server, until } from './server.mjs';
import { tmf_client } from './tmf_client.mjs';
import { description_of, must_fit } from './tmf_schema.mjs';
import { fault, report } from './ves.mjs';

const api = '/tmf-api/alarmManagement/v4';
const alarms = `${api}/alarm`;
const tmf642 = description_of('TMF642-Alarm-v4.0.0.swagger.json');
if (tmf642)
  for (const name of ['Alarm', 'AlarmRefOrValue'])
    if (tmf642.definitions[name].properties.id)
      tmf642.definitions[name].properties.id.type = 'string';
if (!tmf642) console.log('# SKIPPED: answers are not checked against TMF642, which is not here');
const mandatory = [
  'alarmType',
  'perceivedSeverity',
  'probableCause',
  'alarmedObject',
  'sourceSystemId',
  'state',
  'alarmRaisedTime',
];

let server;
let listener; // told of everything
before(async () => {
  server = await Server.start({ args: ['--desks', '420000', '--hub-callbacks', '127.0.0.1'] });
  await lay_ground(server);
});
after(() => {
  listener?.stop();
  return server?.kill();
});

const { ask, must, must_refuse, fitting } = tmf_client(() => server, tmf642);
const by = (filters, path = alarms) => `${path}?${new URLSearchParams(filters)}`;

let made = 0;
const minimal = (words = {}) => ({
  alarmType: 'equipmentAlarm',
  perceivedSeverity: 'minor',
  probableCause: `cause-${++made}`,
  alarmedObject: { id: stations[0] },
  sourceSystemId: 'oss-7',
  state: 'raised',
  alarmRaisedTime: '2020-01-23T02:00:00Z',
  ...words,
});
const posted = (words) => fitting('Alarm', 201, 'POST', alarms, minimal(words));
const patched = (id, patch) => fitting('Alarm', 200, 'PATCH', `${alarms}/${id}`, patch);
const read = (id) => fitting('Alarm', 200, 'GET', `${alarms}/${id}`);
async function listed(filters, path = alarms) {
  const answer = await must(200, 'GET', by(filters, path));
  const rows = answer.json();
  assert.equal(answer.headers['x-result-count'], String(rows.length));
  return { rows, total: Number(answer.headers['x-total-count']) };
}

test('an alarm that is posted is answered as it was, and is an alarm of the journal', async () => {
  const body = minimal({
    externalAlarmId: 'EXT-1',
    specificProblem: 'fan 3 stands still',
    alarmDetails: 'shelf 2',
    proposedRepairedActions: 'change the fan',
    alarmEscalation: false,
    reportingSystemId: 'umbrella',
    ackState: 'acknowledged',
    ackUserId: 'li',
    ackSystemId: 'oss-7',
    alarmReportingTime: '2020-01-23T02:00:05.000Z',
    alarmedObject: { id: stations[0], '@type': 'Station' },
    crossedThresholdInformation: { indicatorName: 'rpm', observedValue: '0' },
    comment: [{ comment: 'seen', userId: 'li', systemId: 'oss-7', time: '2020-01-23T02:01:00Z' }],
    rack: { row: 7 },
  });
  const answer = await must(201, 'POST', alarms, body);
  const alarm = answer.json();
  must_fit(tmf642, 'Alarm', alarm);
  assert.equal(answer.headers.location, alarm.href);
  for (const [name, value] of Object.entries(body)) assert.deepEqual(alarm[name], value, name);
  assert.equal(typeof alarm.id, 'string');
  assert.deepEqual(await read(alarm.id), alarm);
  const own = await server.get(`/api/v1/alarms/${alarm.id}`);
  assert.equal(own.source_name, stations[0]);
  assert.equal(own.probable_cause, body.probableCause);
  assert.equal(own.ack_state, 'acknowledged');
  assert.equal(own.origin, 'oss-7');
  const again = await must(201, 'POST', alarms, body);
  assert.equal(again.json().id, alarm.id);
  assert.equal((await server.get(`/api/v1/alarms/${alarm.id}`)).count, 2);
});

test('an alarm of another door carries what is mandatory, and what the journal knows', async () => {
  await report(server, fault({ source: fibre, condition: 'lossOfSignal', severity: 'CRITICAL' }));
  const [row] = (await listed({ 'alarmedObject.id': fibre })).rows;
  must_fit(tmf642, 'Alarm', row);
  for (const name of mandatory) assert.ok(row[name], name);
  assert.equal(row.perceivedSeverity, 'critical');
  assert.equal(row.isRootCause, true);
  assert.equal(row.serviceAffecting, true);
  assert.equal(row.plannedOutageIndicator, 'false');
  assert.ok(row.alarmedObject.href.endsWith(`/resource/${fibre}`));
  assert.ok(row.affectedService.some(({ id }) => id.startsWith(`${hospital}:`)));
  await report(server, fault({ source: stations[0], condition: 'down', severity: 'CRITICAL' }));
  const [behind] = (await listed({ probableCause: 'down' })).rows;
  assert.equal(behind.isRootCause, false);
  assert.ok(behind.correlatedAlarm.some(({ id }) => id === row.id));
  assert.ok(behind.place.some(({ id }) => id === hospital));
  await report(server, fault({ source: 'NOBODY-KNOWS', condition: 'odd' }));
  const [unknown] = (await listed({ probableCause: 'odd' })).rows;
  for (const name of mandatory) assert.ok(unknown[name], name);
  assert.equal(unknown.alarmedObject.href, undefined);
});

test('a merge patch is saved, read back and done to the alarm', async () => {
  const { id } = await posted({ externalAlarmId: 'A', ward: 3 });
  const patch = {
    externalAlarmId: 'B',
    ward: null,
    perceivedSeverity: 'major',
    ackState: 'acknowledged',
    ackUserId: 'wang',
    comment: [{ comment: 'on the way', userId: 'wang' }],
    isRootCause: true,
  };
  const alarm = await patched(id, patch);
  const { ward, ...same } = patch;
  for (const [name, value] of Object.entries(same)) assert.deepEqual(alarm[name], value, name);
  assert.ok(!('ward' in alarm), `${ward}`);
  assert.deepEqual(await read(id), alarm);
  const own = await server.get(`/api/v1/alarms/${id}`);
  assert.equal(own.perceived_severity, 'major');
  assert.equal(own.ack_state, 'acknowledged');
  const history = await server.get(`/api/v1/alarms/${id}/history`);
  assert.ok(history.some(({ kind, text_zh }) => kind === 'commented' && text_zh === 'on the way'));
  await server.post(`/api/v1/alarms/${id}/unacknowledge`, {});
  assert.equal((await read(id)).ackUserId, undefined);
  await patched(id, { state: 'cleared', clearUserId: 'wang', clearSystemId: 'oss-7' });
  const over = await read(id);
  assert.equal(over.state, 'cleared');
  assert.equal(over.perceivedSeverity, 'cleared');
  assert.equal(over.clearUserId, 'wang');
  assert.ok(over.alarmClearedTime);
  await must_refuse(409, '', 'PATCH', `${alarms}/${id}`, { perceivedSeverity: 'minor' });
  await must_refuse(409, '', 'PATCH', `${alarms}/${id}`, { state: 'raised' });
  assert.equal((await patched(id, { externalAlarmId: 'C' })).externalAlarmId, 'C');
});

test('lists filter by any attribute, page by page, sorted, with the fields asked for', async () => {
  for (let i = 0; i < 7; ++i)
    await posted({
      probableCause: `paged-${i}`,
      specificProblem: 'paged',
      perceivedSeverity: ['minor', 'major'][i % 2],
      alarmRaisedTime: `2020-01-23T03:00:0${6 - i}Z`,
      externalAlarmId: `P-${i}`,
    });
  const all = (await listed({ specificProblem: 'paged' })).rows;
  assert.equal(all.length, 7);
  const seen = [];
  for (let offset = 0; offset < 7; offset += 3) {
    const { rows, total } = await listed({ specificProblem: 'paged', offset, limit: 3 });
    assert.equal(total, 7);
    seen.push(...rows);
  }
  assert.deepEqual(seen, all);
  const by_time = (await listed({ specificProblem: 'paged', sort: 'alarmRaisedTime' })).rows;
  assert.deepEqual(
    by_time.map(({ id }) => id),
    all.map(({ id }) => id).reverse(),
  );
  const newest = await listed({ specificProblem: 'paged', sort: '-alarmRaisedTime', limit: 2 });
  assert.deepEqual(newest.rows, all.slice(0, 2));
  assert.equal((await listed({ specificProblem: 'paged', perceivedSeverity: 'major' })).total, 3);
  assert.equal(
    (await listed({ specificProblem: 'paged', 'perceivedSeverity.ne': 'major' })).total,
    4,
  );
  assert.equal((await listed({ externalAlarmId: 'P-4' })).rows[0].probableCause, 'paged-4');
  assert.equal(
    (await listed({ specificProblem: 'paged', 'alarmRaisedTime.gt': '2020-01-23T11:00:03+08:00' }))
      .total,
    3,
  );
  const [only] = (await listed({ fields: 'state', limit: 1 })).rows;
  assert.deepEqual(Object.keys(only).sort(), ['href', 'id', 'state']);
});

test('the tasks of TMF642 change the alarms that fit, and name them', async () => {
  const one = await posted({ specificProblem: 'tasked' });
  const two = await posted({ specificProblem: 'tasked', alarmedObject: { id: 'NOBODY-KNOWS' } });
  const path = (name) => `${api}/${name}`;
  const task = async (name, type, body) => {
    const answer = await must(201, 'POST', path(name), body);
    const done = answer.json();
    must_fit(tmf642, type, done);
    assert.equal(done.state, 'done');
    assert.equal(answer.headers.location, done.href);
    assert.deepEqual((await must(200, 'GET', `${path(name)}/${done.id}`)).json(), done);
    assert.ok((await listed({}, path(name))).rows.some(({ id }) => id === done.id));
    for (const [key, value] of Object.entries(body)) assert.deepEqual(done[key], value, key);
    return done;
  };
  const ids = (references) => references.map(({ id }) => id).sort();
  const both = [one.id, two.id].sort();
  const who = { ackUserId: 'li', ackSystemId: 'oss-7' };
  const pattern = [{ specificProblem: 'tasked', state: 'raised' }];
  const acked = await task('ackAlarms', 'AckAlarms', { ...who, alarmPattern: pattern });
  assert.deepEqual(ids(acked.ackedAlarm), both);
  const shown = await read(two.id);
  assert.deepEqual([shown.ackState, shown.ackUserId], ['acknowledged', 'li']);
  const again = await task('ackAlarms', 'AckAlarms', { ...who, alarmPattern: pattern });
  assert.deepEqual(again.ackedAlarm, []);
  const back = await task('unAckAlarms', 'UnAckAlarms', { ...who, alarmPattern: [{ id: one.id }] });
  assert.deepEqual(ids(back.unAckedAlarm), [one.id]);
  assert.equal((await read(one.id)).ackState, 'unacknowledged');
  const comment = { comment: 'both of them', userId: 'li', systemId: 'oss-7' };
  const said = await task('commentAlarms', 'CommentAlarms', { comment, alarmPattern: pattern });
  assert.deepEqual(ids(said.commentedAlarm), both);
  assert.deepEqual((await read(two.id)).comment, [comment]);
  const joining = {
    sourceSystemId: 'oss-7',
    alarmChangedTime: '2020-01-23T04:00:00Z',
    parentAlarm: { id: one.id },
    correlatedAlarm: [{ id: two.id }],
  };
  const joined = await task('groupAlarms', 'GroupAlarms', joining);
  assert.deepEqual(ids(joined.groupedAlarm), [two.id]);
  assert.deepEqual(ids((await read(two.id)).parentAlarm), [one.id]);
  assert.ok(ids((await read(one.id)).correlatedAlarm).includes(two.id));
  const parted = await task('unGroupAlarms', 'UnGroupAlarms', joining);
  assert.deepEqual(ids(parted.unGroupedAlarm), [two.id]);
  assert.equal((await read(two.id)).parentAlarm, undefined);
  const clearing = {
    clearUserId: 'li',
    clearSystemId: 'oss-7',
    alarmClearedTime: '2020-01-23T05:00:00Z',
    alarmPattern: pattern,
  };
  const headers = { 'idempotency-key': 'clear-once' };
  const first = (await must(201, 'POST', path('clearAlarms'), clearing, { headers })).json();
  assert.deepEqual(ids(first.clearedAlarm), both);
  assert.equal((await read(one.id)).alarmClearedTime, clearing.alarmClearedTime);
  assert.equal((await read(one.id)).clearUserId, 'li');
  const second = (await must(201, 'POST', path('clearAlarms'), clearing, { headers })).json();
  assert.deepEqual(second, first);
  for (const id of ['420000-9999', '7', 'x'])
    await must_refuse(400, 'alarmPattern[0].id', 'POST', path('ackAlarms'), {
      ...who,
      alarmPattern: [{ id }],
    });
  await must_refuse(400, 'alarmPattern', 'POST', path('ackAlarms'), who);
  await must_refuse(400, 'alarmPattern', 'POST', path('ackAlarms'), { ...who, alarmPattern: [{}] });
  await must_refuse(400, 'parentAlarm.id', 'POST', path('groupAlarms'), {
    ...joining,
    parentAlarm: { id: 'x' },
  });
  await must_refuse(404, 'id', 'GET', `${path('ackAlarms')}/${said.id}`);
  assert.equal((await ask('PATCH', `${path('ackAlarms')}/${acked.id}`, {})).status, 405);
});

test('what is wrong is named', async () => {
  const wrong = (field, change) =>
    must_refuse(400, field, 'POST', alarms, { ...minimal(), ...change });
  for (const name of mandatory) await wrong(name, { [name]: null });
  await wrong('perceivedSeverity', { perceivedSeverity: 'bad' });
  await wrong('perceivedSeverity', { perceivedSeverity: 'cleared' });
  await wrong('state', { state: 'cleared' });
  await wrong('alarmedObject.id', { alarmedObject: { href: 'x' } });
  await wrong('alarmRaisedTime', { alarmRaisedTime: 'soon' });
  await wrong('alarmEscalation', { alarmEscalation: 'yes' });
  await wrong('id', { id: '7' });
  const { id } = await posted();
  for (const name of ['probableCause', 'alarmedObject', 'sourceSystemId', 'alarmRaisedTime'])
    await must_refuse(400, name, 'PATCH', `${alarms}/${id}`, { [name]: minimal()[name] });
  for (const other of ['420000-9999', '7', '999999-1', 'x'])
    await must_refuse(404, 'id', 'GET', `${alarms}/${other}`);
  await must_refuse(401, '', 'GET', alarms, undefined, { token: '' });
  const viewer = await server.token_for('looker', 'viewer', '100000');
  await must_refuse(403, '', 'POST', alarms, minimal(), { token: viewer });
  const neighbour = await server.token_for('neighbour', 'operator', '420600');
  await must_refuse(404, 'id', 'GET', `${alarms}/${id}`, undefined, { token: neighbour });
  await must_refuse(
    403,
    '',
    'PATCH',
    `${alarms}/${id}`,
    { ackState: 'acknowledged' },
    {
      token: neighbour,
    },
  );
  assert.equal((await ask('PUT', `${alarms}/${id}`, {})).status, 405);
});

test('an alarm that is deleted is gone for other systems, and over for Lifeline', async () => {
  const { id } = await posted();
  await must(204, 'DELETE', `${alarms}/${id}?reason=a+drill`);
  await must_refuse(404, 'id', 'GET', `${alarms}/${id}`);
  await must_refuse(404, 'id', 'PATCH', `${alarms}/${id}`, { ackState: 'acknowledged' });
  await must_refuse(404, 'id', 'DELETE', `${alarms}/${id}`);
  assert.equal((await listed({ id })).total, 0);
  assert.equal((await server.get(`/api/v1/alarms/${id}`)).state, 'cleared');
});

test('the same alarms stand under both of its paths', async () => {
  const { id } = await posted();
  const other = (await must(200, 'GET', `/tmf-api/alarm/v4/alarm/${id}`)).json();
  assert.ok(other.href.endsWith(`/tmf-api/alarm/v4/alarm/${id}`));
  assert.deepEqual({ ...other, href: '' }, { ...(await read(id)), href: '' });
});

test('each change is told once, in order, with the alarm as it was then', async () => {
  listener = await Listener.start();
  const chosen = { callback: listener.url };
  const subscription = await server.post(`${api}/hub`, chosen, { status: 201 });
  must_fit(tmf642, 'EventSubscription', subscription);
  const { id } = await posted();
  await patched(id, { externalAlarmId: 'B' });
  const who = { ackUserId: 'li', ackSystemId: 'oss-7', alarmPattern: [{ id }] };
  await must(201, 'POST', `${api}/ackAlarms`, who);
  await patched(id, { state: 'cleared' });
  const gone = await posted();
  await must(204, 'DELETE', `${alarms}/${gone.id}`);
  const expected = [
    `AlarmCreateEvent alarm raised`,
    `AlarmAttributeValueChangeEvent alarm raised`,
    `AlarmAttributeValueChangeEvent alarm raised`,
    `AlarmStateChangeEvent alarm cleared`,
    `AlarmCreateEvent alarm raised`,
    `AlarmDeleteEvent alarm cleared`,
  ];
  const of_alarms = () => listener.taken.filter(({ event }) => event.alarm);
  const of_tasks = () => listener.taken.filter(({ event }) => event.ackAlarms);
  await until('all is told', () => of_alarms().length >= 6 && of_tasks().length >= 2, 20_000);
  assert.deepEqual(
    of_alarms().map(({ eventType, event }) => `${eventType} alarm ${event.alarm.state}`),
    expected,
  );
  assert.deepEqual(
    of_tasks().map(({ eventType }) => eventType),
    ['AckAlarmsCreateEvent', 'AckAlarmsStateChangeEvent'],
  );
  assert.equal(new Set(listener.taken.map(({ eventId }) => eventId)).size, listener.taken.length);
  for (const { path, content_type, ...body } of listener.taken) {
    must_fit(tmf642, body.eventType, body);
    assert.equal(path, '/told');
    assert.equal(content_type, 'application/json');
  }
});

test('what the listener missed comes when it is back, in order, over a crash', async () => {
  const chosen = await Listener.start();
  try {
    const query = 'eventType=AlarmAttributeValueChangeEvent&alarm.specificProblem=MISSED';
    await server.post(`${api}/hub`, { callback: chosen.url, query }, { status: 201 });
    chosen.mode = 'fail';
    const { id } = await posted({ specificProblem: 'MISSED' });
    await patched(id, { externalAlarmId: '1' });
    await until('the listener was asked', () => chosen.asked > 0);
    await server.kill();
    await server.start();
    await patched(id, { externalAlarmId: '2' });
    await patched(id, { externalAlarmId: '3' });
    chosen.mode = 'take';
    const once = () => [...new Map(chosen.taken.map((event) => [event.eventId, event])).values()];
    await until('all changes came', () => once().length >= 3, 20_000);
    const ids = chosen.taken.map(({ eventId }) => Number(eventId.split('-')[1].split('.')[0]));
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => a - b),
    );
    assert.equal(once().at(-1).event.alarm.externalAlarmId, '3');
  } finally {
    chosen.stop();
  }
});

test('alarms and tasks are as they were after a restart', async () => {
  const pages = async () => [
    (await listed({ limit: 1000 })).rows,
    (await listed({ limit: 1000 }, `${api}/ackAlarms`)).rows,
    (await listed({ limit: 1000 }, `${api}/groupAlarms`)).rows,
  ];
  const before_it = await pages();
  await server.kill();
  await server.start();
  assert.deepEqual(await pages(), before_it);
});
