// SPDX-License-Identifier: Apache-2.0
// `lifeline replay`: an alarm log goes in as VES reports, and what went in, what the tool expects
// and what the server counts are the same numbers, also over a kill in the middle.
//
//   sent raises = raised + repeated         sent clears = cleared + clears without their alarm
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { read_journal } from './journal.mjs';
import { launch, new_folder, run, Server, shared_data, until } from './server.mjs';

const log_rows = 34_838;
const small_batches = ['--batch', '20']; // so that it takes a while

const url_of = (server) => `http://127.0.0.1:${server.port}`;

async function replay(server, file, ...options) {
  const args = ['replay', file, '--json', '--to', url_of(server), ...options];
  const done = await run(args, { env: { LIFELINE_TOKEN: server.token }, within_ms: 300_000 });
  return { ...done, report: done.out ? JSON.parse(done.out) : null };
}

// What the server made of all reports: from its journal, once it has ended, and from its lists.
async function totals_of(server) {
  const listed = await server.count('/api/v1/alarms');
  const open = await server.count('/api/v1/alarms?state=raised');
  const { alarms } = await server.get('/api/v1/picture');
  assert.equal(alarms.open, open, 'the picture counts what the list counts');
  assert.equal((await server.stop()).code, 0);
  const counts = {
    Raised: 0,
    Repeated: 0,
    Cleared: 0,
    ClearUnmatched: 0,
    ClearHeld: 0,
    Settled: 0,
  };
  for (const { events } of read_journal(server.folder))
    for (const [type, event] of events) {
      const name = type.startsWith('alarm.') ? type.slice('alarm.'.length) : '';
      if (name in counts) ++counts[name];
      if (name === 'Cleared' && event.was_held) ++counts.Settled;
    }
  assert.equal(counts.Raised, listed, 'the list has every alarm');
  assert.equal(counts.Raised - counts.Cleared, open);
  assert.equal(counts.Raised + counts.Repeated, alarms.reports_total);
  return counts;
}

function must_agree(counts, report) {
  assert.equal(counts.Raised, report.expected_new);
  assert.equal(counts.Repeated, report.expected_repeated);
  assert.equal(counts.Cleared, report.expected_cleared);
  assert.equal(counts.ClearUnmatched, report.expected_unmatched_clears);
  assert.equal(counts.ClearHeld, report.expected_held_clears);
  assert.equal(counts.Raised + counts.Repeated, report.rows, 'a raise for each row');
  const clears = counts.Cleared - counts.Settled + counts.ClearUnmatched + counts.ClearHeld;
  assert.equal(clears, report.rows, 'a clear for each row');
}

// Type 1 on device 7 is raised three times, the third within the second; type 2 once.
const small_log = `alarm_id,device_id,start_timestamp,end_timestamp
1,7,100,200
1,7,300,600
2,8,350,360
1,7,400,500
`;

test('a small log goes in, in the order of time, and is counted as a reader would', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const file = join(new_folder(), 'small.csv');
  writeFileSync(file, small_log);
  const { code, report, error } = await replay(server, file, '--batch', '3');
  assert.equal(code, 0, error);
  assert.equal(report.rows, 4);
  assert.deepEqual([report.sent_raises, report.sent_clears], [4, 4]);
  assert.deepEqual([report.accepted_raises, report.accepted_clears], [4, 4]);
  assert.deepEqual([report.expected_new, report.expected_repeated], [3, 1]);
  assert.deepEqual([report.expected_cleared, report.expected_unmatched_clears], [3, 1]);
  assert.equal(report.complete, true);
  const twice = await server.get('/api/v1/alarms?source_name=device-7&sort=raised_at');
  assert.deepEqual(
    twice.map((alarm) => [alarm.probable_cause, alarm.state, alarm.count]),
    [
      ['type-1', 'cleared', 1],
      ['type-1', 'cleared', 2],
    ],
  );
  const metrics = (await server.ask('GET', '/metrics')).text;
  assert.match(metrics, /^lifeline_ves_events_total\{domain="fault",outcome="accepted"\} 8$/m);
  must_agree(await totals_of(server), report);
});

test('the whole log sent again changes nothing', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const file = join(new_folder(), 'small.csv');
  writeFileSync(file, small_log);
  const first = await replay(server, file, '--batch', '3');
  const { position } = await server.get('/api/v1/picture');
  const second = await replay(server, file, '--batch', '3');
  assert.equal(second.code, 0, second.error);
  assert.deepEqual([second.report.accepted_raises, second.report.accepted_clears], [4, 4]);
  assert.equal((await server.get('/api/v1/picture')).position, position);
  must_agree(await totals_of(server), first.report);
});

test('a log that cannot be read, or another state, is refused before it is sent', async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const folder = new_folder();
  const { position } = await server.get('/api/v1/picture');
  const missing = await replay(server, join(folder, 'missing.csv'));
  assert.equal(missing.code, 66);
  assert.match(missing.error, /file_must_be_readable/);
  const wrong = join(folder, 'wrong.csv');
  writeFileSync(wrong, small_log.replace('350', 'noon'));
  const unreadable = await replay(server, wrong);
  assert.equal(unreadable.code, 65);
  assert.match(unreadable.error, /value_must_be_well_formed \(start_timestamp\): line 4/);
  const [file, state] = [join(folder, 'small.csv'), join(folder, 'state.json')];
  writeFileSync(file, small_log);
  writeFileSync(state, '{"log":"another","batch":100,"first":0,"accepted":2}');
  const other = await replay(server, file, '--state', state);
  assert.equal(other.code, 65);
  assert.match(other.error, /state_must_be_of_this_log/);
  assert.equal((await server.get('/api/v1/picture')).position, position);
});

const log = join(shared_data, 'alarms-telecom/18V_55N_Wireless/alarm.csv');
const skip = existsSync(log) ? false : `${log} is not here`;
if (skip) console.error(`skipped: ${skip}`);

test('all alarms of a real network are accounted for', { skip }, async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const { code, report, error } = await replay(server, log);
  assert.equal(code, 0, error);
  assert.equal(report.rows, log_rows);
  assert.deepEqual([report.sent_raises, report.sent_clears], [log_rows, log_rows]);
  assert.deepEqual([report.accepted_raises, report.accepted_clears], [log_rows, log_rows]);
  assert.equal(report.complete, true);
  const counts = await totals_of(server);
  must_agree(counts, report);
  t.diagnostic(`${JSON.stringify(counts)}, ${report.events_per_s} reports a second`);
});

const sample = join(shared_data, 'alarms-telecom/59V_45N_sample/alarm.csv');

test(
  'a log in any order, with rows that end before they start, is accounted for',
  { skip: existsSync(sample) ? false : `${sample} is not here` },
  async (t) => {
    const server = await Server.start();
    t.after(() => server.kill());
    const { code, report, error } = await replay(server, sample);
    assert.equal(code, 0, error);
    assert.equal(report.rows, 30_691);
    assert.equal(report.ends_cut, 5);
    const counts = await totals_of(server);
    must_agree(counts, report);
    t.diagnostic(JSON.stringify(counts));
  },
);

// The server dies when it has taken a part, and the replay a little later, without having heard.
async function break_both(server, state) {
  const args = ['replay', log, ...small_batches, '--state', state, '--to', url_of(server)];
  const tool = launch(args, { env: { ...process.env, LIFELINE_TOKEN: server.token } });
  const ended = new Promise((settle) => tool.once('exit', settle));
  let told = '';
  tool.stderr.on('data', (text) => (told += text));
  const accepted = () => {
    try {
      return JSON.parse(readFileSync(state, 'utf8')).accepted;
    } catch {
      return 0;
    }
  };
  await until(
    'a third has gone in',
    () => {
      assert.equal(tool.exitCode, null, `the replay goes on: ${told}`);
      return accepted() > log_rows / 3;
    },
    120_000,
  );
  await server.kill();
  tool.kill('SIGKILL');
  await ended;
  return accepted();
}

test('a kill in the middle, and going on, give the same totals', { skip }, async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const state = join(new_folder(), 'state.json');
  const accepted = await break_both(server, state);
  assert.ok(accepted > 0 && accepted < 2 * log_rows, `${accepted} reports had gone in`);
  await server.start();
  const { code, report, error } = await replay(server, log, '--state', state, ...small_batches);
  assert.equal(code, 0, error);
  assert.equal(report.skipped, accepted, 'it goes on where the state says');
  assert.equal(report.accepted_raises + report.accepted_clears, 2 * log_rows - accepted);
  must_agree(await totals_of(server), report);
});

test('a replay waits for a server that is away, and goes on by itself', { skip }, async (t) => {
  const server = await Server.start();
  t.after(() => server.kill());
  const going = replay(server, log, ...small_batches);
  await until(
    'something has gone in',
    async () => (await server.get('/api/v1/picture')).alarms.reports_total > 1000,
    60_000,
  );
  await server.kill();
  await server.start();
  const { code, report, error } = await going;
  assert.equal(code, 0, error);
  assert.ok(report.retries > 0, 'it had to try again');
  assert.equal(report.accepted_raises + report.accepted_clears, 2 * log_rows);
  must_agree(await totals_of(server), report);
});
