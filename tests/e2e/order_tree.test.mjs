// SPDX-License-Identifier: Apache-2.0
// Orders of headquarters through all five levels on three desks, with `kill -9` in the middle,
// again and again: nobody gets one twice, nobody is forgotten, what was set happens once, and
// headquarters counts what the provinces count.
//
//   headquarters ─▶ provinces ─▶ cities ─▶ counties ─▶ grids     people: silent, away, declining
//
// ORDERS_SEED chooses the moments and who is silent, ORDERS_KILLS how often the server dies.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { chance_of } from './chance.mjs';
import { events_of, read_journal } from './journal.mjs';
import {
  heard,
  import_when_known,
  Orders,
  people_header,
  person_line,
  units_of_two_provinces,
} from './orders.mjs';
import { Server, until } from './server.mjs';

const seed = Number(process.env.ORDERS_SEED ?? 20200123);
const kills = Number(process.env.ORDERS_KILLS ?? 5);
const group = '100000';
const provinces = ['420000', '430000'];
const word_s = 6;
const done_s = 40;
const quiet_ms_max = 240_000;
const still_ms_max = 60_000;

const silent_people = new Set(['P3', 'P4', 'G1']);
const silent_in_quorum = new Set(['450000', '460000']);

/// Everybody who is asked: answers, stays silent or declines, each as its name and the seed decide.
class Staff {
  constructor(server) {
    this.server = server;
    this.is_over = false;
    this.is_paused = false;
    this.plans = new Map();
    this.wrong = [];
    this.answers = 0;
  }

  async ask(method, path, options) {
    try {
      return await this.server.ask(method, path, options);
    } catch {
      return null; // the server is down: asked again later
    }
  }

  plan_of(order, one) {
    const key = `${order.id} ${one.unit} ${one.person}`;
    if (this.plans.has(key)) return this.plans.get(key);
    let number = seed;
    for (const letter of key) number = (Math.imul(number, 31) + letter.codePointAt(0)) >>> 0;
    const chance = chance_of(number);
    const plan = { key, at_ms: Date.now() + 200 + chance.below(2_000), manner: 'answers' };
    if (one.person) plan.manner = silent_people.has(one.person) ? 'silent' : 'answers';
    else if (order.quorum > 0) plan.manner = silent_in_quorum.has(one.unit) ? 'silent' : 'answers';
    else if (chance.is(0.12)) plan.manner = 'silent';
    else if (chance.is(0.06)) plan.manner = 'declines';
    this.plans.set(key, plan);
    return plan;
  }

  async answer(order, one, verb, more = {}) {
    const body = { unit: one.unit, person: one.person, ...more };
    const headers = { 'idempotency-key': `${verb}/${order.id}/${one.unit}/${one.person}` };
    const path = `/api/v1/orders/${order.id}/${verb}`;
    const answer = await this.ask('POST', path, { body, headers });
    if (answer && ![200, 409].includes(answer.status))
      this.wrong.push(`${path} ${one.unit} ${one.person}: ${answer.status} ${answer.text}`);
    if (answer?.status === 200) ++this.answers;
  }

  async work_on(order) {
    const page = await this.ask('GET', `/api/v1/orders/${order.id}`);
    if (page?.status !== 200) return;
    for (const one of page.json().recipients) {
      const plan = this.plan_of(order, one);
      if (plan.manner === 'silent' || Date.now() < plan.at_ms || this.is_paused) continue;
      if (['issued', 'delivered', 'read'].includes(one.state)) {
        if (plan.manner === 'declines')
          await this.answer(order, one, 'decline', { reason: '隔离' });
        else await this.answer(order, one, 'acknowledge');
        plan.at_ms = Date.now() + 500;
      } else if (one.state === 'acknowledged') {
        await this.answer(order, one, 'finish', { note: '已排查', number: 3 });
      }
    }
  }

  async run() {
    while (!this.is_over) {
      await pause(150);
      if (this.is_paused) continue;
      const page = await this.ask('GET', '/api/v1/orders?state=open,acknowledged&limit=1000');
      for (const order of page?.status === 200 ? page.json() : []) await this.work_on(order);
    }
  }
}

async function lay_people(server) {
  const now = Date.now();
  const people = [
    people_header,
    person_line('G1', group),
    person_line('G2', group),
    person_line('P1', '430102'),
    person_line('P2', '430102', { substitute: 'P2S' }),
    person_line('P2S', '430102'),
    person_line('P3', '430102'),
    person_line('P4', '430102'),
    person_line('P5', '430104'),
    person_line('C1', '430100'),
    person_line('C2', '430100', { substitute: 'C2S' }),
    person_line('C2S', '430100'),
    person_line('W1', '420100'),
  ];
  await import_when_known(server, 'units', units_of_two_provinces());
  await import_when_known(server, 'people', `${people.join('\n')}\n`);
  const list = async (kind, unit, ids) => {
    const members = ids.map((person) => ({ person, post: '成员' }));
    const body = { kind, unit, name_zh: `${unit} ${kind}`, members };
    return (await server.post('/api/v1/rosters', body, { status: 201 })).id;
  };
  await list('leading_group', group, ['G1', 'G2']);
  const leaders = await list('leading_group', '430100', ['C1', 'C2']);
  const duty = await list('duty', '420100', ['W1']);
  const shift = {
    from: new Date(now - 3_600_000).toISOString(),
    until: new Date(now + 36_000_000).toISOString(),
    person: 'W1',
  };
  await server.post(`/api/v1/rosters/${duty}/shifts`, { shifts: [shift] });
  await server.post('/api/v1/people/P2/absence', { reason: '病' });
  const before = (await server.get('/api/v1/desks')).find(({ desk }) => desk === '430000');
  await server.post('/api/v1/people/C2/absence', { reason: '病' });
  await until(
    'headquarters hears who is away',
    async () => (await heard(server, group, '430000')) > before.position,
  );
  return leaders;
}

const order_of = (words) => ({
  subject_zh: '排查',
  acknowledge_within_s: word_s,
  finish_within_s: done_s,
  ...words,
});

async function give_orders(server, leaders) {
  const issue = async (words) =>
    (await server.post('/api/v1/orders', order_of(words), { status: 201 })).id;
  const tree = await issue({
    level: 'province',
    pass_down_to: 'grid',
    evidence: { note: true, number: '站点数', photos: 0 },
  });
  const quorum = await issue({
    recipients: ['440000', '450000', '460000'],
    quorum: 2,
    widen_to: provinces.map((unit) => ({ unit, person: '' })),
  });
  const people = await issue({
    people: ['P1', 'P2', 'P3', 'P4'],
    rosters: [leaders],
    on_duty: ['420100'],
    substitutes: [{ of: { unit: '430102', person: 'P3' }, by: { unit: '430104', person: 'P5' } }],
  });
  return { tree, quorum, people };
}

// --- While it goes on ----------------------------------------------------------------------------

const counts_of = (row) => ({
  total: row.below_total,
  acknowledged: row.below_acknowledged,
  done: row.below_done,
  silent: row.below_silent,
});

// What headquarters has of a province below the order, at a position up to which it has heard it.
async function heard_of(server, province, tree) {
  const look = async () => {
    const before = await heard(server, group, province);
    const page = await server.rows(`/api/v1/orders/${tree}/recipients`, `&unit=${province}`);
    const row = page.find(({ depth, unit }) => depth === 0 && unit === province);
    const after = await heard(server, group, province);
    return before === after && { position: before, counts: counts_of(row) };
  };
  const what = `headquarters' figures of ${province} stand still for a moment`;
  return until(what, look, still_ms_max);
}

async function compare_with_journal(server, tree) {
  for (const province of provinces) {
    const { position, counts } = await heard_of(server, province, tree);
    const own = new Orders(read_journal(server.folder), province, position);
    assert.deepEqual(counts, own.below(tree), `${province} at ${position}`);
  }
}

// All orders of the tree, each from the desk that issued it, add up to headquarters' roll-up.
async function compare_with_desks(server, tree) {
  const names = ['total', 'acknowledged', 'done', 'silent'];
  await until(
    'headquarters counts what the desks count',
    async () => {
      const row = await server.get(`/api/v1/orders/${tree}`);
      const all = await server.rows('/api/v1/orders');
      const below = all.filter(({ root }) => root === tree);
      const sum = (name) => below.reduce((count, one) => count + one[`recipients_${name}`], 0);
      return names.every((name) => sum(name) === row[`below_${name}`]);
    },
    still_ms_max,
  );
}

async function kill_again_and_again(server, tree, chance) {
  for (let kill = 0; kill < kills; ++kill) {
    await pause(300 + chance.below(2_500));
    await server.kill();
    await pause(chance.below(500));
    await server.start();
    await compare_with_journal(server, tree);
  }
}

async function fall_quiet(server) {
  const positions = async () =>
    (await server.get('/api/v1/desks')).map(({ desk, position }) => [desk, position]);
  let last = JSON.stringify(await positions());
  let since = Date.now();
  await until(
    'nobody has anything left to say',
    async () => {
      const now = JSON.stringify(await positions());
      if (now !== last) [last, since] = [now, Date.now()];
      return Date.now() - since > (word_s + 3) * 1000;
    },
    quiet_ms_max,
  );
}

// --- At the end ----------------------------------------------------------------------------------

function each_once(keys, what) {
  const seen = new Set();
  for (const key of keys) {
    assert.ok(!seen.has(key), `${what} once: ${key}`);
    seen.add(key);
  }
}

function desk_of(unit) {
  return provinces.find((province) => unit.startsWith(province.slice(0, 2))) ?? group;
}

function check_once(batches) {
  const key = ({ id, unit, person = '' }) => `${id} ${unit} ${person}`;
  const delivered = events_of(batches, 'order.Received')
    .filter(({ event }) => !event.as_copy)
    .flatMap(({ desk, event }) =>
      [...(event.recipients ?? []).map((unit) => ({ unit })), ...(event.people ?? [])]
        .filter(({ unit }) => desk_of(unit) === desk)
        .map((who) => key({ id: event.id, ...who })),
    );
  each_once(delivered, 'delivered');
  each_once(
    events_of(batches, 'order.Issued').map(({ event }) => event.id),
    'issued',
  );
  const issued_below = events_of(batches, 'order.Issued')
    .filter(({ event }) => event.what.parent)
    .map(({ event }) => `${event.what.parent} ${event.what.parent_unit}`);
  each_once(issued_below, 'passed down');
  const own = ({ desk, event }) => event.id.startsWith(`${desk}-`);
  const escalated = events_of(batches, 'order.Escalated').filter(own);
  each_once(
    escalated.map(({ event }) => `${key(event)} ${event.missed}`),
    'escalated',
  );
  for (const verb of ['Acknowledged', 'Finished', 'Declined'])
    each_once(
      events_of(batches, `order.${verb}`)
        .filter(own)
        .map(({ event }) => key(event)),
      verb,
    );
  return { delivered: new Set(delivered), issued_below: issued_below.length };
}

// Every unit below headquarters is asked once by its own superior, whoever was silent on the way.
function check_everywhere(batches, tree) {
  const asked = new Map();
  for (const desk of [group, ...provinces])
    for (const order of new Orders(batches, desk).orders.values())
      if (order.id === tree || order.what.root === tree)
        for (const [unit, one] of order.recipients)
          if (one.way === 'issue') asked.set(unit, (asked.get(unit) ?? 0) + 1);
  const units = units_of_two_provinces()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0]);
  for (const unit of units) assert.equal(asked.get(unit) ?? 0, unit === group ? 0 : 1, unit);
}

function check_as_set(orders, { quorum, people }) {
  const asked = orders.orders.get(quorum);
  const widened = asked.judged.filter(({ widened_to }) => widened_to);
  assert.deepEqual(
    widened.map(({ widened_to }) => widened_to.map(({ unit }) => unit)),
    [provinces],
  );
  assert.deepEqual(
    asked.judged.filter(({ met }) => met).length,
    1,
    'with those it widened to the quorum was met',
  );
  for (const unit of silent_in_quorum) assert.equal(asked.recipients.get(unit).step, 'released');

  const named = orders.orders.get(people);
  const substituted = named.escalated
    .filter(({ way }) => way === 'substitution')
    .map(({ person, to_person, missed }) => `${person} ${missed} ${to_person}`)
    .sort();
  assert.deepEqual(substituted, ['P2 absent P2S', 'P3 acknowledge P5']);
  const up = named.escalated.filter(({ person }) => person === 'P4');
  assert.deepEqual(
    up.filter(({ missed }) => missed === 'acknowledge').map(({ to }) => to),
    ['430102'],
  );
  for (const done of ['430102/P1', '430102/P2S', '430104/P5', '430100/C1', '430100/C2S'])
    assert.equal(named.recipients.get(done)?.step, 'done', done);
  assert.equal(named.recipients.get('420100/W1')?.step, 'done', 'who is on duty');
}

test(`orders through five levels outlive ${kills} kills`, async (t) => {
  t.diagnostic(`ORDERS_SEED=${seed} ORDERS_KILLS=${kills} chooses these moments`);
  const server = await Server.start({ args: ['--desks', provinces.join(',')] });
  t.after(() => server.kill());
  const leaders = await lay_people(server);
  const staff = new Staff(server);
  const given = await give_orders(server, leaders);
  const at_work = staff.run();
  try {
    await kill_again_and_again(server, given.tree, chance_of(seed));
    await compare_with_desks(server, given.tree);
    await fall_quiet(server);
  } finally {
    staff.is_over = true;
    await at_work;
  }
  assert.deepEqual(staff.wrong.slice(0, 10), []);
  await compare_with_desks(server, given.tree);
  await compare_with_journal(server, given.tree);
  assert.equal((await server.stop()).code, 0);

  const batches = read_journal(server.folder);
  const { delivered, issued_below } = check_once(batches);
  let recipients = 0;
  let escalated = 0;
  for (const desk of [group, ...provinces]) {
    const orders = new Orders(batches, desk);
    assert.deepEqual(orders.forgotten(Date.now()), [], `desk ${desk}`);
    for (const order of orders.orders.values()) {
      escalated += order.escalated.length;
      for (const who of order.recipients.keys()) {
        ++recipients;
        const [unit, person = ''] = who.split('/');
        assert.ok(delivered.has(`${order.id} ${unit} ${person}`), `${order.id} reached ${who}`);
      }
    }
  }
  check_as_set(new Orders(batches, group), given);
  check_everywhere(batches, given.tree);
  assert.ok(escalated > 0 && issued_below > 10);
  t.diagnostic(
    `${issued_below} orders passed down, ${recipients} recipients, ${escalated} escalations, ` +
      `${staff.answers} answers`,
  );
});

test('an amendment and a recall reach the grids, whatever is killed', async (t) => {
  const server = await Server.start({ args: ['--desks', provinces.join(',')] });
  t.after(() => server.kill());
  await import_when_known(server, 'units', units_of_two_provinces());
  const body = order_of({ level: 'province', pass_down_to: 'grid', acknowledge_within_s: 3600 });
  body.finish_within_s = 36_000;
  const { id } = await server.post('/api/v1/orders', body, { status: 201 });
  const below = async () =>
    (await server.rows('/api/v1/orders')).filter((order) => order.root === id);
  const grids = (orders) => orders.filter(({ unit }) => unit.length === 9);
  const issued = await until('it comes down to the grids', async () => {
    const orders = await below();
    return grids(orders).some(({ unit }) => unit.startsWith('43')) && orders;
  });
  const amended = { ...body, text: '含屋面', reason: '下雨' };
  delete amended.level;
  delete amended.pass_down_to;
  await server.post(`/api/v1/orders/${id}/amend`, amended);
  await server.kill();
  await server.start();
  await until('every order of the tree reads anew', async () =>
    (await below()).every(({ text, version }) => text === '含屋面' && version === 1),
  );
  await server.post(`/api/v1/orders/${id}/recall`, { reason: '已解除' });
  await server.kill();
  await server.start();
  await until('every order of the tree is recalled', async () =>
    (await below()).every(({ state }) => state === 'recalled'),
  );
  const orders = await below();
  assert.ok(orders.length >= issued.length && grids(orders).length > 5);
});
