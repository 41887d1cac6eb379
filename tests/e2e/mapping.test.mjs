// SPDX-License-Identifier: Apache-2.0
// What the messages of a door mean is tried, changed and gone back to while the door is open: by
// traps of net-snmp, syslog datagrams and an OMC. What was answered is there after a crash.
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { lay_ground, stations } from './ground.mjs';
import { local_time, Omc } from './omc.mjs';
import { free_port, new_folder, Server, until } from './server.mjs';
import { has_peers, net_snmp } from './snmp.mjs';
import { fault, report } from './ves.mjs';

const vendor = '1.3.6.1.4.1.2011.2.15';
const skip = has_peers() ? false : 'snmptrap of the Debian package snmp is not there';
const start_ms = Date.parse('2020-01-25T12:00:00Z');

let server;
let omc;
const ports = {};

before(async () => {
  const folder = new_folder();
  const file = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  for (const kind of ['snmp', 'syslog']) ports[kind] = await free_port();
  omc = await Omc.start();
  const omcs = [
    {
      name: 'one',
      address: `127.0.0.1:${omc.port}`,
      user: 'nms',
      key_file: file('key', 'e2e-key\n'),
      dialect: 'quick',
    },
  ];
  const dialects = { quick: { message_wait_s: 2, heartbeat_s: 1 } };
  const rules = { communities_file: file('communities', 'e2e\n') };
  const syslog_rules = { rules: [{ name: 'kept', app: 'kept', text: '*', condition: 'kept' }] };
  server = await Server.start({
    args: [
      ...['--desks', '420000', '--snmp', `127.0.0.1:${ports.snmp}`],
      ...['--snmp-rules', file('snmp.json', JSON.stringify(rules))],
      ...['--syslog-udp', String(ports.syslog)],
      ...['--syslog-rules', file('syslog.json', JSON.stringify(syslog_rules))],
      ...['--omc', file('omc.json', JSON.stringify({ omcs, dialects }))],
    ],
  });
  await lay_ground(server);
  await omc_is_connected();
});
after(async () => {
  await server?.kill();
  await omc?.close();
});

const door_of = async (name) =>
  (await server.get('/api/v1/doors')).find((door) => door.name === name);
const omc_is_connected = () =>
  until('the OMC is connected', async () => (await door_of('omc-one')).state === 'connected');
const row_of = async (door) =>
  (await server.get('/api/v1/mappings')).find((row) => row.door === door);
const versions_of = (door) => server.get(`/api/v1/mappings/${encodeURIComponent(door)}/versions`);
const attempt = (door, message, words = {}) =>
  server.post(`/api/v1/mappings/${encodeURIComponent(door)}/try`, { message, ...words });
const open_alarms = async (condition) =>
  (await server.rows('/api/v1/alarms')).filter(
    (row) => row.state !== 'cleared' && row.probable_cause === condition,
  );

/// The answer to a change of the mapping as the server has it, or of another version.
async function change(door, mapping, { based_on, reason = 'e2e', token } = {}) {
  const text = typeof mapping === 'string' ? mapping : JSON.stringify(mapping);
  const seen = based_on ?? (await row_of(door))?.version ?? 0;
  const path = `/api/v1/mappings/${encodeURIComponent(door)}`;
  const options = token ? { token } : {};
  return server.ask('PUT', path, { body: { text, based_on: seen, reason }, ...options });
}
async function must_change(door, mapping) {
  const answer = await change(door, mapping);
  assert.equal(answer.status, 200, answer.text);
  return answer.json();
}
async function is_refused(answer, status, name, field) {
  const problem = answer.json();
  assert.deepEqual([answer.status, problem.name, problem.field], [status, name, field]);
}

const trap = async (notification, ...varbinds) => {
  const to = ['-v2c', '-c', 'e2e', `127.0.0.1:${ports.snmp}`];
  const sent = await net_snmp('snmptrap', [...to, '', notification, ...varbinds]);
  assert.equal(sent.code, 0, sent.error);
};
const board_trap = (severity) =>
  trap(`${vendor}.0.1`, `${vendor}.1.3`, 's', 'board 3', `${vendor}.1.7`, 'i', String(severity));
const board_log = [
  '2020-01-25 20:30:40 localhost [UDP: [127.0.0.1]:41234->[127.0.0.1]:1162]:',
  '.1.3.6.1.2.1.1.3.0 = Timeticks: (55) 0:00:00.55\t' +
    `.1.3.6.1.6.3.1.1.4.1.0 = OID: .${vendor}.0.1\t` +
    `.${vendor}.1.3 = STRING: "board 3"\t.${vendor}.1.7 = INTEGER: 1`,
].join('\n');
const board_rules = {
  sources: { '127.0.0.1': stations[0] },
  rules: [
    {
      notification: `${vendor}.*`,
      condition: 'boardFailed',
      interface: `{${vendor}.1.3}`,
      severity_of: `${vendor}.1.7`,
      severities: { 1: 'critical', 6: 'cleared' },
      event_type: 'equipmentAlarm',
    },
  ],
};

function say(line) {
  const socket = createSocket('udp4');
  return new Promise((settle) =>
    socket.send(line, ports.syslog, '127.0.0.1', () => socket.close(settle)),
  );
}

let clock = 0;
const omc_alarm = (words) => ({
  alarmTitle: 'cellDown',
  alarmStatus: 1,
  alarmType: 'equipmentAlarm',
  origSeverity: 1,
  eventTime: local_time(start_ms + 1000 * ++clock),
  alarmId: `id-${clock}`,
  neUID: stations[1],
  neName: '二号站',
  objectUID: '',
  ...words,
});

test('every door that can have a mapping has a row, with what its file says', async () => {
  const rows = await server.get('/api/v1/mappings');
  assert.deepEqual(
    rows.map(({ door, kind, version, is_used }) => [door, kind, version, is_used]),
    [
      ['omc:default', 'omc', 0, false],
      ['omc:quick', 'omc', 0, true],
      ['snmp', 'snmp', 0, true],
      ['syslog', 'syslog', 0, true],
    ],
  );
  const by_door = Object.fromEntries(rows.map((row) => [row.door, row]));
  assert.equal(JSON.parse(by_door['omc:quick'].in_file).heartbeat_s, 1);
  assert.equal(JSON.parse(by_door.syslog.in_file).rules[0].name, 'kept');
  assert.equal(by_door.snmp.in_file, '');
  assert.deepEqual(await versions_of('snmp'), []);
});

test('a trap that nobody knows is tried, mapped, and raises an alarm', { skip }, async () => {
  await board_trap(1);
  await until('it is refused', async () =>
    (await door_of('snmp')).refusals.some((row) => row.reason === 'notification_must_be_mapped'),
  );
  const unknown = await attempt('snmp', board_log);
  assert.equal(unknown.outcome, 'refused');
  assert.equal(unknown.refusal.name, 'notification_must_be_mapped');
  const tried = await attempt('snmp', board_log, { text: JSON.stringify(board_rules) });
  assert.equal(tried.outcome, 'raise');
  assert.equal(tried.rule, `rules[0] ${vendor}.*`);
  assert.equal(tried.known_source, true);
  assert.equal(tried.alarm.source_name, stations[0]);
  assert.equal(tried.alarm.interface, 'board 3');
  assert.equal(tried.alarm.severity, 'critical');
  assert.equal((await row_of('snmp')).version, 0, 'what is tried changes nothing');
  const row = await must_change('snmp', board_rules);
  assert.equal(row.version, 1);
  assert.equal(row.changed_by, 'admin');
  assert.equal(row.why, 'e2e');
  await board_trap(1);
  const alarm = await until('it is raised', async () => (await open_alarms('boardFailed'))[0]);
  assert.equal(alarm.source_name, stations[0]);
  assert.equal(alarm.perceived_severity, 'critical');
  await server.kill();
  await server.start();
  const kept = await row_of('snmp');
  assert.deepEqual(JSON.parse(kept.text), board_rules);
  await board_trap(6);
  await until('it is cleared', async () => (await open_alarms('boardFailed')).length === 0);
  await omc_is_connected();
});

test('a rule that cannot work is refused with its field, a stale change as such', async () => {
  const before = (await row_of('snmp')).version;
  const wrong = (rule) =>
    change('snmp', { rules: [{ notification: '1.3.6', condition: 'a' }, rule] });
  await is_refused(
    await wrong({ notification: 'fan' }),
    400,
    'oid_must_be_well_formed',
    'rules[1].notification',
  );
  await is_refused(
    await wrong({ notification: '1.3', severity: 'bad' }),
    400,
    'severity_must_be_known',
    'rules[1].severity',
  );
  await is_refused(
    await change('syslog', { rules: [{ condition: '{7}' }] }),
    400,
    'template_must_be_well_formed',
    'rules[0].condition',
  );
  await is_refused(
    await change('omc:quick', { heartbeat_s: 0 }),
    400,
    'number_must_be_in_range',
    'heartbeat_s',
  );
  await is_refused(
    await change('snmp', {}, { based_on: before + 1 }),
    409,
    'version_must_be_current',
    'based_on',
  );
  await is_refused(
    await change('snmp', { rules: [] }, { reason: '' }),
    400,
    'reason_must_be_given',
    'reason',
  );
  await is_refused(await change('ves', {}), 404, 'mapping_must_exist', 'door');
  const text = ' '.repeat(1024 * 1024 + 1);
  assert.ok([400, 413].includes((await change('snmp', text)).status));
  const commander = await server.token_for('commander', 'commander', '100000');
  assert.equal((await change('snmp', {}, { token: commander })).status, 403);
  assert.equal((await row_of('snmp')).version, before);
});

test('a syslog rule counts from then on, before the file’s, and one comes back', async () => {
  const line = '<11>1 - E2E-STATION-2 rpd - - - Interface ge-0/0/1 down';
  assert.equal((await attempt('syslog', line)).outcome, 'passed_over');
  const rules = {
    rules: [{ app: 'rpd', text: '*Interface * down', condition: 'linkLost', interface: '{2}' }],
  };
  const tried = await attempt('syslog', line, { text: JSON.stringify(rules), peer: '127.0.0.1' });
  assert.equal(tried.outcome, 'raise');
  assert.equal(tried.alarm.interface, 'ge-0/0/1');
  await must_change('syslog', rules);
  await say(line);
  await until('it is raised', async () => (await open_alarms('linkLost')).length === 1);
  const kept = await attempt('syslog', '<11>1 - a kept - - - x');
  assert.equal(kept.rule, 'file rules[0] kept');
  const clears = { rules: [{ ...rules.rules[0], does: 'clear' }] };
  await must_change('syslog', clears);
  await say(line);
  await until('it is cleared', async () => (await open_alarms('linkLost')).length === 0);
  const versions = await versions_of('syslog');
  assert.deepEqual(
    versions.map(({ version }) => version),
    [2, 1],
  );
  await must_change('syslog', versions[1].text);
  assert.deepEqual(JSON.parse((await row_of('syslog')).text), rules);
  await must_change('syslog', '');
  assert.equal((await attempt('syslog', line)).outcome, 'passed_over');
});

test('a dialect is changed while its OMC is connected', async () => {
  const log_ins = omc.log_ins;
  const words = { alarmTitle: 'cellDown', cell: 'CELL-7' };
  const message = JSON.stringify({ alarmSeq: 1, ...omc_alarm(words) });
  assert.equal((await attempt('omc:quick', message)).rule, 'file dialect quick');
  const dialect = { interface: '{cell}', heartbeat_s: 1, message_wait_s: 2 };
  const tried = await attempt('omc:quick', message, { text: JSON.stringify(dialect) });
  assert.equal(tried.alarm.interface, 'CELL-7');
  assert.equal(tried.known_source, true);
  await must_change('omc:quick', dialect);
  const alarm = await until('it is raised by the new dialect', async () => {
    omc.tell(omc_alarm(words));
    return (await open_alarms('cellDown')).find((row) => row.interface === 'CELL-7');
  });
  assert.equal(alarm.origin, 'omc:one');
  assert.equal(omc.log_ins, log_ins, 'the connection lasts');
  await must_change('omc:spare', { source: '{neName}' });
  assert.equal((await attempt('omc:spare', message)).alarm.source_name, '二号站');
  assert.equal((await row_of('omc:spare')).is_used, false);
});

test('a fault told by three doors is one alarm that its owner ends', { skip }, async () => {
  await must_change('snmp', {
    sources: { '127.0.0.1': stations[1] },
    rules: [
      { notification: `${vendor}.0.7`, condition: 'powerLost', severity: 'major' },
      { notification: `${vendor}.0.8`, condition: 'powerLost', severity: 'cleared' },
    ],
  });
  await must_change('omc:quick', { owns: true, heartbeat_s: 1, message_wait_s: 2 });
  const told = async () => (await open_alarms('powerLost'))[0];
  const by_origin = async () =>
    Object.fromEntries((await told()).sources.map((source) => [source.origin, source]));
  const words = { source: stations[1], condition: 'powerLost' };
  await report(server, fault({ ...words, severity: 'MINOR' }));
  await until('VES raised it', told);
  await trap(`${vendor}.0.7`);
  await until('the trap is its second source', async () => (await told()).sources.length === 2);
  await until('the OMC owns it', async () => {
    omc.tell(omc_alarm({ alarmTitle: 'powerLost' }));
    return (await told()).origin === 'omc:one';
  });
  assert.equal((await open_alarms('powerLost')).length, 1);
  const sources = await by_origin();
  assert.deepEqual(Object.keys(sources).sort(), ['omc:one', 'snmp', 'ves']);
  assert.ok(sources['omc:one'].owner && !sources.ves.owner && !sources.snmp.owner);
  assert.equal((await told()).perceived_severity, 'critical');
  await report(server, fault({ ...words, severity: 'NORMAL' }));
  await trap(`${vendor}.0.8`);
  await until('two say that it is over', async () => {
    const now = await by_origin();
    return now.ves.over_at && now.snmp.over_at;
  });
  assert.equal((await told()).state, 'raised');
  omc.tell(omc_alarm({ alarmTitle: 'powerLost', alarmStatus: 0 }));
  await until('its owner ends it', async () => (await open_alarms('powerLost')).length === 0);
  const ended = await server.stop();
  assert.equal(ended.code, 0, ended.text);
});
