// SPDX-License-Identifier: Apache-2.0
// Teams on two desks: brought in by files, mobilised by an order of headquarters, at work, counted;
// every count is the length of the list it names, and all of it is there after the power went.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { lay_ground, order_for } from './ground.mjs';
import { new_folder, run, Server, until } from './server.mjs';

const hour_ms = 3_600_000;
const teams_head = 'id,kind,name_zh,name_en,unit,leader,region,purpose\n';
const members_head = 'team,person,name,phone,skills\n';
const teams_csv =
  teams_head +
  'WH-1,commando,武汉突击队,Wuhan team,420100,张伟,420106,开通基站\n' +
  'WH-2,vanguard,武昌先锋岗,,420106,,,\n' +
  'XY-1,volunteer,襄阳志愿者,,420600,李雷,,\n' +
  'HQ-1,commando,总部突击队,Group team,100000,,,\n';
const members_csv =
  members_head +
  'WH-1,S1,张伟,+8613800001234,光缆;发电\n' +
  'WH-1,S2,王芳,,\n' +
  'WH-1,,志愿者甲,+8613800005678,\n' +
  'WH-2,S3,韩梅梅,,\n' +
  'XY-1,S4,李雷,,\n' +
  'HQ-1,S5,高原,,\n';

// The group's own staff, of whom every desk hears.
const people_csv =
  'id,name_zh,name_en,unit,skills,phone,email,account,substitute\n' +
  ['S1,张伟', 'S2,王芳', 'S3,韩梅梅', 'S4,李雷', 'S5,高原']
    .map((one) => `${one},,100000,,,,,\n`)
    .join('');

let server;
let order;

before(async () => {
  server = await Server.start({ args: ['--desks', '420000'] });
  await lay_ground(server);
  await server.import('people', people_csv);
  order = await server.post('/api/v1/orders', order_for(['420000', '420100']), { status: 201 });
});
after(() => server?.kill());

async function import_file(noun, csv, ...options) {
  const file = join(new_folder(), `${noun}.csv`);
  writeFileSync(file, csv);
  const args = ['import', noun, file, '--to', `http://127.0.0.1:${server.port}`, ...options];
  return run(args, { env: { LIFELINE_TOKEN: server.token } });
}

async function mobilise(team, words = {}) {
  const body = { order: order.id, what: '开通基站', place: '火神山', ...words };
  body.until ??= new Date(Date.now() + 8 * hour_ms).toISOString();
  return server.post(`/api/v1/teams/${team}/mobilise`, body, { status: 201 });
}

test('teams and members come in from files whole, and again changes nothing', async () => {
  const wrong = await import_file('teams', `${teams_csv}X,army,名,,429999,,,\n`);
  assert.equal(wrong.code, 1, wrong.out + wrong.error);
  assert.match(wrong.out, /^line 6, kind: field_must_be_a_known_word\b/m);
  assert.equal(await server.count('/api/v1/teams'), 0);
  const early = await import_file('team_members', members_csv);
  assert.match(early.out, /^line 2, team: team_must_be_known \(WH-1\)/m);

  assert.match((await import_file('teams', teams_csv)).out, /^rows: 4, added: 4/);
  await until('the desk has heard of the staff', async () => {
    const done = await import_file('team_members', members_csv, '--check');
    if (/person_must_be_known/.test(done.out)) return false;
    assert.match(done.out, /^rows: 6, added: 6/);
    return true;
  });
  assert.match((await import_file('team_members', members_csv)).out, /^rows: 6, added: 6/);
  const { position } = await server.get('/api/v1/picture');
  assert.match((await import_file('teams', teams_csv)).out, /added: 0, changed: 0, unchanged: 4/);
  const again = await import_file('team_members', members_csv);
  assert.match(again.out, /added: 0, changed: 0, unchanged: 6/);
  assert.equal((await server.get('/api/v1/picture')).position, position, 'no event came of it');
  assert.equal(await server.count('/api/v1/teams'), 4);
  assert.equal(await server.count('/api/v1/team_members'), 6);
});

test('an order of headquarters mobilises a team of a province once it is known there', async () => {
  const task = await until('the order has come to the desk', async () => {
    const answer = await server.ask('POST', '/api/v1/teams/WH-1/mobilise', {
      body: {
        order: order.id,
        what: '开通基站',
        until: new Date(Date.now() + hour_ms).toISOString(),
      },
    });
    return answer.status === 201 && answer.json();
  });
  assert.equal(task.state, 'planned');
  assert.equal(task.order, order.id);
  const unknown = await server.ask('POST', '/api/v1/teams/WH-1/mobilise', {
    body: { order: '100000-99', what: 'x', until: new Date(Date.now() + hour_ms).toISOString() },
  });
  assert.equal(unknown.json().name, 'order_must_be_known');
  const begun = await server.post(`/api/v1/team_tasks/${task.id}/begin`, {});
  assert.equal(begun.state, 'under_way');
  assert.equal(begun.members, 3);
  assert.equal(begun.person_times, 3);
  const early = await server.ask('POST', '/api/v1/teams/WH-1/stand_down', {
    body: { reason: '收队' },
  });
  assert.equal(early.status, 409);
  assert.equal(early.json().name, 'team_tasks_must_be_over');
});

test('a result is told in one press, with hours by member and a photo', async () => {
  const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), randomBytes(100)]);
  const kept = await server.ask('POST', '/api/v1/attachments', {
    body: photo,
    headers: { 'content-type': 'image/jpeg' },
  });
  const { id } = kept.json();
  assert.equal(id, createHash('sha256').update(photo).digest('hex'));
  const [task] = await server.get('/api/v1/team_tasks?team=WH-1');
  const result = {
    note: '三站开通',
    hours_by_member: [
      { member: 1, hours: 4.5 },
      { member: 2, hours: 3 },
    ],
    count: 3,
    count_unit: '基站',
    photos: [id],
  };
  // The photo was kept on headquarters' desk; the team's hears of it.
  const done = await until('the desk has heard of the photo', async () => {
    const answer = await server.ask('POST', `/api/v1/team_tasks/${task.id}/finish`, {
      body: result,
    });
    if (answer.status === 200) return answer.json();
    assert.equal(answer.json().name, 'photo_must_be_known');
    return false;
  });
  assert.equal(done.state, 'done');
  assert.equal(done.hours, 7.5);
  assert.equal(done.members, 2, 'who spent hours was there');
  const page = await server.get(`/api/v1/team_tasks/${task.id}`);
  assert.deepEqual(page.attendance, [
    { number: 1, name: '张伟', hours: 4.5 },
    { number: 2, name: '王芳', hours: 3 },
  ]);
});

test('a team is raised by hand, its members join and leave, and it stands down', async () => {
  const body = { name_zh: '武昌志愿者', kind: 'volunteer', unit: '420106' };
  const members = [{ name: '甲', phone: '+8613800000001' }, { name: '乙' }];
  const wuchang = await server.token_for('teams-wuchang', 'operator', '420106');
  const headers = { 'idempotency-key': 'raise-1' };
  const make = () =>
    server.post('/api/v1/teams', { ...body, members }, { status: 201, token: wuchang, headers });
  const team = await make();
  assert.equal((await make()).id, team.id, 'a repeated key raises no second team');
  assert.match(team.id, /^420000-\d+$/);
  const twice = await server.ask('POST', `/api/v1/teams/${team.id}/join`, {
    body: { members: [{ name: '乙' }] },
  });
  assert.equal(twice.json().name, 'member_must_not_be_in_the_team');
  await server.post(`/api/v1/teams/${team.id}/leave`, { members: [2], reason: '返岗' });
  const page = await server.get(`/api/v1/teams/${team.id}`, { token: wuchang });
  assert.deepEqual(
    page.people.map(({ name, phone }) => [name, phone]),
    [['甲', '+86138****0001']],
  );
  const other = await server.token_for('teams-xiangyang', 'operator', '420600');
  assert.equal((await server.ask('GET', `/api/v1/teams/${team.id}`, { token: other })).status, 404);
  const down = await server.post(`/api/v1/teams/${team.id}/stand_down`, { reason: '任务结束' });
  assert.deepEqual(
    [down.state, down.stood_down_by, down.reason],
    ['stood_down', 'admin', '任务结束'],
  );
  const again = await mobilise(team.id);
  assert.equal((await server.get(`/api/v1/teams/${team.id}`)).state, 'mobilised');
  await server.post(`/api/v1/team_tasks/${again.id}/call_off`, { reason: '下雨' });
});

const sum = (rows, key) => rows.reduce((all, row) => all + row[key], 0);

// Each figure of a row against the list that it names.
async function must_be_its_lists(row, { from = '', until: to = '' } = {}, token = server.token) {
  const words = (more) => {
    const all = new URLSearchParams(row.filter);
    for (const [key, value] of Object.entries(more))
      if (value && !all.has(key)) all.set(key, value);
    return `&${all}`;
  };
  const rows = (path, more) => server.rows(path, words(more), { token });
  const raised = { 'raised_at.lt': to };
  const teams = (await rows('/api/v1/teams', raised)).filter(({ kind }) => kind !== 'vanguard');
  const posts = (await rows('/api/v1/teams', raised)).filter(({ kind }) => kind === 'vanguard');
  const people = await rows('/api/v1/team_members', { 'joined_at.lt': to });
  const at_work = { 'person_times.gt': '0', 'begun_at.lt': to, 'busy_until.gte': from };
  const busy = await rows('/api/v1/team_tasks', at_work);
  const over = { state: 'done', 'ended_at.gte': from, 'ended_at.lt': to };
  const done = await rows('/api/v1/team_tasks', over);
  const counted = {
    teams: teams.length,
    posts: posts.length,
    people: people.length,
    at_work: new Set(busy.map(({ team }) => team)).size,
    hours: sum(done, 'hours'),
    tasks_done: done.length,
  };
  const { key, name_zh, name_en, filter, person_times, ...figures } = row;
  assert.deepEqual(figures, counted, `${key} ${name_zh} ${name_en} ${filter}`);
  if (!from && !to) assert.equal(person_times, sum(busy, 'person_times'), key);
}

test('every number is the length of the list that it names, by unit, kind and day', async () => {
  const by_unit = await server.get('/api/v1/teams/count');
  assert.deepEqual(
    by_unit.rows.map(({ key, filter }) => [key, filter]),
    [
      ['100000', 'unit=100000'],
      ['420000', 'province=420000'],
    ],
  );
  const by_kind = await server.get('/api/v1/teams/count?by=kind');
  const below = await server.get('/api/v1/teams/count?unit=420000');
  for (const row of [...by_unit.rows, ...by_kind.rows, ...below.rows, by_unit.total])
    await must_be_its_lists(row);
  for (const figure of ['teams', 'posts', 'people', 'person_times', 'hours', 'tasks_done'])
    for (const { rows, total } of [by_unit, by_kind])
      assert.equal(sum(rows, figure), total[figure], figure);
  const by_day = await server.get('/api/v1/teams/count?by=day');
  assert.equal(by_day.rows.length, 8, 'a week, from this time of the first day');
  const today = by_day.rows.at(-1);
  const start = new Date(Date.parse(`${today.key}T00:00:00Z`) - 8 * hour_ms);
  const period = {
    from: start.toISOString(),
    until: new Date(+start + 24 * hour_ms).toISOString(),
  };
  await must_be_its_lists(today, period);
  assert.equal(today.person_times, by_unit.total.person_times);
  assert.equal(by_unit.total.person_times, 2);
  assert.equal(by_unit.total.hours, 7.5);
});

test("a count is of the caller's ground alone", async () => {
  const token = await server.token_for('teams-wuhan', 'viewer', '420100');
  const own = await server.get('/api/v1/teams/count', { token });
  assert.equal(own.unit, '420100');
  await must_be_its_lists(own.total, {}, token);
  const beyond = await server.ask('GET', '/api/v1/teams/count?unit=420600', { token });
  assert.equal(beyond.status, 403);
  assert.equal(beyond.json().name, 'unit_must_be_within_reach');
});

test('a template of headquarters is there for a province', async () => {
  const body = {
    name_zh: '方舱巡检',
    subject_zh: '巡检方舱',
    acknowledge_within_s: 600,
    finish_within_s: 3600,
    evidence: { note: true, number: '基站', photos: 2 },
  };
  const made = await server.post('/api/v1/order_templates', body, { status: 201 });
  const token = await server.token_for('teams-template', 'viewer', '420106');
  const [seen] = await server.get('/api/v1/order_templates', { token });
  assert.deepEqual(seen, made);
  assert.deepEqual(seen.evidence, body.evidence);
});

test('after the power went all of it is there', async () => {
  const look = async () => ({
    teams: await server.rows('/api/v1/teams'),
    members: await server.rows('/api/v1/team_members'),
    tasks: await server.rows('/api/v1/team_tasks', '&sort=id'),
    count: (await server.get('/api/v1/teams/count')).rows,
    page: await server.get('/api/v1/teams/WH-1'),
    templates: await server.rows('/api/v1/order_templates'),
  });
  const before_end = await look();
  await server.kill();
  await server.start();
  assert.deepEqual(await look(), before_end);
  const task = await mobilise('WH-2');
  const done = await server.post(`/api/v1/team_tasks/${task.id}/finish`, { hours: 2 });
  assert.deepEqual([done.state, done.members], ['done', 1], 'begun and finished in one step');
  const check = spawnSync('sqlite3', [join(server.folder, 'journal.db'), 'PRAGMA integrity_check']);
  assert.equal(String(check.stdout).trim(), 'ok');
});
