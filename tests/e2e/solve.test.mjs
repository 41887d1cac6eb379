// SPDX-License-Identifier: Apache-2.0
// `lifeline solve` on files of five formats: what it writes and refuses, and that its limit holds.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { check_plan, read_instance } from '../../bench/routing_sets.mjs';
import { new_folder, run, shared_data } from './server.mjs';

const folder = new_folder();
const data = join(shared_data, 'vehicle-routing');

// Four customers on a line east of the depot, one window that makes the near one late.
const solomon = `LINE

VEHICLE
NUMBER CAPACITY
 3 10

CUSTOMER
CUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE

 0 0 0 0 0 1000 0
 1 10 0 3 0 900 10
 2 20 0 3 0 900 10
 3 30 0 3 0 900 10
 4 10 0 1 200 300 10
`;
const lilim = `2 5 1
0 0 0 0 0 1000 0 0 0
1 10 0 5 0 900 10 0 3
2 20 0 5 0 900 10 0 4
3 30 0 -5 0 900 10 1 0
4 40 0 -5 0 900 10 2 0
`;
const vrplib = `NAME: SMALL
DIMENSION: 4
VEHICLES: 2
VEHICLES_MAX_DURATION: 500
NODE_COORD_SECTION
1 0 0
2 3 4
3 6 8
4 0 5
DEMAND_SECTION
1 0
2 1
3 1
4 1
SERVICE_TIME_SECTION
1 0
2 1
3 1
4 1
TIME_WINDOW_SECTION
1 0 900
2 0 800
3 0 800
4 0 800
CAPACITY_SECTION
1 5
2 5
VEHICLES_ALLOWED_CLIENTS_SECTION
1 2 3
2 4
EOF
`;
const trsp = `small
INFO
CREW COUNT SKILLS TOOLS SPARE PARTS
2 2 2 2
DEPOT
ID X Y TWS TWE ST SKILLS TOOLS PARTS
0 0 0 0 99 0 [] [] []
1 5 5 0 99 0 [0] [1] [2,0]
2 9 9 0 99 0 [1] [0] [0,1]
3 6 6 5 50 4 [0] [0] [0,1]
4 9 8 5 50 4 [1] [0] [0,1]
`;
const day = {
  crews: [
    { id: 'east', latitude: 30.5, longitude: 114.4, from: 28_800, skills: ['fibre'] },
    { id: 'west', latitude: 30.5, longitude: 114.2, from: 28_800 },
  ],
  jobs: [
    { id: 'cable', latitude: 30.5, longitude: 114.21, duration: 1800, skills: ['fibre'] },
    { id: 'fuel', latitude: 30.5, longitude: 114.22, duration: 600, priority: 5 },
    { id: 'diving', latitude: 30.5, longitude: 114.3, skills: ['diving'] },
  ],
};

async function solved(text, format, ...options) {
  const [file, out] = [join(folder, `${format}.txt`), join(folder, `${format}.json`)];
  writeFileSync(file, text);
  const done = await run(['solve', file, '--format', format, '--out', out, ...options]);
  assert.equal(done.code, 0, done.error);
  return JSON.parse(readFileSync(out, 'utf8'));
}

const turns = ['--iterations', '500', '--seed', '3'];
const stops = (plan) => plan.routes.map((route) => route.stops);
const visited = (plan) => stops(plan).flat().sort();

test('customers with windows: the shortest way by the ids of the file', async () => {
  const plan = await solved(solomon, 'solomon', ...turns);
  assert.deepEqual(visited(plan), [1, 2, 3, 4]);
  assert.deepEqual([plan.vehicles, plan.unassigned], [1, []]);
  assert.ok(Math.abs(plan.distance - 60) < 1e-9);
  // The window of 4 opens at 200: it waits there on the way back.
  assert.deepEqual(stops(plan)[0].at(-1), 4);
  assert.equal(plan.routes[0].times.at(-1).start, 200);
  assert.deepEqual(await solved(solomon, 'solomon', ...turns), plan);
});

test('pickups stand before their deliveries, within the capacity', async () => {
  const plan = await solved(lilim, 'lilim', ...turns);
  assert.deepEqual(visited(plan), [1, 2, 3, 4]);
  assert.equal(plan.vehicles, 1);
  const [way] = stops(plan);
  for (const [first, second] of [
    [1, 3],
    [2, 4],
  ])
    assert.ok(way.indexOf(first) < way.indexOf(second));
  // A capacity of 5 is full with one: 1 3 2 4 or 2 4 1 3, of which the first is the shorter.
  assert.deepEqual(way, [1, 3, 2, 4]);
});

test('who may visit whom is kept, and a technician without the part fetches it', async () => {
  const permits = await solved(vrplib, 'vrplib', ...turns);
  assert.deepEqual(
    permits.routes.map((route) => [route.vehicle, [...route.stops].sort()]),
    [
      [1, [2, 3]],
      [2, [4]],
    ],
  );
  assert.equal(permits.distance, 30_000);
  const kit = await solved(trsp, 'trsp', ...turns);
  assert.deepEqual(
    kit.routes.map((route) => [route.vehicle, route.stops, route.depot_before]),
    [
      [1, [3], 3],
      [2, [4], null],
    ],
  );
  assert.ok(Math.abs(kit.duration - (7 * Math.SQRT2 + 5 * Math.SQRT2 + 4) - 0) < 30);
});

test('a day of dispatch says why each job is where it is, and what nobody can do', async () => {
  const plan = await solved(JSON.stringify(day), 'day', ...turns, '--explain');
  assert.deepEqual(plan.unassigned, [{ job: 'diving', reason: 'skill diving: nobody has it' }]);
  const why = Object.fromEntries(plan.why.map(({ job, text }) => [job, text]));
  assert.match(why.cable, /^crew east: only one with skill fibre, \d+ min$/);
  assert.match(why.fuel, /^crew west: .*second best crew east, \d+ min$/);
  assert.equal(why.diving, 'skill diving: nobody has it');
});

test('a broken file is named with its line, and nothing is written', async () => {
  const refused = async (name, text, format) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    const out = join(folder, `${name}.json`);
    const done = await run(['solve', file, '--format', format, '--out', out]);
    assert.equal(done.code, 1, done.out);
    assert.ok(!existsSync(out));
    assert.ok(done.error.includes(file), done.error);
    return done.error;
  };
  const spoilt = solomon.replace('2 20 0 3', '2 20 zero 3');
  assert.match(await refused('spoilt.txt', spoilt, 'solomon'), /line 12: line_must_be_well_formed/);
  assert.match(await refused('empty.txt', '', 'lilim'), /file_must_be_complete/);
  const pair = lilim.replace('900 10 1 0', '900 10 2 0');
  assert.match(await refused('pair.txt', pair, 'lilim'), /line \d: line_must_be_well_formed/);
  const unknown = JSON.stringify({ ...day, jobs: [{ ...day.jobs[0], after: ['nothing'] }] });
  assert.match(await refused('unknown.json', unknown, 'day'), /jobs\[0\].after: job_must_be_known/);
  const round = day.jobs.map((job, at) => ({ ...job, after: [day.jobs[(at + 1) % 3].id] }));
  assert.match(
    await refused('round.json', JSON.stringify({ ...day, jobs: round }), 'day'),
    /jobs\[0\].after: order_must_not_go_round/,
  );
  const missing = await run(['solve', join(folder, 'nowhere.txt')]);
  assert.equal(missing.code, 1);
  assert.match(missing.error, /nowhere\.txt/);
});

// CPU seconds of children that have ended, as Linux tells them.
function child_seconds() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

test('the limit of CPU time is kept', async (t) => {
  for (const limit of [0.5, 2]) {
    const before = child_seconds();
    const plan = await solved(solomon, 'solomon', '--cpu-seconds', String(limit));
    const spent = child_seconds() - before;
    t.diagnostic(`${spent.toFixed(2)} of ${limit} CPU s, ${plan.iterations} turns`);
    assert.ok(spent <= 1.05 * limit + 0.02, `${spent} of ${limit} s`);
    assert.ok(spent >= 0.8 * limit, 'it takes the time it is given');
  }
});

test('instances of the field come out near their best known results', async (t) => {
  const sets = [
    ['solomon', 'vrptw_solomon100', 'C101.txt', 0.001],
    ['lilim', 'pdptw_lilim100', 'lc101.txt', 0.001],
    ['vrplib', 'site_dependent_vrptw', 'PR01.vrp', 0.03],
    ['trsp', 'technician_trsp', 'R101.100_25-5-5-5.txt', 0.1],
  ];
  if (!existsSync(data)) return t.skip('shared/data/vehicle-routing is not there');
  for (const [format, set, file, gap_most] of sets) {
    assert.ok(readdirSync(join(data, set)).includes(file));
    const text = readFileSync(join(data, set, file), 'utf8');
    const plan = await solved(text, format, '--iterations', '20000');
    const instance = read_instance(format, join(data, set), file, '');
    const checked = check_plan(instance, plan);
    assert.deepEqual(checked.problems, []);
    const gap = checked.cost / instance.best - 1;
    t.diagnostic(`${file}: ${(100 * gap).toFixed(2)} % above the best known`);
    assert.ok(gap <= gap_most, `${file}: ${gap}`);
  }
  return undefined;
});
