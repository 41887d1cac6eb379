// SPDX-License-Identifier: Apache-2.0
// A storm of SNMPv2c traps, sent as fast as one socket sends them: how many were taken a second,
// durable, and what became of the rest.
//
//   LIFELINE=build-release/lifeline node bench/snmp.mjs [traps] [interfaces]
import { createSocket } from 'node:dgram';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { free_port, new_folder, Server, until } from '../tests/e2e/server.mjs';
import { link_trap } from '../tests/e2e/snmp.mjs';

const [traps = 200_000, interfaces = 10_000] = process.argv.slice(2).map(Number);
const sent_at_once = 64;
const folder = new_folder();
const communities = join(folder, 'communities');
const rules = join(folder, 'rules.json');
writeFileSync(communities, 'e2e\n');
writeFileSync(rules, JSON.stringify({ communities_file: communities }));
const port = await free_port();
const server = await Server.start({ args: ['--snmp', `127.0.0.1:${port}`, '--snmp-rules', rules] });
const messages = Array.from({ length: traps }, (_, i) =>
  link_trap(Math.floor(i / interfaces) % 2 === 1, i % interfaces, { request: i + 1 }),
);
const socket = createSocket('udp4');
const send = (message) => new Promise((settle) => socket.send(message, port, '127.0.0.1', settle));
const began_ms = performance.now();
for (let i = 0; i < traps; i += sent_at_once)
  await Promise.all(messages.slice(i, i + sent_at_once).map(send));
const sent_s = (performance.now() - began_ms) / 1000;
let told_ms = performance.now();
let before = -1;
const door = await until(
  'nothing more is taken',
  async () => {
    const row = (await server.get('/api/v1/doors')).find(({ name }) => name === 'snmp');
    const settled = row.taken + row.shed;
    if (settled !== before) told_ms = performance.now();
    before = settled;
    return settled === row.heard && performance.now() - told_ms > 1000 && row;
  },
  600_000,
);
const took_s = (told_ms - began_ms) / 1000;
const [user, system] = readFileSync(`/proc/${server.child.pid}/stat`, 'utf8')
  .split(' ')
  .slice(13, 15)
  .map(Number);
console.log(
  `${traps} traps of ${interfaces} interfaces sent in ${sent_s.toFixed(1)} s: ` +
    `${door.taken} taken, ${door.shed} shed, ${traps - door.heard} lost by the system ` +
    `(${door.lost} of them counted); durable after ${took_s.toFixed(1)} s, ` +
    `${Math.round(door.taken / took_s)} a second, ` +
    `${Math.round((100 * door.taken) / (user + system))} a CPU second`,
);
await server.stop();
process.exit(0);
