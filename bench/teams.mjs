// SPDX-License-Identifier: Apache-2.0
// What teams bear: 12,000 teams, 20,000 posts and 70,000 people of 31 provinces brought in, each
// team at work on a task, counted. Prints a line a step: seconds, and the server's memory.
//
//   LIFELINE=build/lifeline node bench/teams.mjs
import { spawnSync } from 'node:child_process';
import { Server } from '../tests/e2e/server.mjs';
import { order_for } from '../tests/e2e/ground.mjs';

const teams_total = 12_000;
const posts_total = 20_000;
const people_total = 70_000;
const tasks_total = 2_000; // each a request of its own
const at_once = 16;
const provinces = Array.from({ length: 31 }, (_, n) => 110000 + n * 10000);
const cities = provinces.flatMap((code) =>
  Array.from({ length: 11 }, (_, n) => [code, code + (n + 1) * 100]),
);

const units_csv = [
  'code,name_zh,name_en,level,parent,duty_name,duty_phone,longitude_deg,latitude_deg',
  '100000,集团,Group,group,,,,116.4,39.9',
  ...provinces.map((code) => `${code},省${code},,province,100000,,,110,30`),
  ...cities.map(([above, code]) => `${code},市${code},,city,${above},,,110,30`),
  '',
].join('\n');
const unit_of = (n) => cities[n % cities.length][1];
const team_row = (n) => {
  const kind = n >= teams_total ? 'vanguard' : n % 4 === 0 ? 'volunteer' : 'commando';
  return `T${n},${kind},队伍${n},Team ${n},${unit_of(n)},队长${n},,保障通信`;
};
const teams_csv = [
  'id,kind,name_zh,name_en,unit,leader,region,purpose',
  ...Array.from({ length: teams_total + posts_total }, (_, n) => team_row(n)),
  '',
].join('\n');
const member_row = (n) =>
  `T${n % (teams_total + posts_total)},,队员${n},+86138${String(n).padStart(8, '0')},光缆`;
const members_csv = [
  'team,person,name,phone,skills',
  ...Array.from({ length: people_total }, (_, n) => member_row(n)),
  '',
].join('\n');

const server = await Server.start({ args: ['--desks', provinces.join(',')] });
const memory_mb = () =>
  Math.round(
    Number(
      spawnSync('grep', ['VmRSS', `/proc/${server.child.pid}/status`], {
        encoding: 'utf8',
      }).stdout.replace(/\D+/g, ''),
    ) / 1024,
  );

async function timed(what, work) {
  const began = performance.now();
  const answer = await work();
  const took_s = (performance.now() - began) / 1000;
  console.log(`${what}: ${took_s.toFixed(2)} s, ${memory_mb()} MB`);
  return answer;
}

async function when_heard(ask_once) {
  for (;;) {
    const answer = await ask_once();
    if (answer) return answer;
    await new Promise((done) => setTimeout(done, 200));
  }
}

console.log(`start: ${memory_mb()} MB`);
await server.import('units', units_csv);
const headers = { 'content-type': 'text/csv; charset=utf-8' };
const check = { body: teams_csv, headers, within_ms: 300_000 };
await when_heard(async () => {
  const answer = await server.ask('POST', '/api/v1/teams/import?check=true', check);
  return answer.status === 200;
});
await timed('teams and posts imported', () => server.import('teams', teams_csv));
await timed('people imported', () => server.import('team_members', members_csv));
await timed('people imported again, unchanged', () => server.import('team_members', members_csv));
const order = await server.post('/api/v1/orders', order_for(provinces.map(String)), {
  status: 201,
});
const until = new Date(Date.now() + 8 * 3_600_000).toISOString();
await timed(`${tasks_total} tasks mobilised, begun and done`, async () => {
  let next = 0;
  const one = async () => {
    for (let n = next++; n < tasks_total; n = next++) {
      const body = { order: order.id, what: '开通', until };
      const task = await when_heard(async () => {
        const answer = await server.ask('POST', `/api/v1/teams/T${n}/mobilise`, { body });
        return answer.status === 201 && answer.json();
      });
      await server.post(`/api/v1/team_tasks/${task.id}/finish`, { hours: 4 });
    }
  };
  await Promise.all(Array.from({ length: at_once }, one));
});
for (const by of ['unit', 'kind', 'day'])
  await timed(`counted by ${by}`, () => server.get(`/api/v1/teams/count?by=${by}`));
await timed('a page of teams', () => server.get('/api/v1/teams?limit=50&sort=-members'));
await timed('a page of people', () => server.get('/api/v1/team_members?limit=50&q=138'));
const { total } = await server.get('/api/v1/teams/count');
console.log(JSON.stringify(total));
await server.stop();
await timed('stopped and started again', () => server.start());
await server.stop();
