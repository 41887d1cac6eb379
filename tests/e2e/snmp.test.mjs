// SPDX-License-Identifier: Apache-2.0
// SNMP traps and informs by net-snmp's own commands and as bytes: what is answered is durable, what
// is sent twice is one alarm, what is wrong is refused and counted.
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { chance_of } from './chance.mjs';
import { lay_ground, stations } from './ground.mjs';
import { read_journal } from './journal.mjs';
import { free_port, new_folder, Server, until } from './server.mjs';
import { has_peers, link_trap, net_snmp, notification, oids } from './snmp.mjs';

const vendor = '1.3.6.1.4.1.2011.2.15';
const engine = '80001f8880e2e0e2e0e2e0e2e0';
const skip = has_peers() ? false : 'snmptrap of the Debian package snmp is not there';

const sockets = [];
after(() => {
  for (const socket of sockets) socket.close();
});

async function new_server() {
  const folder = new_folder();
  const file = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const rules = {
    communities_file: file('communities', 'e2e\nsecond\n'),
    users: [
      {
        name: 'nms',
        auth: 'SHA-256',
        auth_key_file: file('auth', 'authentic-e2e\n'),
        priv: 'AES',
        priv_key_file: file('priv', 'private-e2e\n'),
      },
      { name: 'agent', auth: 'SHA', auth_key_file: file('agent', 'authentic-agent\n'), engine },
    ],
    sources: { '10.9.8.7': stations[0], '127.0.0.1': stations[1] },
    rules: [
      {
        notification: `${vendor}.*`,
        source: `{${vendor}.1.1}`,
        condition: `{${vendor}.1.4}`,
        interface: `{${vendor}.1.3}`,
        severity_of: `${vendor}.1.7`,
        severities: { 1: 'critical', 6: 'cleared' },
        event_type: 'equipmentAlarm',
      },
      { notification: '1.3.6.1.6.3.1.1.5.1', condition: '' },
    ],
    models: { 'mib.9': { condition: 'fanFailed', severities: { 3: 'major' } } },
  };
  const port = await free_port();
  const args = ['--snmp', `127.0.0.1:${port}`, '--desks', '420000'];
  args.push('--snmp-rules', file('rules.json', JSON.stringify(rules)));
  const server = await Server.start({ args });
  server.snmp = `127.0.0.1:${port}`;
  server.snmp_port = port;
  return server;
}

async function sender_to(server) {
  const socket = createSocket('udp4');
  sockets.push(socket);
  await new Promise((settle) => socket.bind(0, '127.0.0.1', settle));
  socket.answers = [];
  socket.on('message', (bytes) => socket.answers.push(bytes));
  socket.say = (bytes) =>
    new Promise((settle) => socket.send(bytes, server.snmp_port, '127.0.0.1', settle));
  return socket;
}

const door_of = async (server) =>
  (await server.get('/api/v1/doors')).find(({ name }) => name === 'snmp');
const refused = async (server, reason) =>
  (await door_of(server)).refusals.find((row) => row.reason === reason)?.count ?? 0;
const open_alarms = async (server) =>
  (await server.rows('/api/v1/alarms')).filter(({ state }) => state !== 'cleared');

function events_of(server, type) {
  return read_journal(server.folder)
    .flatMap(({ events }) => events)
    .filter(([name]) => name === `alarm.${type}`)
    .map(([, event]) => event);
}

test('traps of versions 1, 2c and 3 raise and clear alarms of elements', { skip }, async () => {
  const server = await new_server();
  await lay_ground(server);
  const trap = (...args) => net_snmp('snmptrap', args);
  const index = (n) => [`${oids.if_index}.${n}`, 'i', String(n)];
  await trap('-v1', '-c', 'e2e', server.snmp, vendor, '10.9.8.7', '2', '0', '55', ...index(1));
  await trap('-v2c', '-c', 'second', server.snmp, '', oids.link_down, ...index(2));
  const version_3 = ['-v3', '-e', `0x${engine}`, '-u', 'agent', '-l', 'authNoPriv'];
  version_3.push('-a', 'SHA', '-A', 'authentic-agent');
  await trap(...version_3, server.snmp, '', oids.link_down, ...index(3));
  const raised = await until('three are raised', async () => {
    const rows = await open_alarms(server);
    return rows.length === 3 && rows;
  });
  const by_interface = Object.fromEntries(raised.map((row) => [row.interface, row]));
  assert.equal(by_interface[1].source_name, stations[0]);
  assert.equal(by_interface[2].source_name, stations[1]);
  assert.equal(by_interface[3].probable_cause, 'linkDown');
  assert.equal(by_interface[3].perceived_severity, 'major');
  await trap('-v2c', '-c', 'e2e', server.snmp, '', oids.link_up, ...index(2));
  await until('one is cleared', async () => (await open_alarms(server)).length === 2);
  await trap('-v2c', '-c', 'e2e', server.snmp, '', '1.3.6.1.6.3.1.1.5.1');
  await until('a cold start is passed over', async () => (await door_of(server)).passed_over > 0);
  await server.stop();
});

test('an inform of version 2c or 3 is answered, of a stranger it is not', { skip }, async () => {
  const server = await new_server();
  const inform = (...args) => net_snmp('snmpinform', ['-r', '1', '-t', '2', ...args]);
  const what = ['', oids.link_down, `${oids.if_index}.1`, 'i', '1'];
  const known = await inform('-v2c', '-c', 'e2e', server.snmp, ...what);
  assert.equal(known.code, 0, known.error);
  const nms = (key) => [
    ...['-v3', '-u', 'nms', '-l', 'authPriv', '-a', 'SHA-256', '-A', key],
    ...['-x', 'AES', '-X', 'private-e2e'],
  ];
  const third = await inform(...nms('authentic-e2e'), server.snmp, ...what);
  assert.equal(third.code, 0, third.error);
  const stranger = await inform('-v2c', '-c', 'guess', server.snmp, ...what);
  assert.notEqual(stranger.code, 0);
  const wrong = await inform(...nms('not-the-key-at-all'), server.snmp, ...what);
  assert.notEqual(wrong.code, 0);
  const plain = await inform('-v3', '-u', 'nms', '-l', 'noAuthNoPriv', server.snmp, ...what);
  assert.notEqual(plain.code, 0);
  assert.ok((await refused(server, 'community_must_be_known')) > 0);
  assert.ok((await refused(server, 'digest_must_match')) > 0);
  assert.ok((await refused(server, 'security_level_must_suffice')) > 0);
  assert.ok(!JSON.stringify(await door_of(server)).includes('guess'));
  assert.equal((await open_alarms(server)).length, 1);
  const before = await server.get('/api/v1/doors');
  await server.stop();
  await server.start();
  const again = await inform(...nms('authentic-e2e'), server.snmp, ...what);
  assert.equal(again.code, 0, `${again.error} ${JSON.stringify(before)}`);
  await server.stop();
});

test('an inform that is sent again is answered again and is one report', async () => {
  const server = await new_server();
  const sender = await sender_to(server);
  const inform = link_trap(false, 4, { is_inform: true, request: 77 });
  for (let i = 0; i < 5; ++i) await sender.say(inform);
  await until('it is answered', () => sender.answers.length > 0);
  await sender.say(inform);
  const answered = sender.answers.length;
  await until('it is answered again', () => sender.answers.length > answered);
  await sender.say(link_trap(false, 4, { is_inform: true, request: 78 }));
  await until('another is answered', () => sender.answers.length > answered + 1);
  await server.stop();
  assert.equal(events_of(server, 'Raised').length, 1);
  assert.equal(events_of(server, 'Repeated').length, 1);
});

test('what was answered is there after the server was killed', async () => {
  const server = await new_server();
  const sender = await sender_to(server);
  const answered = new Set();
  sender.on('message', (bytes) => answered.add(bytes.readUInt32BE(bytes.indexOf(0xa2) + 4)));
  let request = 0x01000000;
  for (let round = 0; round < 3; ++round) {
    for (let i = 0; i < 300; ++i) {
      ++request;
      await sender.say(link_trap(false, request, { is_inform: true, request }));
    }
    await until('some are answered', () => answered.size > round * 100);
    await server.kill();
    await server.start();
  }
  await server.stop();
  const raised = new Set(events_of(server, 'Raised').map((event) => Number(event.interface)));
  const missing = [...answered].filter((number) => !raised.has(number));
  assert.deepEqual(missing, []);
  assert.ok(answered.size >= 3);
});

test('a maker’s own notifications and ALARM-MIB are mapped by data', async () => {
  const server = await new_server();
  const sender = await sender_to(server);
  const said = (severity) => [
    [`${vendor}.1.1.5`, stations[0]],
    [`${vendor}.1.3.5`, '板卡 3'],
    [`${vendor}.1.4.5`, '单板故障'],
    [`${vendor}.1.7.5`, severity],
  ];
  await sender.say(notification(`${vendor}.0.1`, said(1)));
  const model = [...'mib'].map((letter) => letter.charCodeAt(0)).join('.');
  const pointer = (state) => `1.3.6.1.2.1.118.1.1.2.1.3.3.${model}.9.${state}`;
  const fan = (trap, state) =>
    notification(trap, [
      [`${oids.model_pointer}.1`, pointer(state)],
      [`${oids.resource_id}.1`, `${oids.if_index}.12`],
    ]);
  await sender.say(fan(oids.alarm_active, 3));
  const rows = await until('both are raised', async () => {
    const alarms = await open_alarms(server);
    return alarms.length === 2 && alarms;
  });
  const board = rows.find((row) => row.probable_cause === '单板故障');
  assert.equal(board.perceived_severity, 'critical');
  assert.equal(board.interface, '板卡 3');
  assert.equal(board.event_type, 'equipmentAlarm');
  assert.match(board.additional_text, /2011\.2\.15\.1\.3\.5=板卡 3/);
  const failed = rows.find((row) => row.probable_cause === 'fanFailed');
  assert.equal(failed.perceived_severity, 'major');
  assert.equal(failed.interface, '12');
  await sender.say(notification(`${vendor}.0.1`, said(6), { request: 2 }));
  await sender.say(fan(oids.alarm_clear, 1));
  await until('both are cleared', async () => (await open_alarms(server)).length === 0);
  await sender.say(notification('1.3.6.1.4.1.9.9.41.2.0.1', [[`${vendor}.1.1`, 'x']]));
  await until(
    'what no rule knows is refused',
    async () => (await refused(server, 'notification_must_be_mapped')) === 1,
  );
  const { examples } = await door_of(server);
  assert.equal(examples[0].text, '1.3.6.1.4.1.9.9.41.2.0.1');
  await server.stop();
});

test('bad bytes are refused and counted, and the door stays open', async () => {
  const chance = chance_of(20200125);
  const server = await new_server();
  const sender = await sender_to(server);
  const whole = link_trap(false, 1);
  let bad = 0;
  for (let size = 1; size < whole.length; ++size, ++bad) await sender.say(whole.subarray(0, size));
  for (let i = 0; i < 200; ++i, ++bad) {
    const noise = Buffer.from(
      Array.from({ length: 1 + chance.below(300) }, () => chance.below(256)),
    );
    noise[0] = 0;
    await sender.say(noise);
  }
  await sender.say(Buffer.alloc(60_000, 0x30));
  await sender.say(link_trap(false, 2, { community: 'wrong' }));
  await sender.say(link_trap(false, 3));
  await until('the good one is raised', async () => (await open_alarms(server)).length === 1);
  assert.ok((await refused(server, 'message_must_be_well_formed')) >= bad);
  assert.equal(await refused(server, 'community_must_be_known'), 1);
  const metrics = (await server.ask('GET', '/metrics')).text;
  assert.match(metrics, /lifeline_door_refused_total\{door="snmp",.*community_must_be_known"\} 1/);
  const ended = await server.stop();
  assert.equal(ended.code, 0, ended.text);
});

test('a storm is taken, or what is not is counted, and other doors answer meanwhile', async () => {
  const server = await new_server();
  const sender = await sender_to(server);
  const storm = 30_000;
  const alarms = 2000;
  let answered = 0;
  let is_over = false;
  const others = (async () => {
    while (!is_over) {
      await server.post(
        '/api/v2/alerts',
        [{ labels: { alertname: 'Beside', element: stations[0], n: String(answered) } }],
        { status: 200 },
      );
      ++answered;
    }
  })();
  for (let i = 0; i < storm; i += 64)
    await Promise.all(
      Array.from({ length: Math.min(64, storm - i) }, (_, k) =>
        sender.say(
          link_trap(Math.floor((i + k) / alarms) % 2 === 1, (i + k) % alarms, {
            request: i + k + 1,
          }),
        ),
      ),
    );
  await until(
    'each is accounted for',
    async () => {
      const { heard, taken, shed, lost } = await door_of(server);
      return heard + lost === storm && taken + shed === heard;
    },
    60_000,
  );
  is_over = true;
  await others;
  assert.ok(answered > 0, 'alerts are answered beside the storm');
  assert.equal((await door_of(server)).shed, 0, 'what the buffer held is taken');
  await server.stop();
});
