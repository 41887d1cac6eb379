// SPDX-License-Identifier: Apache-2.0
// Lifeline beside Alertmanager: the same bodies through the same API on the same machine, in turns.
// Each round posts the alerts for the first time, and then again as Prometheus does every minute.
//
//   LIFELINE=build-release/lifeline node bench/alertmanager.mjs [alerts] [a body] [again] [rounds]
//
// Printed of each: alerts a CPU-second of the server, p50 and p99 of an answer, and how many
// distinct alerts and groups it then shows. Lifeline's answer says that the alarms are durable;
// Alertmanager keeps alerts in memory. Without a prometheus-alertmanager only Lifeline is measured.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { start_alertmanager, unless_alertmanager } from '../tests/e2e/alertmanager_peer.mjs';
import { Server } from '../tests/e2e/server.mjs';

const [count = 20_000, of_body = 64, repeats = 10, rounds = 3] = process.argv.slice(2).map(Number);
const ticks_per_s = 100;
const in_flight = 4;

const starts_at = new Date().toISOString();
const alert = (i) => ({
  labels: {
    alertname: `Alert${i % 50}`,
    cluster: `cluster-${i % 7}`,
    instance: `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}:9100`,
    job: 'node',
    severity: ['critical', 'error', 'warning'][i % 3],
  },
  annotations: { summary: `something is wrong with ${i}` },
  startsAt: starts_at,
  generatorURL: 'http://prometheus.example/graph?g0.expr=up',
});
const bodies = [];
for (let at = 0; at < count; at += of_body)
  bodies.push(
    JSON.stringify(Array.from({ length: Math.min(of_body, count - at) }, (_, i) => alert(at + i))),
  );

const cpu_s = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks_per_s;
};

function ask(to, method, path, body) {
  const headers = { ...to.headers };
  if (body) headers['content-type'] = 'application/json';
  if (body) headers['content-length'] = Buffer.byteLength(body);
  return new Promise((settle, fail) => {
    const where = { host: '127.0.0.1', port: to.port, method, path, headers, agent: to.agent };
    const request = http.request(where, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200) settle(text);
        else fail(new Error(`${to.name}: ${response.statusCode} ${text}`));
      });
    });
    request.on('error', fail);
    request.end(body);
  });
}

async function start_lifeline() {
  const server = await Server.start({ args: ['--resolve-timeout-s', '3600'] });
  return {
    name: 'Lifeline',
    port: server.port,
    pid: server.child.pid,
    headers: { authorization: `Bearer ${server.token}` },
    agent: new http.Agent({ keepAlive: true }),
    end: () => server.kill(),
  };
}

async function start_peer() {
  const { child, port } = await start_alertmanager(
    'global: {resolve_timeout: 1h}\nroute: {receiver: none, group_by: [alertname]}\n' +
      'receivers: [{name: none}]\n',
  );
  return {
    name: 'Alertmanager',
    port,
    pid: child.pid,
    headers: {},
    agent: new http.Agent({ keepAlive: true }),
    end: async () => child.kill('SIGKILL'),
  };
}

async function post_all(to, times) {
  const took_ms = [];
  const before = cpu_s(to.pid);
  const began = performance.now();
  const work = Array.from({ length: times * bodies.length }, (_, i) => bodies[i % bodies.length]);
  await Promise.all(
    Array.from({ length: in_flight }, async () => {
      for (let body = work.pop(); body; body = work.pop()) {
        const asked = performance.now();
        await ask(to, 'POST', '/api/v2/alerts', body);
        took_ms.push(performance.now() - asked);
      }
    }),
  );
  took_ms.sort((a, b) => a - b);
  return {
    cpu: cpu_s(to.pid) - before,
    wall_s: (performance.now() - began) / 1000,
    p50: took_ms[Math.floor(took_ms.length * 0.5)],
    p99: took_ms[Math.floor(took_ms.length * 0.99)],
  };
}

const line = (to, what, posted, { cpu, wall_s, p50, p99 }) =>
  console.log(
    `${to.name.padEnd(12)} ${what.padEnd(6)} ${Math.round(posted / Math.max(cpu, 0.01))} a ` +
      `CPU-second, ${Math.round(posted / wall_s)} a second, ` +
      `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
  );

async function round(start) {
  const to = await start();
  try {
    line(to, 'first', count, await post_all(to, 1));
    line(to, 'again', count * repeats, await post_all(to, repeats));
    const shown = JSON.parse(await ask(to, 'GET', '/api/v2/alerts'));
    const groups = JSON.parse(await ask(to, 'GET', '/api/v2/alerts/groups'));
    const distinct = new Set(
      shown.map(({ labels }) => JSON.stringify(Object.entries(labels).sort())),
    );
    console.log(`${to.name.padEnd(12)} shows ${distinct.size} alerts in ${groups.length} groups`);
  } finally {
    await to.end();
  }
}

if (unless_alertmanager) console.log(`only Lifeline is measured: ${unless_alertmanager}`);
for (let i = 0; i < rounds; ++i) {
  if (!unless_alertmanager) await round(start_peer);
  await round(start_lifeline);
}
process.exit(0);
