// SPDX-License-Identifier: Apache-2.0
// `lifeline causes`: what an alarm log teaches about which alarms cause which.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { new_folder, run, shared_data } from './server.mjs';

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
