// SPDX-License-Identifier: Apache-2.0
// How many alarms a second come in by syslog and are durable: structured alarms (RFC 5674), each of
// them new, then the clear of each; by UDP at a given rate, and by TCP as fast as it is taken.
//
//   LIFELINE=build-release/lifeline node bench/syslog.mjs [alarms] [udp a second] [core]
//
// The server runs on one core where taskset is there. "lost" is what the socket's buffer had no
// room for, "shed" what the desk had none for; both are counted by the server itself.
import { execFileSync } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { free_port, Server, until } from '../tests/e2e/server.mjs';

const [alarms = 100_000, udp_rate = 50_000, core = 0] = process.argv.slice(2).map(Number);
const ticks_per_s = 100;

const messages = (host, severity) =>
  Array.from({ length: alarms }, (_, i) =>
    Buffer.from(
      `<165>1 2026-01-01T00:00:00.${String(i % 1000).padStart(3, '0')}Z ${host}-${i % 1000} ` +
        `agent - ID47 [alarm resource="port ${Math.floor(i / 1000)}" ` +
        `probableCause="lossOfSignal" perceivedSeverity="${severity}" ` +
        `eventType="communicationsAlarm"] no light\n`,
    ),
  );

const [udp, tcp] = [await free_port(), await free_port()];
const server = await Server.start({
  args: ['--syslog-udp', String(udp), '--syslog-tcp', String(tcp)],
});
try {
  execFileSync('taskset', ['-a', '-p', '-c', String(core), String(server.child.pid)]);
} catch {
  console.log('the server is not pinned: there is no taskset');
}

const cpu_s = () => {
  const fields = readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks_per_s;
};
const door = async (name) =>
  (await server.get('/api/v1/doors')).find((candidate) => candidate.name === name);

async function measure(name, title, send) {
  const before = await door(name);
  const cpu_before = cpu_s();
  const began = performance.now();
  await send();
  const sent_s = (performance.now() - began) / 1000;
  const after = await until(
    'all that came is durable',
    async () => {
      const row = await door(name);
      const over = row.taken + row.shed + row.refused - before.taken - before.shed - before.refused;
      return over + row.lost - before.lost >= alarms && row;
    },
    600_000,
  );
  const all_s = (performance.now() - began) / 1000;
  const taken = after.taken - before.taken;
  const cpu = cpu_s() - cpu_before;
  console.log(
    `${title}: ${taken} taken, ${after.shed - before.shed} shed, ` +
      `${after.lost - before.lost} lost; sent in ${sent_s.toFixed(2)} s, ` +
      `durable in ${all_s.toFixed(2)} s: ` +
      `${Math.round(taken / all_s)} a second, ${Math.round(taken / cpu)} a CPU-second`,
  );
}

async function by_tcp(list) {
  const socket = net.connect(tcp, '127.0.0.1');
  await once(socket, 'connect');
  for (let at = 0; at < list.length; at += 1000)
    if (!socket.write(Buffer.concat(list.slice(at, at + 1000)))) await once(socket, 'drain');
  socket.end();
  socket.resume();
  await once(socket, 'close');
}

async function by_udp(list) {
  const socket = dgram.createSocket('udp4');
  socket.connect(udp, '127.0.0.1');
  await once(socket, 'connect');
  const began = performance.now();
  for (let sent = 0; sent < list.length;) {
    const due = Math.min(list.length, ((performance.now() - began) / 1000) * udp_rate);
    while (sent < due) socket.send(list[sent++]);
    await new Promise((settle) => setImmediate(settle));
  }
  await new Promise((settle) => socket.send(Buffer.from('<14>1 - - - - - end'), settle));
  socket.close();
}

await measure('syslog-tcp', 'TCP, raised ', () => by_tcp(messages('tcp', 'major')));
await measure('syslog-tcp', 'TCP, cleared', () => by_tcp(messages('tcp', 'cleared')));
await measure('syslog-udp', 'UDP, raised ', () => by_udp(messages('udp', 'major')));
await measure('syslog-udp', 'UDP, cleared', () => by_udp(messages('udp', 'cleared')));
await server.stop();
process.exit(0);
