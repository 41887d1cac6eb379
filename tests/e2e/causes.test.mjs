// SPDX-License-Identifier: Apache-2.0
// `lifeline causes`: what an alarm log teaches about which alarms cause which, and what a server
// makes of it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fibre, lay_ground, stations } from './ground.mjs';
import { new_folder, run, Server, shared_data, until } from './server.mjs';
import { fault, report, report_all } from './ves.mjs';

const within_ms = 120_000;

// Power (0) fails at times without pattern; two and three seconds later the station (1) and its
// cell (2) are gone; an unrelated type (3) keeps its own time.
function log_of_a_chain() {
  const rows = ['alarm_id,device_id,start_timestamp,end_timestamp'];
  let chance = 1;
  const draw = (limit) => (chance = (chance * 48_271) % 2_147_483_647) % limit;
  for (let i = 0, at = 0; i < 400; ++i) {
    const device = draw(5);
    at += 2_000 + draw(3_000);
    rows.push(`0,${device},${at},${at + 60}`, `1,${device},${at + 2},${at + 60}`);
    rows.push(`2,${device},${at + 5},${at + 60}`, `3,${draw(5)},${at + draw(2_000)},${at + 2_000}`);
  }
  return rows.join('\n') + '\n';
}

function edges_of(text) {
  const [header, ...rows] = text.trim().split('\n');
  assert.equal(header, 'cause,effect,score');
  return rows.map((row) => row.split(',').map(Number));
}

// F1 of the directed edges against a matrix of what experts drew.
function f1(edges, matrix) {
  const truth = new Set();
  matrix
    .trim()
    .split('\n')
    .forEach((row, cause) =>
      row.split(',').forEach((one, effect) => Number(one) && truth.add(`${cause},${effect}`)),
    );
  const right = edges.filter(([cause, effect]) => truth.has(`${cause},${effect}`)).length;
  return (2 * right) / (edges.length + truth.size);
}

test('a chain in a log is learned as its two links', async () => {
  const folder = new_folder();
  writeFileSync(join(folder, 'log.csv'), log_of_a_chain());
  const out = join(folder, 'edges.csv');
  const done = await run(['causes', join(folder, 'log.csv'), '--out', out], { within_ms });
  assert.equal(done.code, 0, done.error);
  assert.match(done.error, /1600 alarms of 4 types on 5 devices: 2 causes/);
  const edges = edges_of(readFileSync(out, 'utf8'));
  assert.deepEqual(edges.map(([cause, effect]) => `${cause}-${effect}`).sort(), ['0-1', '1-2']);
  for (const [, , score] of edges) assert.ok(score > 0.5 && score <= 1, `score ${score}`);
  const printed = await run(['causes', join(folder, 'log.csv')], { within_ms });
  assert.equal(printed.out, readFileSync(out, 'utf8'), 'the same again, to the standard output');
});

test('a file that is missing, broken or not square is refused with its place', async () => {
  const folder = new_folder();
  const log = join(folder, 'log.csv');
  const matrix = join(folder, 'topology.csv');
  const missing = await run(['causes', log]);
  assert.equal(missing.code, 66);
  assert.match(missing.error, /log\.csv: file_must_be_readable/);
  writeFileSync(log, 'alarm_id,device_id,start_timestamp,end_timestamp\n1,x,5,6\n');
  const broken = await run(['causes', log]);
  assert.equal(broken.code, 65);
  assert.match(broken.error, /value_must_be_well_formed device_id: line 2/);
  writeFileSync(log, log_of_a_chain());
  writeFileSync(matrix, '0,1\n1,0\n0,0\n');
  const uneven = await run(['causes', log, '--topology', matrix]);
  assert.equal(uneven.code, 65);
  assert.match(uneven.error, /topology\.csv: matrix_must_be_square/);
});

for (const [log, floor, options] of [
  ['18V_55N_Wireless', 0.63, []],
  ['59V_45N_sample', 0.98, []],
  ['59V_45N_sample', 0.98, ['topology.csv']],
]) {
  const name = options.length > 0 ? `${log} with its topology` : log;
  test(`the causes learned from ${name} are those that experts drew`, async (t) => {
    const folder = join(shared_data, 'alarms-telecom', log);
    if (!existsSync(folder)) return t.skip(`${folder} is not there`);
    const topology = options.flatMap((file) => ['--topology', join(folder, file)]);
    const done = await run(['causes', join(folder, 'alarm.csv'), ...topology], { within_ms });
    assert.equal(done.code, 0, done.error);
    const score = f1(edges_of(done.out), readFileSync(join(folder, 'causal_graph.csv'), 'utf8'));
    t.diagnostic(`F1 ${score.toFixed(3)}`);
    assert.ok(score >= floor, `F1 ${score}`);
  });
}

// The same chain on one device, as its manager would have reported it: power, then the link.
function faults_of_a_chain(source, count) {
  const events = [];
  let chance = 7;
  const draw = (limit) => (chance = (chance * 48_271) % 2_147_483_647) % limit;
  for (let i = 0, at_s = 1_579_744_800; i < count; ++i) {
    at_s += 2_000 + draw(3_000);
    const tell = (condition, severity, second) =>
      events.push(fault({ source, condition, severity, at_us: (at_s + second) * 1_000_000 }));
    tell('powerLost', 'MINOR', 0);
    tell('linkDown', 'MINOR', 3);
    tell('powerLost', 'NORMAL', 700);
    tell('linkDown', 'NORMAL', 700);
  }
  return events;
}

async function import_causes(server, file, ...options) {
  const to = ['--to', `http://127.0.0.1:${server.port}`];
  return run(['import', 'causes', file, ...to, ...options], {
    env: { LIFELINE_TOKEN: server.token },
  });
}

test('what the journal of a running server teaches explains its next alarms', async () => {
  const server = await Server.start();
  try {
    await report_all(server, faults_of_a_chain('UNKNOWN-OLT', 400));
    const folder = new_folder();
    const edges = join(folder, 'edges.csv');
    const learned = await run(['causes', '--from-journal', server.folder, '--out', edges]);
    assert.equal(learned.code, 0, learned.error);
    assert.match(learned.error, /800 alarms of 2 types on 1 devices: 1 causes/);
    assert.match(readFileSync(edges, 'utf8'), /^cause,effect,score\npowerLost,linkDown,[\d.]+\n$/);

    // The console's export of the alarm list teaches the same.
    const list = join(folder, 'alarms.csv');
    const exported = await server.ask('GET', '/api/v1/alarms?format=csv&limit=1000');
    assert.equal(exported.status, 200, exported.text);
    writeFileSync(list, exported.bytes);
    const again = await run(['causes', list]);
    assert.equal(again.out, readFileSync(edges, 'utf8'));

    const checked = await import_causes(server, edges, '--check');
    assert.match(checked.out, /^rows: 1, added: 1, .*\n.*nothing is imported/);
    assert.equal(await server.count('/api/v1/causes'), 0);
    const done = await import_causes(server, edges);
    assert.equal(done.code, 0, done.out + done.error);
    const [learnt] = await server.get('/api/v1/causes?effect=linkDown');
    assert.equal(learnt.cause, 'powerLost');

    // Two alarms of a source that nobody has ever heard of.
    await report(server, fault({ source: 'NEW-OLT', condition: 'powerLost' }));
    await report(server, fault({ source: 'NEW-OLT', condition: 'linkDown' }));
    const [effect] = await server.get('/api/v1/alarms?source_name=NEW-OLT&probable_cause=linkDown');
    const answer = await server.get(`/api/v1/alarms/${effect.id}/likely_causes`);
    assert.equal(answer.basis, 'history');
    assert.equal(answer.type, 'linkDown');
    assert.equal(answer.causes.length, 1);
    const [likely] = answer.causes;
    assert.equal(likely.alarm.probable_cause, 'powerLost');
    assert.equal(likely.alarm.source_name, 'NEW-OLT');
    assert.equal(likely.score, learnt.score);
    assert.ok(likely.seconds_before >= 0 && likely.seconds_before < 60, likely.seconds_before);

    // It is still known after the power has gone.
    await server.kill();
    await server.start();
    const after = await server.get(`/api/v1/alarms/${effect.id}/likely_causes`);
    assert.deepEqual(after, answer);
  } finally {
    await server.kill();
  }
});

test('where the topology explains an alarm its root is named, and nothing learnt', async () => {
  const server = await Server.start({ args: ['--desks', '420000'] });
  try {
    await lay_ground(server);
    await server.import('causes', 'cause,effect,score\nrain,linkDown,0.9\n');
    await report(server, fault({ source: fibre, condition: 'rain', severity: 'CRITICAL' }));
    await report(server, fault({ source: stations[0], condition: 'linkDown', severity: 'MAJOR' }));
    const [effect] = await server.get(`/api/v1/alarms?element=${stations[0]}`);
    const answer = await server.get(`/api/v1/alarms/${effect.id}/likely_causes`);
    assert.equal(answer.basis, 'topology');
    assert.equal(answer.root, fibre);
    assert.deepEqual(answer.causes, []);
    // The fibre depends on nothing: there history is asked, on the desk of the province.
    await report(server, fault({ source: fibre, condition: 'linkDown' }));
    const [own] = await server.get(`/api/v1/alarms?element=${fibre}&probable_cause=linkDown`);
    await until('the province has heard what headquarters learnt', async () => {
      const { causes } = await server.get(`/api/v1/alarms/${own.id}/likely_causes`);
      return causes.length === 1 && causes[0].alarm.probable_cause === 'rain';
    });
  } finally {
    await server.kill();
  }
});

test('a list of causes is refused with its lines, and to whoever may not teach', async () => {
  const server = await Server.start({ args: ['--desks', '420000'] });
  try {
    await lay_ground(server);
    await server.import('causes', 'cause,effect,score\nA,B,0.9\nB,C,0.5\n');
    const wrong = join(new_folder(), 'wrong.csv');
    writeFileSync(wrong, 'cause,effect,score\nA,A,0.5\nA,B,2\n');
    const refused = await import_causes(server, wrong);
    assert.equal(refused.code, 1);
    assert.match(refused.out, /^line 2, effect: cause_must_not_be_its_effect/m);
    assert.match(refused.out, /^line 3, score: number_must_be_in_range/m);
    assert.equal(await server.count('/api/v1/causes'), 2, 'nothing is replaced');
    const post = (token) =>
      server.ask('POST', '/api/v1/causes/import', {
        body: 'cause,effect,score\nB,C,0.5\n',
        headers: { 'content-type': 'text/csv' },
        token,
      });
    const operator = await server.token_for('op', 'operator', '100000');
    assert.equal((await post(operator)).status, 403);
    const provincial = await server.token_for('wuhan', 'commander', '420000');
    assert.equal((await post(provincial)).json().refused[0].name, 'unit_must_be_the_group');
    const commander = await server.token_for('boss', 'commander', '100000');
    const answer = (await post(commander)).json();
    assert.deepEqual([answer.removed, answer.unchanged, answer.added], [1, 1, 0]);
    assert.equal(await server.count('/api/v1/causes'), 1);
  } finally {
    await server.kill();
  }
});

test('names have no matrix, and a folder without a journal teaches nothing', async () => {
  const folder = new_folder();
  const none = await run(['causes', '--from-journal', folder]);
  assert.equal(none.code, 66);
  assert.match(none.error, /journal_must_be_readable/);
  const list = join(folder, 'list.csv');
  const matrix = join(folder, 'topology.csv');
  writeFileSync(list, 'source_name,probable_cause,raised_at,reported_at,cleared_at\n');
  writeFileSync(matrix, '0\n');
  assert.equal((await run(['causes', list])).out, 'cause,effect,score\n');
  writeFileSync(
    list,
    'source_name,probable_cause,raised_at,reported_at,cleared_at\nA,b,2020-01-23T00:00:00Z,,\n',
  );
  const named = await run(['causes', list, '--topology', matrix]);
  assert.equal(named.code, 65);
  assert.match(named.error, /devices_must_be_numbered/);
});
