// SPDX-License-Identifier: Apache-2.0
// A rehearsal is the same to the byte for the same seed, and another one for another.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { new_folder, root, run } from './server.mjs';

const scenario = join(root, 'scenarios/wuhan-2020');
const within_ms = 400_000;

async function rehearsed(...options) {
  const done = await run(['rehearse', scenario, '--json', ...options], { within_ms });
  assert.equal(done.code, 0, done.out.slice(0, 2000) + done.error);
  return JSON.parse(done.out);
}

test('one seed gives one rehearsal, another seed another, and no rule is broken', async (t) => {
  const first = await rehearsed('--seed', '7');
  const again = await rehearsed('--seed', '7');
  const other = await rehearsed('--seed', '8');
  assert.match(first.hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(again, first);
  assert.notEqual(other.hash, first.hash);
  for (const summary of [first, other]) {
    assert.equal(summary.scenario, 'wuhan-2020');
    assert.deepEqual(summary.violations, []);
    assert.ok(summary.alarms_raised > 1_000 && summary.incidents > 10 && summary.orders > 10);
    assert.equal(summary.alarms_raised - summary.alarms_cleared, summary.alarms_open);
    assert.ok(summary.orders_done <= summary.orders);
    assert.ok(summary.jobs > 10 && summary.jobs_done > 0.9 * summary.jobs);
    assert.equal(summary.field.person_times, 2 * summary.field.outings);
    assert.ok(summary.steps.every(({ count }) => count > 0));
  }
  assert.deepEqual([first.seed, other.seed], [7, 8]);
  t.diagnostic(`seed 7: ${first.hash}, ${first.events} events`);
  for (const { step, count, p50_s, p90_s } of first.steps)
    t.diagnostic(`${step}: p50 ${p50_s} s, p90 ${p90_s} s of ${count}`);
});

test('a scenario that is not there, or not one, is refused with the file to blame', async () => {
  const nowhere = join(new_folder(), 'nowhere');
  const missing = await run(['rehearse', nowhere]);
  assert.equal(missing.code, 66);
  assert.match(missing.out + missing.error, /scenario_must_be_readable.*nowhere/);

  const empty = new_folder();
  assert.equal((await run(['rehearse', empty])).code, 66);

  const broken = join(new_folder(), 'wuhan-2020');
  mkdirSync(broken);
  cpSync(scenario, broken, { recursive: true });
  const toml = readFileSync(join(broken, 'scenario.toml'), 'utf8');
  writeFileSync(join(broken, 'scenario.toml'), toml.replace(/^starts = .*$/m, 'starts = "soon"'));
  const wrong = await run(['rehearse', broken]);
  assert.equal(wrong.code, 66);
  assert.match(wrong.out + wrong.error, /scenario_must_be_well_formed/);
});

test('a server refuses to serve a scenario that is not there', async () => {
  const nowhere = join(new_folder(), 'nowhere');
  const args = ['serve', '--port', '0', '--data', new_folder(), '--scenario', nowhere];
  const refused = await run(args, { within_ms: 20_000 });
  assert.equal(refused.code, 66, refused.error);
  assert.match(refused.error, /scenario_must_be_readable.*nowhere/);
});
