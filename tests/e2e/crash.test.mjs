// SPDX-License-Identifier: Apache-2.0
// `kill -9` at random moments under load, again and again on the same data.
//
//   writers ──▶ answered       must be there exactly once
//           ──▶ broken off ─┬─ asked again, with the same key or body: exactly once
//                           └─ given up: whole or absent
//
// CRASH_SEED chooses the moments and the writers' choices, CRASH_KILLS how often it dies.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { lay_ground, order_for, stations } from './ground.mjs';
import { events_of, read_journal } from './journal.mjs';
import { chance_of } from './chance.mjs';
import { Server, until } from './server.mjs';
import { batch_path, fault } from './ves.mjs';

const seed = Number(process.env.CRASH_SEED ?? 20200123);
const kills = Number(process.env.CRASH_KILLS ?? 20);
const batch_size = 100;
const work_ms_max = 60_000; // for the few answers between two kills

/// What was asked of the server, and what became of it.
class Load {
  constructor(server) {
    this.server = server;
    this.is_up = true;
    this.is_over = false;
    this.wake = [];
    this.answers = 0;
    this.slowest_ms = 0;
    this.slowest_start_ms = 0;
    this.wrong = [];
    this.batches = [];
    this.alarm_acknowledges = [];
    this.orders = [];
    this.order_acknowledges = [];
  }

  set_up(is_up) {
    this.is_up = is_up;
    if (is_up) for (const wake of this.wake.splice(0)) wake();
  }

  async up() {
    while (!this.is_up) await new Promise((settle) => this.wake.push(settle));
  }

  /// Asks once; the answer, or nothing when the connection broke.
  async attempt(method, path, options) {
    await this.up();
    const began = performance.now();
    try {
      const answer = await this.server.ask(method, path, options);
      ++this.answers;
      return answer;
    } catch (error) {
      if (error.code === 'ETIMEDOUT') this.wrong.push(error.message);
      return null;
    } finally {
      this.slowest_ms = Math.max(this.slowest_ms, performance.now() - began);
    }
  }

  /// Asks for `work`; when it breaks off, `asks_again` says whether to insist. Sets work.fate.
  async put(work, asks_again) {
    const headers = work.key ? { 'idempotency-key': work.key } : {};
    const options = { body: work.body, headers };
    let answer = await this.attempt('POST', work.path, options);
    work.breaks = 0;
    while (!answer && asks_again && ++work.breaks < 1000)
      answer = await this.attempt('POST', work.path, options);
    work.fate = answer ? 'answered' : 'given up';
    if (answer && answer.status !== work.status)
      this.wrong.push(
        `${work.path} ${work.key}: ${answer.status} ${answer.text} after ${work.breaks} breaks`,
      );
    return answer;
  }
}

// --- Writers: each goes on until the load is over ------------------------------------------------

async function send_batches(load, name, source_of, chance) {
  for (let n = 0; !load.is_over; ++n) {
    const batch = `${name}-${n}`;
    const events = Array.from({ length: batch_size }, (_, i) =>
      fault({
        source: source_of(batch, i),
        condition: `${batch}/${i}`,
        severity: i === 7 ? 'CRITICAL' : 'MINOR',
        id: `${batch}/${i}`,
      }),
    );
    const work = { batch, path: batch_path, status: 202, body: { eventList: events } };
    load.batches.push(work);
    await load.put(work, chance.is(0.5));
    delete work.body;
    if (work.fate === 'answered') await acknowledge_some(load, work.batch, chance);
  }
}

async function acknowledge_some(load, batch, chance) {
  const condition = `${batch}/${chance.below(batch_size)}`;
  const path = `/api/v1/alarms?fields=id&probable_cause=${encodeURIComponent(condition)}`;
  const found = await load.attempt('GET', path);
  if (!found) return;
  const [alarm] = found.json();
  if (!alarm) return load.wrong.push(`the answered alarm ${condition} is not there`);
  const work = {
    id: alarm.id,
    key: `ack-${condition}`,
    path: `/api/v1/alarms/${alarm.id}/acknowledge`,
    status: 200,
    body: {},
  };
  load.alarm_acknowledges.push(work);
  await load.put(work, chance.is(0.5));
}

async function send_orders(load, name, chance) {
  for (let n = 0; !load.is_over; ++n) {
    const subject = `${name}-${n}`;
    const body = order_for(['420106', '420600'], { subject_zh: subject });
    const work = { subject, key: subject, path: '/api/v1/orders', status: 201, body };
    load.orders.push(work);
    const answer = await load.put(work, chance.is(0.5));
    if (answer?.status !== 201) continue;
    work.id = answer.json().id;
    for (const unit of ['420106', '420600']) {
      const path = `/api/v1/orders/${work.id}/acknowledge`;
      const taken = { order: work.id, unit, key: `${subject}-${unit}`, path, status: 200 };
      taken.body = { unit };
      load.order_acknowledges.push(taken);
      await load.put(taken, chance.is(0.5));
    }
  }
}

// --- The end of the power, and its return --------------------------------------------------------

async function kill_again_and_again(load, chance) {
  const { server } = load;
  for (let kill = 0; kill < kills; ++kill) {
    const target = load.answers + 5 + chance.below(40);
    await until('the writers are answered', () => load.answers >= target, work_ms_max);
    await pause(chance.below(20));
    load.set_up(false);
    await server.kill();
    if (kill % 5 === 4) {
      // and once more while it starts
      await server.launch();
      await pause(chance.below(150));
      await server.kill();
    }
    const began = performance.now();
    await server.start();
    load.slowest_start_ms = Math.max(load.slowest_start_ms, performance.now() - began);
    load.set_up(true);
  }
}

// --- What must be true at the end ----------------------------------------------------------------

function by(list, key_of) {
  const groups = new Map();
  for (const item of list) {
    const key = key_of(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}

async function check_alarms(load) {
  const { server } = load;
  const fields = '&sort=id&fields=id,probable_cause,ack_state,count';
  const rows = await server.rows('/api/v1/alarms', fields);
  const of_batch = by(rows, (row) => row.probable_cause.split('/')[0]);
  for (const { batch, fate } of load.batches) {
    const found = of_batch.get(batch) ?? [];
    of_batch.delete(batch);
    if (fate === 'answered') assert.equal(found.length, batch_size, `${batch} was answered`);
    assert.ok([0, batch_size].includes(found.length), `${found.length} alarms of ${batch}`);
    assert.equal(new Set(found.map((row) => row.probable_cause)).size, found.length, batch);
    for (const row of found) assert.equal(row.count, 1, `${row.probable_cause} was raised once`);
  }
  assert.deepEqual([...of_batch.keys()], [], 'nothing is there that nobody sent');
  const acknowledged = new Set(rows.filter((r) => r.ack_state === 'acknowledged').map((r) => r.id));
  for (const { id, fate } of load.alarm_acknowledges) {
    if (fate === 'answered') assert.ok(acknowledged.has(id), `the acknowledge of ${id} is kept`);
    acknowledged.delete(id);
  }
  assert.deepEqual([...acknowledged], [], 'nothing is acknowledged that nobody asked for');
  const { alarms } = await server.get('/api/v1/picture');
  assert.equal(alarms.open, rows.length, 'the picture counts as the list does');
  assert.equal(alarms.reports_total, rows.length, 'every report was counted once');
  return rows.length;
}

async function check_orders(load) {
  const { server } = load;
  const rows = await server.rows('/api/v1/orders', '&sort=id&fields=id,subject_zh');
  const of_subject = by(rows, (row) => row.subject_zh);
  for (const { subject, fate, id } of load.orders) {
    const found = of_subject.get(subject) ?? [];
    of_subject.delete(subject);
    assert.ok(found.length <= 1, `${subject} was issued once`);
    if (fate === 'answered') assert.equal(found[0]?.id, id, `${subject} was answered`);
  }
  // The network's own orders are the repairs of what the batches broke.
  for (const subject of of_subject.keys()) assert.match(subject, /^抢修/);
  for (const { order, unit, fate } of load.order_acknowledges) {
    if (fate !== 'answered') continue;
    await until(`headquarters hears that ${unit} took ${order}`, async () => {
      const { recipients } = await server.get(`/api/v1/orders/${order}`);
      return recipients.find((r) => r.unit === unit).state === 'acknowledged';
    });
  }
}

function each_once(events, key_of, what) {
  for (const [key, found] of by(events, key_of)) assert.equal(found.length, 1, `${what} ${key}`);
}

function check_journal(load, alarm_count) {
  const batches = read_journal(load.server.folder);
  each_once(
    batches.filter((b) => b.id),
    ({ desk, id }) => `${desk} ${id}`,
    'one batch for',
  );
  const raised = events_of(batches, 'alarm.Raised');
  assert.equal(raised.length, alarm_count);
  each_once(raised, ({ event }) => `${event.source_name} ${event.condition}`, 'raised');
  assert.deepEqual(events_of(batches, 'alarm.Repeated'), []);
  each_once(events_of(batches, 'alarm.Acknowledged'), ({ event }) => event.id, 'acknowledged');
  const issued = events_of(batches, 'order.Issued');
  each_once(issued, ({ event }) => event.id, 'issued');
  const ours = issued.filter(({ event }) => !event.what.subject_zh.startsWith('抢修'));
  each_once(ours, ({ event }) => event.what.subject_zh, 'issued');
  each_once(
    events_of(batches, 'order.Acknowledged'),
    ({ desk, event }) => `${desk} ${event.id} ${event.unit}`,
    'order acknowledged',
  );
  each_once(
    events_of(batches, 'order.Received').flatMap(({ desk, event }) =>
      event.recipients.map((unit) => ({ desk, id: event.id, unit })),
    ),
    ({ desk, id, unit }) => `${desk} ${id} ${unit}`,
    'order received',
  );
  return batches.length;
}

const told = (list) => {
  const answered = list.filter((work) => work.fate === 'answered').length;
  const again = list.filter((work) => work.breaks > 0 && work.fate === 'answered').length;
  const given_up = list.length - answered;
  return `${answered} answered (${again} only when asked again), ${given_up} given up`;
};

test(`what was answered outlives ${kills} kills once, all else is whole or absent`, async (t) => {
  t.diagnostic(`CRASH_SEED=${seed} CRASH_KILLS=${kills} chooses these moments`);
  const server = await Server.start({ args: ['--desks', '420000'] });
  t.after(() => server.kill());
  await lay_ground(server);
  const load = new Load(server);
  const chance = (n) => chance_of(seed * 16 + n);
  const writers = [
    send_batches(load, 'unmapped', (batch, i) => `${batch}-${i % 10}`, chance(1)),
    send_batches(load, 'hubei', (batch, i) => stations[i % 2], chance(2)),
    send_orders(load, 'order-a', chance(3)),
    send_orders(load, 'order-b', chance(4)),
  ];
  try {
    await kill_again_and_again(load, chance(0));
  } finally {
    load.is_over = true;
    if (!server.is_running()) load.server.ask = () => Promise.reject(new Error('down'));
    load.set_up(true);
    await Promise.all(writers);
  }
  t.diagnostic(`batches of ${batch_size} alarms: ${told(load.batches)}`);
  t.diagnostic(`acknowledges of alarms: ${told(load.alarm_acknowledges)}`);
  t.diagnostic(`orders: ${told(load.orders)}`);
  t.diagnostic(`acknowledges of orders: ${told(load.order_acknowledges)}`);
  const [request_ms, start_ms] = [load.slowest_ms, load.slowest_start_ms].map(Math.round);
  t.diagnostic(`the slowest request took ${request_ms} ms, the slowest start ${start_ms} ms`);
  assert.deepEqual(load.wrong, []);
  const alarm_count = await check_alarms(load);
  await check_orders(load);
  assert.equal((await server.stop()).code, 0);
  const count = check_journal(load, alarm_count);
  t.diagnostic(`the chain of ${count} journal batches is whole`);
});
