// SPDX-License-Identifier: Apache-2.0
// Orders at the size of a company, on a real server: people imported, one order to very many of
// them, their acknowledgements over HTTP while a live stream watches the order's row, and how large
// the desk is and how long it takes to come back with all of that. Prints figures; ends with 1 when
// a count at the end is not the true one.
//
//   LIFELINE=build-release/lifeline node bench/orders.mjs [recipients [rate [seconds [people]]]]
//     --desks 420000,430000   people of these provinces' desks, an order of headquarters
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { import_when_known, people_header, units_of_two_provinces } from '../tests/e2e/orders.mjs';
import { Server, until } from '../tests/e2e/server.mjs';

const arguments_ = process.argv.slice(2);
const at = arguments_.indexOf('--desks');
const desks = at < 0 ? [] : arguments_.splice(at, 2)[1].split(',');
const [recipients, rate, seconds, all_people] = [100_000, 1_000, 30, 400_000].map((value, place) =>
  Number(arguments_[place] ?? value),
);
const step_ms = 10;
const file_rows = 100_000;
const units = desks.length > 0 ? desks : ['420106', '420102', '430102', '430104'];

const say = (text) => console.log(text);
const s = (ms) => `${(ms / 1000).toFixed(2)} s`;
function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
const spread = (values) =>
  [0.5, 0.99, 1].map((part) => `p${part * 100} ${quantile(values, part).toFixed(1)} ms`).join(', ');

function resident(server) {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
  const mb = (name) => Math.round(Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024);
  return `${mb('VmRSS')} MB resident, ${mb('VmHWM')} MB at most`;
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const id_of = (n) => `P${n}`;
const unit_of = (n) => units[n % units.length];

async function import_people(server, from, to) {
  for (let first = from; first < to; first += file_rows) {
    const lines = [people_header];
    for (let n = first; n < Math.min(to, first + file_rows); ++n)
      lines.push(`${id_of(n)},人员 ${n},Person ${n},${unit_of(n)},fibre,+8610${10_000_000 + n},,,`);
    await import_when_known(server, 'people', `${lines.join('\n')}\n`);
  }
}

// What the live stream shows of the order, and when.
function watch(server, order) {
  const seen = [];
  const request = http.get({
    host: '127.0.0.1',
    port: server.port,
    path: '/api/v1/live',
    headers: { authorization: `Bearer ${server.token}`, accept: 'text/event-stream' },
  });
  const take = (data) => {
    const row = (data.orders ?? []).find(({ id }) => id === order);
    if (row) seen.push({ at: performance.now(), count: row.recipients_acknowledged });
  };
  request.on('error', () => undefined);
  request.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part) => {
      text += part;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = text.slice(0, end).match(/^data: (.*)$/m);
        text = text.slice(end + 2);
        if (data) take(JSON.parse(data[1]));
      }
    });
  });
  return { seen, stop: () => request.destroy() };
}

// So many a second, whether or not the answers keep up.
async function acknowledge_all(server, order, count) {
  const latency_ms = [];
  const answered_at = [];
  const wrong = [];
  const one = async (n, due) => {
    const body = { unit: unit_of(n), person: id_of(n) };
    const answer = await server.ask('POST', `/api/v1/orders/${order}/acknowledge`, { body });
    const now = performance.now();
    if (answer.status !== 200) wrong.push(`${answer.status} ${answer.text}`);
    latency_ms.push(now - due);
    answered_at.push(now);
  };
  const began = performance.now();
  const waiting = [];
  for (let n = 0; n < count;) {
    const due = began + (n * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await pause(Math.max(wait, step_ms));
    const now = performance.now();
    for (; n < count && began + (n * 1000) / rate <= now; ++n)
      waiting.push(one(n, began + (n * 1000) / rate));
  }
  await Promise.all(waiting);
  return { latency_ms, answered_at, wrong, took_ms: performance.now() - began };
}

// From the answer of the n-th acknowledgement to the first row on the stream that counts n.
function lags_of(answered_at, seen) {
  const lags = [];
  const times = [...answered_at].sort((a, b) => a - b);
  let row = 0;
  for (let n = 1; n <= times.length; ++n) {
    while (row < seen.length && seen[row].count < n) ++row;
    if (row === seen.length) break;
    lags.push(Math.max(0, seen[row].at - times[n - 1]));
  }
  return lags;
}

async function order_them(server) {
  const people = Array.from({ length: recipients }, (_, n) => id_of(n));
  const body = { subject_zh: '全员点名', people };
  Object.assign(body, { acknowledge_within_s: 86_400, finish_within_s: 172_800 });
  const began = performance.now();
  const { id } = await server.post('/api/v1/orders', body, { status: 201 });
  const answered_ms = performance.now() - began;
  await until(
    'every recipient has it',
    async () => (await server.get(`/api/v1/orders/${id}`)).recipients_delivered === recipients,
    120_000,
  );
  const delivered_ms = performance.now() - began;
  say(
    `an order to ${recipients} people: answered in ${s(answered_ms)}, ` +
      `delivered in ${s(delivered_ms)}`,
  );
  const page_ms = await timed(() => server.get(`/api/v1/orders/${id}`));
  const list_ms = await timed(() => server.get(`/api/v1/orders/${id}/recipients?limit=100`));
  say(`  its page ${page_ms.toFixed(0)} ms, a page of its recipients ${list_ms.toFixed(0)} ms`);
  return id;
}

async function answer_it(server, id) {
  const count = Math.min(recipients, rate * seconds);
  const stream = watch(server, id);
  await pause(500);
  const { latency_ms, answered_at, wrong, took_ms } = await acknowledge_all(server, id, count);
  await until(
    'the stream has counted them all',
    () => stream.seen.at(-1)?.count >= count,
    30_000,
  ).catch((error) => wrong.push(error.message));
  stream.stop();
  say(
    `${count} acknowledgements in ${s(took_ms)} (${Math.round((count * 1000) / took_ms)} a second)`,
  );
  say(`  answered after ${spread(latency_ms)}`);
  say(
    `  roll-up on the stream after the answer: ${spread(lags_of(answered_at, stream.seen))} ` +
      `(${stream.seen.length} rows)`,
  );
  const row = await server.get(`/api/v1/orders/${id}`);
  if (row.recipients_acknowledged !== count)
    wrong.push(`${row.recipients_acknowledged} of ${count} are counted`);
  for (const line of wrong.slice(0, 5)) say(`  WRONG: ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
}

async function come_back(server, id) {
  const before = await server.get(`/api/v1/orders/${id}`);
  await server.stop();
  say(`back after a stop in ${s(await timed(() => server.start()))}, ${resident(server)}`);
  await server.kill();
  say(`back after a kill in ${s(await timed(() => server.start()))}, ${resident(server)}`);
  const after = await server.get(`/api/v1/orders/${id}`);
  if (JSON.stringify(before) !== JSON.stringify(after)) {
    say('WRONG: the order came back otherwise');
    process.exitCode = 1;
  }
}

const args = desks.length > 0 ? ['--desks', desks.join(',')] : [];
const server = await Server.start({ args });
try {
  await import_when_known(server, 'units', units_of_two_provinces());
  const first_ms = await timed(() => import_people(server, 0, recipients));
  say(`${recipients} people imported in ${s(first_ms)}, ${resident(server)}`);
  const id = await order_them(server);
  say(`  ${resident(server)}`);
  await answer_it(server, id);
  await import_people(server, recipients, all_people);
  say(`${all_people} people and ${recipients} recipients: ${resident(server)}`);
  await come_back(server, id);
} finally {
  await server.kill();
}
