// SPDX-License-Identifier: Apache-2.0
// A server with doors of three kinds on the loopback, and what comes to them: alarms, messages that
// are none, and broken ones. One OMC answers and leaves a number out; nobody is at the address of
// the other.
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { local_time, Omc } from '../../tests/e2e/omc.mjs';
import { free_port, new_folder } from '../../tests/e2e/server.mjs';
import { link_trap, notification } from '../../tests/e2e/snmp.mjs';
import { call } from './ground.mjs';
import { open_server } from './server.mjs';
import { until } from './waits.mjs';

export const vendor = '1.3.6.1.4.1.2011.2.15';
export const secret = 'not-to-be-shown';
const omc_key = 'e2e-key';
const rules = {
  rules: [
    {
      name: 'link down',
      app: 'rpd',
      text: '*Interface * down*',
      does: 'raise',
      condition: 'linkDown',
      interface: '{2}',
      severity: 'major',
      event_type: 'communicationsAlarm',
    },
  ],
};

function open_sender() {
  const socket = createSocket('udp4');
  const say = (port, bytes) =>
    new Promise((settle) => socket.send(bytes, port, '127.0.0.1', settle));
  return { say, close: () => socket.close() };
}

export async function open_doors(more = []) {
  const folder = new_folder();
  const file = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const omc = await Omc.start({ key: omc_key });
  const [syslog, snmp, nobody] = [await free_port(), await free_port(), await free_port()];
  const key_file = file('key', `${omc_key}\n`);
  const omcs = [
    { name: 'hubei', address: `127.0.0.1:${omc.port}`, user: 'nms', key_file, dialect: 'quick' },
    { name: 'lost', address: `127.0.0.1:${nobody}`, user: 'nms', key_file, dialect: 'quick' },
  ];
  const dialects = { quick: { gap_max: 50, message_wait_s: 1, heartbeat_s: 1 } };
  const communities_file = file('communities', 'e2e\n');
  process.env.LIFELINE_ARGUMENTS = [
    ...['--syslog-udp', `127.0.0.1:${syslog}`],
    ...['--syslog-rules', file('syslog.json', JSON.stringify(rules))],
    ...['--snmp', `127.0.0.1:${snmp}`],
    ...['--snmp-rules', file('snmp.json', JSON.stringify({ communities_file }))],
    ...['--omc', file('omc.json', JSON.stringify({ omcs, dialects }))],
    ...more,
  ].join(' ');
  const server = await open_server();
  const sender = open_sender();
  const stop = async () => {
    sender.close();
    await omc.close();
    await server.stop();
  };
  return { server, omc, syslog, snmp, sender, stop };
}

export const door_of = async (server, name) =>
  (await call(server, '/api/v1/doors')).find((door) => door.name === name);

const omc_alarm = (source, condition) => ({
  alarmTitle: condition,
  alarmStatus: 1,
  alarmType: 'communicationsAlarm',
  origSeverity: 2,
  eventTime: local_time(Date.now()),
  alarmId: `id-${source}-${condition}`,
  neUID: source,
  objectUID: 'CELL-1',
});

/// Traps of a maker whose OIDs no rule knows.
export const vendor_trap = (request) =>
  notification(`${vendor}.7`, [[`${vendor}.1.4`, 'fanFailed']], { request });

/// What is fine, what is no alarm and what is wrong, at every door; answers once they have it.
export async function send_to({ server, omc, syslog, snmp, sender }, source) {
  const stamp = () => new Date().toISOString();
  const line = (app, text) => `<131>1 ${stamp()} ${source} ${app} - - - ${text}`;
  await sender.say(syslog, line('rpd', 'Interface ge-0/0/1 down'));
  await sender.say(syslog, line('cron', 'nothing of note'));
  await sender.say(syslog, `without a priority, password=${secret}`);
  await sender.say(snmp, link_trap(false, 7, { request: 1 }));
  await sender.say(snmp, link_trap(false, 8, { request: 2, community: 'stranger' }));
  await sender.say(snmp, vendor_trap(3));
  const connected = async () => (await door_of(server, 'omc-hubei'))?.state === 'connected';
  await until(connected, 'the OMC is connected');
  omc.fate = (number) => (number === 2 ? 'left_out' : 'sent');
  omc.sync_max = 0;
  for (const condition of ['cellDown', 'left out', 'powerLost'])
    omc.tell(omc_alarm(source, condition));
  const is_there = async () => {
    const [by_syslog, by_snmp, by_omc] = await Promise.all(
      ['syslog-udp', 'snmp', 'omc-hubei'].map((name) => door_of(server, name)),
    );
    return by_syslog.refused > 0 && by_syslog.taken > 0 && by_snmp.refused > 1 && by_omc.taken > 0;
  };
  await until(is_there, 'the doors have heard all');
}
