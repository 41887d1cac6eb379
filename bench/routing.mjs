// SPDX-License-Identifier: Apache-2.0
// How good the dispatcher's plans are: every instance of a set, solved by the command line within
// so many CPU seconds, each plan checked and added up anew here from the instance's file alone, and
// the gap to the best known. Ends with 1 when a plan is not feasible, its sums are not its own, or
// it took more than 5 % longer than it was given.
//
//   LIFELINE=build-release/lifeline node bench/routing.mjs solomon|lilim|vrplib|trsp FOLDER
//       [--cpu-seconds S] [--seeds 1,2] [--only PATTERN] [--objective vehicles]
//   LIFELINE=… node bench/routing.mjs day [--jobs N] [--crews N] [--cpu-seconds S] [--seeds 1,2]
//   LIFELINE=… node bench/routing.mjs scenario [FOLDER] [--jobs-per-crew N] [--cpu-seconds S] …
//
// `day` draws a day of dispatch, `scenario` (when nothing is said) one of a scenario's crews and
// sites; both compare priority × completion with what dispatchers give who do not look ahead.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { make_day, nearest_free_crew, nearest_job, weighted_completion } from './routing_day.mjs';
import { check_plan, read_instance } from './routing_sets.mjs';
import { make_scenario_day } from './scenario_day.mjs';

const words = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = words.indexOf(`--${name}`);
  return at < 0 ? otherwise : words.splice(at, 2)[1];
};
const cpu_seconds = Number(option('cpu-seconds', '1'));
const seeds = option('seeds', '1').split(',').map(Number);
const only = new RegExp(option('only', '.'));
const objective = option('objective', '');
const jobs = Number(option('jobs', '300'));
const crews = Number(option('crews', '40'));
const jobs_per_crew = Number(option('jobs-per-crew', '6'));
const [set = 'scenario', folder = 'scenarios/wuhan-2020'] = words;
const lifeline = process.env.LIFELINE ?? 'build/lifeline';
const scratch = mkdtempSync(join(tmpdir(), 'routing-'));
let failures = 0;

function fail(text) {
  failures += 1;
  console.log(`WRONG ${text}`);
}

// CPU seconds of the command and its plan.
function solve(file, format, seed) {
  const out = join(scratch, 'plan.json');
  const command = ['solve', file, '--format', format, '--cpu-seconds', String(cpu_seconds)];
  if (objective) command.push('--objective', objective);
  const run = spawnSync(lifeline, [...command, '--seed', String(seed), '--out', out], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`${file}: ${run.stderr}`);
  return { plan: JSON.parse(readFileSync(out, 'utf8')), spent: child_seconds() };
}

let child_before = 0;
// CPU seconds of children since it was last asked, as Linux tells them.
function child_seconds() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  const total = (Number(fields[13]) + Number(fields[14])) / 100;
  const since = total - child_before;
  child_before = total;
  return since;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share) => `${(100 * share).toFixed(3)} %`;

function run_set() {
  const gaps = [];
  let longer = 0;
  let more_vehicles = 0;
  const files = readdirSync(folder).filter((f) => /\.(txt|vrp)$/.test(f) && only.test(f));
  for (const file of files.sort()) {
    const instance = read_instance(set, folder, file, objective);
    for (const seed of seeds) {
      child_seconds();
      const { plan, spent } = solve(join(folder, file), set, seed);
      longer = Math.max(longer, spent / cpu_seconds - 1);
      const checked = check_plan(instance, plan);
      for (const problem of checked.problems) fail(`${file} seed ${seed}: ${problem}`);
      const gap = checked.cost / instance.best - 1;
      const extra = instance.best_vehicles ? checked.vehicles - instance.best_vehicles : 0;
      if (extra > 0) more_vehicles += extra;
      else gaps.push({ gap, file });
      console.log(
        `${file} seed ${seed}: ${checked.cost.toFixed(2)} (best known ${instance.best}), ` +
          `${checked.vehicles} vehicles${extra > 0 ? ` (${extra} more)` : ''}, ${percent(gap)}`,
      );
    }
  }
  gaps.sort((a, b) => b.gap - a.gap);
  console.log(
    `${set}: ${gaps.length} plans, mean gap ${percent(mean(gaps.map((g) => g.gap)))}, worst ` +
      `${percent(gaps[0].gap)} (${gaps[0].file}), ${more_vehicles} vehicles more than best ` +
      `known, longest ${percent(longer)} over the budget`,
  );
  if (longer > 0.05) fail('the budget was exceeded by more than 5 %');
}

// A day of `make(seed)`, beside two dispatchers who do not look ahead.
function run_days(make) {
  const file = join(scratch, 'day.json');
  for (const seed of seeds) {
    const day = make(seed);
    writeFileSync(file, JSON.stringify(day));
    child_seconds();
    const { plan, spent } = solve(file, 'day', seed);
    const nearest = nearest_free_crew(day);
    const ours = weighted_completion(day, plan);
    for (const problem of ours.problems) fail(`seed ${seed}: ${problem}`);
    const greedy = nearest_job(day);
    const better = 1 - ours.cost / nearest.cost;
    const better_too = 1 - ours.cost / greedy.cost;
    console.log(
      `seed ${seed}: ${day.jobs.length} jobs, ${day.crews.length} crews: priority × completion ` +
        `${ours.cost.toFixed(0)} with ${ours.left} left over; ` +
        `most urgent first to the nearest free crew ${nearest.cost.toFixed(0)}, ` +
        `${percent(better)} better; nearest job for whoever is free ${greedy.cost.toFixed(0)}, ` +
        `${percent(better_too)} better; ${spent.toFixed(2)} CPU s`,
    );
    if (Math.min(better, better_too) < 0) fail(`seed ${seed}: worse than greedy dispatch`);
  }
}

try {
  if (set === 'day') run_days((seed) => make_day(seed, jobs, crews));
  else if (set === 'scenario')
    run_days((seed) => make_scenario_day(folder, '420000', jobs_per_crew, seed));
  else run_set();
} finally {
  rmSync(scratch, { recursive: true });
}
process.exitCode = failures > 0 ? 1 : 0;
