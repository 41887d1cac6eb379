// SPDX-License-Identifier: Apache-2.0
// A province's day of dispatch on a real server: crews with shifts and skills, jobs around towns,
// the first plan after a start, how good it becomes, how soon one more urgent job has its crew, and
// how large the server is. Prints figures beside sending the nearest free crew; ends with 1 when a
// job has no crew, or when the plan is worse than that.
//
//   LIFELINE=build-release/lifeline node bench/dispatch.mjs [jobs [crews [better_cpu_s [urgent]]]]
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { lay_ground } from '../tests/e2e/ground.mjs';
import { Server, until } from '../tests/e2e/server.mjs';
import { make_day } from './routing_day.mjs';

const [jobs, crews, better_cpu_s, urgent] = [2_000, 300, 20, 20].map((value, place) =>
  Number(process.argv[2 + place] ?? value),
);
const at_once = 16;
const plan_ms_max = 300_000;
const hours = (count) => new Date(Date.now() + count * 3_600_000).toISOString();
const place_of = ({ longitude, latitude }) => ({
  longitude_deg: longitude,
  latitude_deg: latitude,
});

function memory_mb(server) {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024);
}

async function each(list, work) {
  const rest = [...list];
  const worker = async () => {
    for (let one = rest.shift(); one; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: at_once }, worker));
}

const post_job = (server, job, priority) =>
  server.post(
    '/api/v1/jobs',
    {
      title_zh: job.id,
      unit: '420106',
      place: place_of(job),
      duration_s: job.duration,
      skills: job.skills,
      priority,
    },
    { status: 201 },
  );
const plan_of = async (server) =>
  (await server.get('/api/v1/plans')).find(({ unit }) => unit === '420000');

async function lay_field(server, day) {
  await lay_ground(server);
  await each(day.crews, async (crew) => {
    await server.post(
      '/api/v1/crews',
      {
        id: crew.id.replace(' ', '-'),
        name_zh: crew.id,
        unit: '420106',
        size: 2,
        base: place_of(crew),
        skills: crew.skills,
      },
      { status: 201 },
    );
    await server.post(`/api/v1/crews/${crew.id.replace(' ', '-')}/shifts`, {
      shifts: [{ from: hours(-1), until: hours(22) }],
    });
  });
  const priority = (weight) => (weight >= 10 ? 'urgent' : weight >= 2 ? 'high' : 'normal');
  await each(day.jobs, (job) => post_job(server, job, priority(job.priority)));
}

function tell(name, plan) {
  const share = 1 - plan.weighted_completion / plan.greedy_weighted_completion;
  console.log(
    `${name}: ${plan.assigned} of ${plan.jobs} assigned, weighted completion ` +
      `${(plan.weighted_completion / 1e6).toFixed(2)} M against ` +
      `${(plan.greedy_weighted_completion / 1e6).toFixed(2)} M of the nearest free crew ` +
      `(${(100 * share).toFixed(1)} % better), ${plan.cpu_s.toFixed(2)} s CPU`,
  );
}

const args = ['--desks', '420000', '--plan-cpu-s', String(better_cpu_s)];
const server = await Server.start({ args });
let failed = false;
try {
  const day = make_day(7, jobs + urgent, crews);
  const later = day.jobs.splice(jobs);
  await lay_field(server, day);
  await server.kill();
  const began = performance.now();
  await server.start();
  const ready = performance.now();
  const first = await until(
    'the first plan of all jobs',
    async () => {
      const plan = await plan_of(server);
      return plan.trigger === 'start' && plan.jobs === jobs && plan;
    },
    plan_ms_max,
  );
  const since = (moment) => ((performance.now() - moment) / 1000).toFixed(2);
  console.log(
    `${jobs} jobs, ${crews} crews: first plan ${since(ready)} s after the door opened, ` +
      `${since(began)} s after the start`,
  );
  tell('first plan', first);
  const good = await until(
    'a better plan',
    async () => {
      const plan = await plan_of(server);
      return plan.made_at !== first.made_at && plan;
    },
    plan_ms_max,
  );
  tell(`after ${better_cpu_s} s more`, good);
  failed ||= good.assigned !== jobs || good.weighted_completion > good.greedy_weighted_completion;
  const took = [];
  for (const job of later) {
    const { id } = await post_job(server, job, 'urgent');
    const asked = performance.now();
    await until(
      `job ${id} has a crew`,
      async () => (await server.get(`/api/v1/proposals?job=${id}`)).some(({ crew }) => crew),
      plan_ms_max,
    );
    took.push(performance.now() - asked);
    await pause(200);
  }
  took.sort((a, b) => a - b);
  console.log(
    `one urgent job more: its crew after ${took[Math.floor(took.length / 2)].toFixed(0)} ms ` +
      `(median of ${took.length}), ${took.at(-1).toFixed(0)} ms at most; ` +
      `${memory_mb(server)} MB at most`,
  );
} finally {
  await server.kill();
}
process.exitCode = failed ? 1 : 0;
