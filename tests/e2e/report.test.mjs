// SPDX-License-Identifier: Apache-2.0
// The situation report against the real server: drawn up over what really happened, the same bytes
// twice and after kill -9, figures drawn by lot traced to their events by the links that the report
// gives and counted again from the journal without the server, what came too late put right in the
// next report. REPORT_SEED draws other figures.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chance_of } from './chance.mjs';
import { hospital, lay_ground, stations } from './ground.mjs';
import { read_journal } from './journal.mjs';
import { listed, Recount, value_of } from './recount.mjs';
import { Server, until } from './server.mjs';
import { fault, report } from './ves.mjs';

const reports = '/api/v1/reports';
const desks = ['--desks', '100000,420000'];
let server;
let began;

const now = async () => (await server.get('/api/v1/clock')).now;

async function draw_up(body, options = {}) {
  return server.post(reports, { unit: '100000', ...body }, { status: 201, ...options });
}

async function file(id, format, language = 'zh') {
  const answer = await server.ask('GET', `${reports}/${id}?format=${format}&language=${language}`);
  assert.equal(answer.status, 200, `${format}: ${answer.text.slice(0, 300)}`);
  return answer;
}

// Faults and the ends of some; orders that are done, declined, handed back, amended, forgotten,
// late to begin; teams with results. Nothing waits for anything but deadlines of a second or two.
async function live_a_little() {
  await report(server, fault({ source: stations[0], severity: 'CRITICAL' }));
  await report(server, fault({ source: stations[1], severity: 'CRITICAL' }));
  await until('the hospital is down', async () => {
    const [site] = await server.get(`/api/v1/sites?id=${hospital}`);
    return site.state === 'down';
  });
  await report(server, fault({ source: stations[1], severity: 'NORMAL' }));
  await report(server, fault({ source: stations[1], severity: 'MINOR', condition: 'fan' }));
  await report(server, fault({ source: 'E2E-NOWHERE', severity: 'WARNING' }));
  await order_a_little();
  await work_a_little();
}

const text_of = (subject, words) => ({
  subject_zh: subject,
  subject_en: subject,
  text: subject,
  acknowledge_within_s: 3600,
  finish_within_s: 7200,
  ...words,
});

async function order_a_little() {
  const order = (subject, recipients, words = {}) =>
    server.post('/api/v1/orders', { ...text_of(subject, words), recipients }, { status: 201 });
  const press = (id, verb, body) => server.post(`/api/v1/orders/${id}/${verb}`, body);
  const done = await order('send power', ['420600']);
  await press(done.id, 'acknowledge', { unit: '420600' });
  await press(done.id, 'finish', { unit: '420600', note: 'sent' });
  const refused = await order('send cars', ['420106']);
  await press(refused.id, 'decline', { unit: '420106', reason: 'none left' });
  await order('report in', ['420100', '420600'], { acknowledge_within_s: 1 });
  const slow = await order('begin soon', ['100000', '420000'], {
    acknowledge_within_s: 1,
    start_within_s: 2,
  });
  await press(slow.id, 'acknowledge', { unit: '100000' });
  const spared = await order('more time', ['100000'], { acknowledge_within_s: 1 });
  const pressed = await order('less time', ['100000']);
  await press(pressed.id, 'acknowledge', { unit: '100000' });
  const amend = (id, words) => press(id, 'amend', { ...text_of('anew', words), reason: 'anew' });
  await amend(spared.id, {});
  await amend(pressed.id, { acknowledge_within_s: 1, finish_within_s: 2 });
  const back = await order('count again', ['100000']);
  await press(back.id, 'finish', { unit: '100000', note: 'counted' });
  await press(back.id, 'hand_back', { unit: '100000', finish_within_s: 1, reason: 'recount' });
  const over = await order('not needed', ['420106']);
  await press(over.id, 'recall', { reason: 'over' });
  await order('one of two', ['100000', '420106'], { acknowledge_within_s: 1, quorum: 2 });
  const longest_ms = 2000;
  const asked_ms = Date.parse(await now());
  await until('the province has heard all and deadlines have passed', async () => {
    const rows = await server.rows('/api/v1/orders');
    const row_of = ({ id }) => rows.find((row) => row.id === id);
    const is_heard = row_of(done).recipients_done === 1 && row_of(slow).recipients_silent === 1;
    return is_heard && Date.parse(await now()) > asked_ms + longest_ms;
  });
}

async function work_a_little() {
  const head = 'id,kind,name_zh,name_en,unit,leader,region,purpose\n';
  await server.import(
    'teams',
    `${head}WH-1,commando,武汉突击队,,420100,,420106,\nWH-2,vanguard,先锋岗,,420106,,,\n` +
      'XY-1,volunteer,襄阳志愿者,,420600,,,\nHQ-1,commando,总部突击队,,100000,,,\n',
  );
  const member = (team, name) => `${team},,${name},,\n`;
  await server.import(
    'team_members',
    `team,person,name,phone,skills\n${member('WH-1', '甲')}${member('WH-1', '乙')}` +
      `${member('WH-1', '丙')}${member('XY-1', '丁')}${member('HQ-1', '戊')}`,
  );
  await server.post('/api/v1/teams/WH-1/leave', { members: [3], reason: 'home' });
  await server.post('/api/v1/teams/WH-1/join', { members: [{ name: '己' }] });
  const [order] = await server.get('/api/v1/orders?text=send%20power');
  const until_when = new Date(Date.now() + 3_600_000).toISOString();
  const mobilise = (team) =>
    server.post(
      `/api/v1/teams/${team}/mobilise`,
      { order: order.id, what: '开通', place: '火神山', until: until_when },
      { status: 201 },
    );
  const press = (task, verb, body) => server.post(`/api/v1/team_tasks/${task.id}/${verb}`, body);
  const first = await mobilise('WH-1');
  await press(first, 'begin', {});
  await press(first, 'finish', {
    note: '开通',
    hours_by_member: [
      { member: 1, hours: 4.25 },
      { member: 2, hours: 3 },
    ],
    count: 3,
    count_unit: '基站',
  });
  const second = await mobilise('XY-1');
  await press(second, 'finish', { note: '巡检', hours: 7.5, count: 2.5, count_unit: '公里' });
  await press(await mobilise('HQ-1'), 'call_off', { reason: 'not needed' });
  await press(await mobilise('WH-1'), 'begin', { members: [1] });
}

before(async () => {
  server = await Server.start({ args: desks });
  began = await now();
  await lay_ground(server);
  await live_a_little();
});
after(() => server.kill());

const seed = Number(process.env.REPORT_SEED ?? 20200123);

// So many of the list, none twice.
function drawn(chance, list, count) {
  const left = [...list];
  const taken = [];
  while (taken.length < count && left.length > 0)
    taken.push(...left.splice(chance.below(left.length), 1));
  return taken;
}

// From the number to its events as a reader goes: the figure's own link, each of its rows' links,
// and what the journal has at that place.
async function trace({ name, value, events: link }, recount, kept) {
  const wanted = recount.facts_of(name);
  assert.equal(value, value_of(wanted), `${name} is what the journal holds`);
  const rows = await server.rows(link);
  assert.deepEqual(listed(rows), listed(wanted), `${name} lists what it counts`);
  for (const row of rows) {
    const event = await server.get(row.kept);
    const [type, content] = kept.get(`${row.desk}/${row.position}`);
    assert.deepEqual({ type: event.type, event: event.event }, { type, event: content }, name);
    assert.equal(event.type, row.type);
    assert.equal(event.at, row.at);
    assert.match(JSON.stringify(event.event), new RegExp(`"${row.subject}"`));
  }
  return rows.length;
}

const event_places = (batches) =>
  new Map(
    batches.flatMap(({ desk, first, events }) =>
      events.map((event, index) => [`${desk}/${first + index}`, event]),
    ),
  );

test('figures drawn by lot are what the journal holds, and lead to their events', async (t) => {
  t.diagnostic(`REPORT_SEED=${seed}`);
  const chance = chance_of(seed);
  for (const unit of ['100000', '420000', '420100']) {
    const row = await draw_up({ unit, from: began, cut_off: await now() });
    assert.equal(row.state, 'draft');
    const { content } = await server.get(`${reports}/${row.id}`);
    const batches = read_journal(server.folder);
    const recount = new Recount(batches, row);
    const kept = event_places(batches);
    const some = content.figures.filter(({ value }) => value > 0);
    assert.ok(some.length > 40, `${some.length} figures of ${unit} count something`);
    const chosen = [...drawn(chance, content.figures, 10), ...drawn(chance, some, 10)];
    t.diagnostic(`${unit}: ${chosen.map(({ name, value }) => `${name}=${value}`).join(' ')}`);
    let followed = 0;
    for (const figure of chosen) followed += await trace(figure, recount, kept);
    assert.ok(followed >= 10, 'links were followed');
  }
});

test('a city follows the links of its own report, but for lists of all the province', async () => {
  const viewer = { token: await server.token_for('report-city', 'viewer', '420100') };
  const row = await draw_up({ unit: '420100', from: began, cut_off: await now() });
  const { content } = await server.get(`${reports}/${row.id}`, viewer);
  const lists = ['site.Imported', 'team.Imported', 'team.Enlisted'];
  const seen = new Set();
  for (const { name, events } of content.figures)
    for (const { type, kept } of await server.rows(events, '', viewer)) {
      const answer = await server.ask('GET', kept, viewer);
      const is_over = type === 'alarm.Cleared';
      const wanted = lists.includes(type) || is_over ? 404 : 200;
      assert.equal(answer.status, wanted, `${name}: ${type} ${kept}`);
      if (wanted === 200) seen.add(type);
    }
  assert.ok(seen.size > 8, [...seen].join(' '));
});

test('every figure is what the journal holds, and no figure is missing', async () => {
  for (const unit of ['100000', '420000', '420100', '420106']) {
    const row = await draw_up({ unit, from: began, cut_off: await now() });
    const { content } = await server.get(`${reports}/${row.id}`);
    const recount = new Recount(read_journal(server.folder), row);
    const values = new Map(content.figures.map(({ name, value }) => [name, value]));
    for (const [name, value] of values)
      assert.equal(value, value_of(recount.facts_of(name)), `${unit} ${name}`);
    for (const [name, facts] of recount.figures)
      if (facts.length > 0) assert.ok(values.has(name), `${unit} has ${name}`);
  }
});

test('a page and a table say of each figure what it counts, in both languages', async () => {
  const row = await draw_up({ from: began, cut_off: await now() });
  const { content } = await server.get(`${reports}/${row.id}`);
  const values = new Map(content.figures.map(({ name, value }) => [name, value]));
  for (const language of ['zh', 'en']) {
    const html = (await file(row.id, 'html', language)).text;
    const links = [...html.matchAll(/href="([^"]+)" data-figure="([^"]+)">([^<]*)</g)];
    assert.ok(links.length > 100, `${links.length} links`);
    for (const [, href, name, text] of links) {
      assert.equal(href, `/reports/${row.id}?figure=${name}`);
      // Only one is ever spelled out.
      const said = /^[\d.]+$/.test(text) ? Number(text) : 1;
      assert.equal(said, values.get(name), `${language}: ${name} is ${text}`);
    }
    const lines = (await file(row.id, 'csv', language)).text.trim().split('\r\n');
    assert.equal(lines.length, content.figures.length + 1);
    for (const [index, { name, value, events }] of content.figures.entries()) {
      const line = lines[index + 1];
      assert.ok(line.startsWith(`${name},`) && line.endsWith(`,${value},,,${events}`), line);
    }
  }
  const chinese = (await file(row.id, 'html')).text;
  for (const words of ['队伍（按单位）', '突击队', '先锋岗', '志愿者', '基站', '公里'])
    assert.ok(chinese.includes(words), words);
  const english = (await file(row.id, 'html', 'en')).text;
  for (const words of ['Teams by unit', 'commando teams', 'Hours of work', '14.75'])
    assert.ok(english.includes(words), words);
});

test('one cut-off gives the same bytes: twice, and after kill -9', async () => {
  const row = await draw_up({ from: began, cut_off: await now() });
  const read = async () => {
    const bytes = {};
    for (const language of ['zh', 'en'])
      for (const format of ['html', 'csv', 'pdf', 'json'])
        bytes[`${format} ${language}`] = (await file(row.id, format, language)).bytes;
    return bytes;
  };
  const first = await read();
  await report(server, fault({ source: stations[1], severity: 'MAJOR', condition: 'afterwards' }));
  const second = await read();
  await server.kill();
  await server.start();
  const third = await read();
  for (const [format, bytes] of Object.entries(first)) {
    assert.ok(bytes.equals(second[format]), `${format} twice`);
    assert.ok(bytes.equals(third[format]), `${format} after kill -9`);
  }
  assert.match(first['html zh'].toString(), /草稿：尚未签发/);
  assert.match(first['html en'].toString(), /DRAFT/);
  assert.equal(first['pdf zh'].subarray(0, 5).toString(), '%PDF-');
});

test('the PDF has its Chinese as text', async (t) => {
  if (spawnSync('pdftotext', ['-v']).error) return t.skip('pdftotext is not installed');
  const row = await draw_up({ from: began, cut_off: await now() });
  const path = join(server.folder, 'report.pdf');
  writeFileSync(path, (await file(row.id, 'pdf')).bytes);
  const { stdout } = spawnSync('pdftotext', [path, '-'], { encoding: 'utf8' });
  assert.match(stdout, /应急通信保障战报/);
  assert.match(stdout, /草稿/);
  assert.match(stdout, /队伍（按单位）/);
});

test('a commander releases, the digest is kept, what came late is a correction', async () => {
  const operator = await server.token_for('report-operator', 'operator', '100000');
  const commander = await server.token_for('report-commander', 'commander', '100000');
  // The device's clock says that it happened before the cut-off; it is told after it.
  const happened_ms = Date.parse(await now());
  await until('time passes', async () => Date.parse(await now()) > happened_ms + 50);
  const first = await draw_up({ from: began, cut_off: await now(), languages: ['en'] });
  const path = `${reports}/${first.id}`;
  const { digest } = await server.get(path);
  const refused = await server.ask('POST', `${path}/release`, {
    body: { digest },
    token: operator,
  });
  assert.equal(refused.status, 403);
  const changed = await server.ask('POST', `${path}/release`, {
    body: { digest: '0'.repeat(64) },
    token: commander,
  });
  assert.equal(changed.json().name, 'report_must_be_as_read');
  const released = await server.post(`${path}/release`, { digest }, { token: commander });
  assert.equal(released.state, 'released');
  assert.equal(released.digest, digest);
  const before_late = (await file(first.id, 'html', 'en')).bytes;

  const late = { condition: 'lateFault', severity: 'MAJOR', at_us: happened_ms * 1000 };
  await report(server, fault({ source: stations[1], ...late }));
  const second = await draw_up({ from: first.cut_off, cut_off: await now(), languages: ['en'] });
  assert.equal(second.previous, first.id);
  const { content } = await server.get(`${reports}/${second.id}`);
  const correction = content.corrections.find(({ name }) => name === 'alarms_raised');
  assert.equal(correction.is, correction.was + 1);
  const value_of = (name) => content.figures.find((figure) => figure.name === name).value;
  assert.equal(value_of('alarms_raised'), 0, 'it is not counted twice');
  assert.equal(value_of('corrections.alarms_raised'), 1);
  const [event] = await server.get(`${reports}/${second.id}/figures/corrections.alarms_raised`);
  const kept = await server.get(`/api/v1/events/${event.event}`);
  assert.equal(kept.event.condition, 'lateFault');
  assert.ok(before_late.equals((await file(first.id, 'html', 'en')).bytes), 'it stays as it was');
  const again = await server.get(path);
  assert.equal(again.is_as_released, true);
  const html = (await file(second.id, 'html', 'en')).text;
  assert.match(html, /Corrections of the report before/);

  await server.post(`${path}/withdraw`, { reason: 'figures of Hubei' }, { token: commander });
  assert.match((await file(first.id, 'html', 'en')).text, /WITHDRAWN: figures of Hubei/);
});

test('a plan draws up its reports by the clock', async () => {
  const midnight = Date.parse(await now()) - 3_600_000;
  const plan = await server.post(
    '/api/v1/report-plans',
    { unit: '420100', every_min: 60, from: new Date(midnight + 2000).toISOString() },
    { status: 201 },
  );
  assert.equal(plan.running, true);
  const [drawn] = await until('its turn comes', async () => {
    const rows = await server.get(`${reports}?plan=${plan.id}`);
    return rows.length > 0 && rows;
  });
  assert.equal(drawn.number, 1);
  assert.equal(drawn.drawn_up_by, 'lifeline');
  const { content } = await server.get(`${reports}/${drawn.id}`);
  assert.equal(content.unit.name_en, 'Wuhan');
  const stop = `/api/v1/report-plans/${plan.id}/stop`;
  assert.equal((await server.post(stop, { reason: 'over' })).running, false);
});

test('bad input is told what is wrong with it', async () => {
  const scenario = await server.post(
    '/api/v1/scenarios',
    {
      name_zh: '重保',
      name_en: 'Assurance',
      unit: '420100',
      until: new Date(Date.parse(await now()) + 86_400_000).toISOString(),
      sites: [hospital],
    },
    { status: 201 },
  );
  const cut_off = await now();
  const later = new Date(Date.parse(cut_off) + 3_600_000).toISOString();
  const cases = [
    [{ from: began, cut_off: later }, 400, 'cut_off_must_have_passed', 'cut_off'],
    [{ from: cut_off, cut_off: began }, 400, 'cut_off_must_follow_start', 'cut_off'],
    [{ from: began, cut_off, unit: '990000' }, 400, 'unit_must_be_known', 'unit'],
    [
      { from: began, cut_off, unit: '420600', scenario: scenario.id },
      400,
      'scenario_must_be_of_the_unit',
      'scenario',
    ],
    [{ from: began, cut_off, scenario: '420000-99' }, 404, 'scenario_must_exist', 'scenario'],
    [
      { from: began, cut_off, languages: ['fr'] },
      400,
      'field_must_be_a_known_word',
      'languages[0]',
    ],
  ];
  for (const [body, status, name, field] of cases) {
    const answer = await server.ask('POST', reports, { body: { unit: '100000', ...body } });
    assert.deepEqual(
      [answer.status, answer.json().name, answer.json().field],
      [status, name, field],
      JSON.stringify(body),
    );
  }
  const row = await draw_up({ from: began, cut_off, unit: '420000', scenario: scenario.id });
  const page = await server.get(`${reports}/${row.id}?language=zh`);
  assert.equal(page.content.figures.find(({ name }) => name === 'sites').value, 1);
  assert.match(page.document.subtitle, /重保/);
  for (const [path, status, name] of [
    [`${reports}/${row.id}?format=doc`, 400, 'format_must_be_known'],
    [`${reports}/${row.id}?language=fr`, 400, 'language_must_be_known'],
    [`${reports}/${row.id}?base=javascript:1`, 400, 'base_must_be_an_address'],
    [`${reports}/420000-99`, 404, 'report_must_exist'],
    [`${reports}/${row.id}/figures/none`, 404, 'figure_must_exist'],
    ['/api/v1/events/420000/99999999', 404, 'event_must_exist'],
    ['/api/v1/events/420000/x', 404, 'event_must_exist'],
  ]) {
    const answer = await server.ask('GET', path);
    assert.deepEqual([answer.status, answer.json().name], [status, name], path);
  }
});

test('secrets stay in the journal, and ground stays ground', async () => {
  const viewer = await server.token_for('report-viewer', 'viewer', '420600');
  const batches = read_journal(server.folder);
  const places = [];
  for (const { desk, first, events } of batches)
    events.forEach(([type, event], index) =>
      places.push({ desk, position: first + index, type, event }),
    );
  const created = places.find(({ type }) => type === 'account.Created');
  const path = `/api/v1/events/${created.desk}/${created.position}`;
  const shown = await server.get(path);
  assert.equal(shown.event.name, created.event.name);
  assert.ok(!JSON.stringify(shown).includes('hash'));
  assert.equal((await server.ask('GET', path, { token: viewer })).status, 404);
  const raised = places.find(({ type }) => type === 'alarm.Raised');
  const elsewhere = `/api/v1/events/${raised.desk}/${raised.position}`;
  assert.equal((await server.ask('GET', elsewhere, { token: viewer })).status, 404);
  const row = await draw_up({ from: began, cut_off: await now() });
  assert.equal((await server.ask('GET', `${reports}/${row.id}`, { token: viewer })).status, 404);
});
