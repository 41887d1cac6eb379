// SPDX-License-Identifier: Apache-2.0
// Alarms of element managers with a real-time socket: each is taken once, whatever happens to the
// messages, the connection or the server.
//
// OMC_SEED chooses what is left out and sent twice, OMC_KILLS how often the server dies.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { chance_of } from './chance.mjs';
import { fibre, lay_ground, stations } from './ground.mjs';
import { read_journal } from './journal.mjs';
import { local_time, Omc } from './omc.mjs';
import { new_folder, Server, until } from './server.mjs';

const seed = Number(process.env.OMC_SEED ?? 20200125);
const kills = Number(process.env.OMC_KILLS ?? 5);
const sources = [...stations, fibre, 'E2E-UNKNOWN'];
const start_ms = Date.parse('2020-01-25T12:00:00Z');

const omcs = [];
after(async () => {
  for (const omc of omcs) await omc.close();
});

async function new_omc(options) {
  const omc = await Omc.start(options);
  omcs.push(omc);
  return omc;
}

/// A server that reads these OMCs.
async function reader_of(named, { key = 'e2e-key', dialect = {} } = {}) {
  const folder = new_folder();
  const file = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const key_file = file('key', `${key}\n`);
  const config = {
    omcs: Object.entries(named).map(([name, omc]) => ({
      name,
      address: `127.0.0.1:${omc.port}`,
      user: 'nms',
      key_file,
      dialect: 'quick',
      files: `ftp://127.0.0.1:${omc.ftp_port}/`,
      files_user: 'nms',
      files_key_file: key_file,
    })),
    dialects: { quick: { gap_max: 50, message_wait_s: 2, heartbeat_s: 1, ...dialect } },
  };
  const args = ['--desks', '420000', '--omc', file('omc.json', JSON.stringify(config))];
  return Server.start({ args });
}

let clock = 0;
const alarm = (source, condition, words = {}) => ({
  alarmTitle: condition,
  alarmStatus: 1,
  alarmType: 'communicationsAlarm',
  origSeverity: 4,
  eventTime: local_time(start_ms + 1000 * ++clock),
  alarmId: `id-${source}-${condition}`,
  specificProblemID: '3712.31',
  specificProblem: 'Cell out of service',
  neUID: source,
  neName: '一号站',
  objectUID: '',
  locationInfo: 'Rack-1/Slot-2',
  ...words,
});

const door_of = async (server, name) =>
  (await server.get('/api/v1/doors')).find((door) => door.name === `omc-${name}`);
const is_connected = (server, name) =>
  until(`${name} is connected`, async () => (await door_of(server, name)).state === 'connected');

/// Every fact of alarms in the journal: 'Raised fault-7' → how often.
function facts_of(folder) {
  const facts = new Map();
  for (const { events } of read_journal(folder))
    for (const [type, event] of events) {
      if (!type.startsWith('alarm.') || event.condition === 'heartbeatLost') continue;
      const fact = `${type.slice(6)} ${event.condition ?? event.id}`;
      facts.set(fact, (facts.get(fact) ?? 0) + 1);
    }
  return facts;
}

const taken_up_to = async (server, name, number, count = 0) => {
  const feeds = await server.get('/api/v1/feeds');
  const feed = feeds.find((row) => row.name === name && row.desk === '100000');
  return feed !== undefined && feed.count === count && feed.sequence >= number;
};

test('an alarm of an OMC is raised with its words and cleared by its OMC', async () => {
  const omc = await new_omc();
  const server = await reader_of({ one: omc });
  await lay_ground(server);
  await is_connected(server, 'one');
  omc.tell(alarm(stations[0], '小区退服', { origSeverity: 1, objectUID: 'CELL-1' }));
  const row = await until(
    'the alarm is there',
    async () => (await server.rows('/api/v1/alarms'))[0],
  );
  assert.equal(row.source_name, stations[0]);
  assert.equal(row.probable_cause, '小区退服');
  assert.equal(row.interface, 'CELL-1');
  assert.equal(row.perceived_severity, 'critical');
  assert.equal(row.specific_problem, '3712.31 Cell out of service');
  assert.match(row.additional_text, /neName=一号站; locationInfo=Rack-1\/Slot-2/);
  const clear = { alarmStatus: 0, objectUID: 'CELL-1' };
  omc.tell(alarm(stations[0], '小区退服', clear));
  await until('both are taken', () => taken_up_to(server, 'one', 2));
  assert.deepEqual(facts_of(server.folder).get('Cleared 小区退服'), 1);
  await until('the OMC hears heartbeats', () => omc.beats >= 2);
  const beating = await server.get('/api/v1/sources');
  assert.ok(beating.some(({ name }) => name === 'one'));
  const ended = await server.stop();
  assert.equal(ended.code, 0, ended.text);
});

test('what was active before the first log-in is taken first, once', async () => {
  const omc = await new_omc();
  omc.tell(alarm(stations[0], 'old-1', { origSeverity: 1 }));
  omc.tell(alarm(stations[1], 'old-2'));
  omc.tell(alarm(fibre, 'old-3'));
  omc.tell(alarm(stations[1], 'old-2', { alarmStatus: 0 }));
  const server = await reader_of({ one: omc });
  await lay_ground(server);
  await is_connected(server, 'one');
  const new_one = omc.tell(alarm(stations[0], 'new-1'));
  omc.tell(alarm(fibre, 'old-3', { alarmStatus: 0 }));
  await until('what is new is taken', () => taken_up_to(server, 'one', new_one + 1));
  const open = async () =>
    (await server.rows('/api/v1/alarms', '&state=raised&sort=probable_cause'))
      .map((row) => row.probable_cause)
      .filter((cause) => cause !== 'heartbeatLost');
  assert.deepEqual(await open(), ['new-1', 'old-1']);
  assert.equal((await door_of(server, 'one')).gaps, 0);
  await server.kill();
  await server.again();
  await is_connected(server, 'one');
  omc.tell(alarm(stations[0], 'new-2'));
  await until('and what is told after a kill', () => taken_up_to(server, 'one', new_one + 2));
  assert.deepEqual(await open(), ['new-1', 'new-2', 'old-1']);
  assert.equal(omc.asked.filter((asked) => asked === 'active').length, 1);
  await server.kill();
});

test('each alarm is taken once: gaps, repeats, cut connections, a server that dies', async () => {
  const chance = chance_of(seed);
  const omc = await new_omc();
  omc.fate = () => (chance.is(0.03) ? 'left_out' : chance.is(0.05) ? 'twice' : 'sent');
  const server = await reader_of({ one: omc });
  await lay_ground(server);
  await is_connected(server, 'one');
  omc.tell(alarm(fibre, 'first'));
  await until('the first alarm is taken', () => taken_up_to(server, 'one', 1));
  const conditions = [];
  const open = [];
  const tell_some = (count) => {
    for (let i = 0; i < count; ++i) {
      if (open.length > 20 || (open.length > 0 && chance.is(0.4))) {
        const [source, condition] = open.splice(chance.below(open.length), 1)[0];
        omc.tell(alarm(source, condition, { alarmStatus: 0 }));
        continue;
      }
      const condition = `fault-${conditions.length}`;
      const source = sources[chance.below(sources.length)];
      conditions.push(condition);
      open.push([source, condition]);
      omc.tell(alarm(source, condition));
    }
  };
  for (let round = 0; round < kills; ++round) {
    const before = omc.next - 1;
    tell_some(200);
    if (round % 2 === 0) omc.cut();
    tell_some(chance.below(200));
    await until('some is taken', () => taken_up_to(server, 'one', before + 1), 30_000);
    await server.kill();
    tell_some(20 + 200 * (round % 2));
    await server.start();
    tell_some(50);
  }
  for (const [source, condition] of open.splice(0))
    omc.tell(alarm(source, condition, { alarmStatus: 0 }));
  omc.fate = () => 'sent';
  const last = omc.tell(alarm(fibre, 'last'));
  await until('the last alarm is taken', () => taken_up_to(server, 'one', last), 60_000);
  const facts = facts_of(server.folder);
  const wrong = [...facts].filter(
    ([fact, count]) => count !== 1 || !/^(Raised|Cleared) /.test(fact),
  );
  assert.deepEqual(wrong, [], `OMC_SEED=${seed} OMC_KILLS=${kills}`);
  const missing = conditions.filter(
    (condition) => !facts.has(`Raised ${condition}`) || !facts.has(`Cleared ${condition}`),
  );
  assert.deepEqual(missing, [], `OMC_SEED=${seed} OMC_KILLS=${kills}`);
  assert.ok(omc.asked.some((asked) => asked.startsWith('messages')));
  assert.ok(omc.asked.some((asked) => asked.startsWith('file')));
  assert.equal((await door_of(server, 'one')).gaps, 0);
  await server.stop();
});

test('what an OMC cannot say again is counted as lost, and reading goes on', async () => {
  const omc = await new_omc();
  const server = await reader_of({ one: omc });
  await is_connected(server, 'one');
  omc.tell(alarm(fibre, 'before'));
  omc.fate = () => 'left_out';
  omc.told.delete(omc.tell(alarm(fibre, 'forgotten')));
  const garbled = omc.tell(alarm(fibre, 'garbled'));
  omc.told.set(garbled, '{"alarmSeq": 3, "neUID": "password=swordfish"');
  omc.fate = () => 'sent';
  const nameless = omc.tell(alarm('', 'nameless'));
  await until('the rest is taken', () => taken_up_to(server, 'one', nameless), 20_000);
  const door = await door_of(server, 'one');
  assert.equal(door.gaps, 2);
  const reasons = door.refusals.map(({ reason }) => reason);
  assert.ok(reasons.includes('body_must_be_json'), reasons.join());
  assert.ok(reasons.includes('source_must_be_given'), reasons.join());
  assert.ok(!JSON.stringify(door.examples).includes('swordfish'));
  const metrics = (await server.ask('GET', '/metrics')).text;
  assert.match(metrics, /lifeline_door_gaps_total\{door="omc-one"[^}]*\} 2/);
  await server.stop();
});

test('an OMC that counts from its start again is read from there', async () => {
  const omc = await new_omc();
  const server = await reader_of({ one: omc });
  await is_connected(server, 'one');
  for (const condition of ['a', 'b', 'c', 'd']) omc.tell(alarm(fibre, condition));
  await until('four are taken', () => taken_up_to(server, 'one', 4));
  omc.begin_again();
  omc.tell(alarm(fibre, 'e'));
  await until('it is connected again', () => omc.log_ins >= 2 && omc.listeners.size > 0, 20_000);
  omc.tell(alarm(fibre, 'f'));
  await until('the new count is taken', () => taken_up_to(server, 'one', 2, 1), 20_000);
  const facts = facts_of(server.folder);
  for (const condition of ['a', 'b', 'c', 'd', 'e', 'f'])
    assert.equal(facts.get(`Raised ${condition}`), 1, condition);
  await server.stop();
});

test('OMCs are read side by side; one that takes no log-in or talks nonsense shows', async () => {
  const good = await new_omc();
  const strict = await new_omc({ key: 'another' });
  const odd = await new_omc();
  odd.answer = (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
  const server = await reader_of({ good, strict, odd });
  await is_connected(server, 'good');
  const trouble = (name, word) =>
    until(`${name} is in trouble`, async () => {
      const door = await door_of(server, name);
      return door.trouble.includes(word) && door;
    });
  await trouble('strict', 'log_in_must_be_taken');
  await trouble('odd', 'frame_must_begin_with_its_sign');
  good.tell(alarm(fibre, 'meanwhile'));
  await until('the good one is read', () => taken_up_to(server, 'good', 1));
  const ended = await server.stop();
  assert.ok(ended.took_ms < 5000, `it took ${ended.took_ms} ms to end`);
  assert.equal(ended.code, 0);
});
