// SPDX-License-Identifier: Apache-2.0
// The API is what its description says, the figures are what Prometheus reads, and the console's
// files are served as browsers and proxies want them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { fibre, hospital, lay_ground, order_for, stations } from './ground.mjs';
import { Live } from './live.mjs';
import { wrongs } from './schema.mjs';
import { new_folder, Server } from './server.mjs';
import { fault, report } from './ves.mjs';

const methods = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);
const roles = ['nobody', 'viewer', 'operator_', 'operator', 'commander', 'administrator'];
const script = `export const words = ${JSON.stringify('通信保障 '.repeat(500))};\n`;
const page = '<!doctype html><title>Console</title><script type="module" src="/assets/a-1.js">';

const hub = '/tmf-api/troubleTicket/v4/hub';
const secret = 'long-enough-to-sign-with';
let server;
let api;

// A console of three files: one as the build makes them, with both codings beside it.
function made_console() {
  const folder = new_folder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'assets/a-1.js'), script);
  writeFileSync(join(folder, 'assets/a-1.js.br'), brotliCompressSync(script));
  writeFileSync(join(folder, 'assets/a-1.js.gz'), gzipSync(script));
  return folder;
}

// Work and a scenario of tomorrow, so that there is one of each to read.
async function plan_ahead() {
  const day_ms = 24 * 3_600_000;
  const from = new Date(Date.now() + day_ms).toISOString();
  const until = new Date(Date.now() + 2 * day_ms).toISOString();
  const work = { title: '割接', elements: [stations[0]], reason: '换板', from, until };
  await server.post('/api/v1/planned-works', work, { status: 201 });
  const shift = { from, until, person: '王芳', phone: '+8613800001234' };
  const scenario = { name_zh: '保障', made_from: 'key_hospital', sites: [hospital], from, until };
  await server.post('/api/v1/scenarios', { ...scenario, roster: [shift] }, { status: 201 });
}

// A person, and a duty roster with the person on it.
async function staff() {
  await server.import(
    'people',
    'id,name_zh,name_en,unit,skills,phone,email,account,substitute\nE2E-1,王芳,,420106,,,,,\n',
  );
  const members = [{ person: 'E2E-1', post: '值班长' }];
  const roster = { kind: 'duty', unit: '420106', name_zh: '值班表', members };
  await server.post('/api/v1/rosters', roster, { status: 201 });
}

// What command keeps besides: a photo, a template, a team at work, a channel with a notice, a
// report.
async function command() {
  const photo = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(16)]);
  const headers = { 'content-type': 'image/png' };
  const kept = await server.ask('POST', '/api/v1/attachments', { body: photo, headers });
  assert.equal(kept.status, 201, kept.text);
  const within = { acknowledge_within_s: 600, finish_within_s: 3600 };
  const template = { name_zh: '巡检', subject_zh: '巡检方舱', ...within };
  await server.post('/api/v1/order_templates', template, { status: 201 });
  const order = await server.post('/api/v1/orders', order_for(['420106']), { status: 201 });
  const raised = {
    name_zh: '志愿者',
    kind: 'volunteer',
    unit: '100000',
    members: [{ name: '甲' }],
  };
  const team = await server.post('/api/v1/teams', raised, { status: 201 });
  const until_then = new Date(Date.now() + 3_600_000).toISOString();
  const task = { order: order.id, what: '搬运', place: '火神山', until: until_then };
  await server.post(`/api/v1/teams/${team.id}/mobilise`, task, { status: 201 });
  const address = 'http://127.0.0.1:9/told';
  const channel = { kind: 'webhook', unit: '100000', address, about: ['issued'], secret };
  const { id } = await server.post('/api/v1/channels', channel, { status: 201 });
  await server.post(`/api/v1/channels/${id}/test`, undefined, { status: 202 });
  const [cut_off, from] = [1000, 3_600_000].map((ms) => new Date(Date.now() - ms).toISOString());
  await server.post('/api/v1/reports', { unit: '100000', from, cut_off }, { status: 201 });
  const plan = { unit: '100000', every_min: 60, from: until_then };
  await server.post('/api/v1/report-plans', plan, { status: 201 });
  const matchers = [{ name: 'alertname', value: 'BtsDown', isRegex: false }];
  const silence = { matchers, endsAt: until_then, createdBy: 'duty', comment: '' };
  await server.post('/api/v2/silences', silence);
}

// A vehicle, a crew, a job, and a work order that is cancelled.
async function field() {
  const vehicle = { id: 'V1', kind: 'van', name_zh: '工程车', unit: '420106' };
  await server.post('/api/v1/vehicles', vehicle, { status: 201 });
  const crew = { id: 'C1', name_zh: '光缆班', unit: '420106', size: 3 };
  await server.post('/api/v1/crews', crew, { status: 201 });
  await server.post(
    '/api/v1/closures',
    {
      unit: '420106',
      place: { longitude_deg: 114.3, latitude_deg: 30.6 },
      radius_m: 300,
      until: '2100-01-01T00:00:00Z',
      reason: '塌方',
    },
    { status: 201 },
  );
  const { id } = await server.post(
    '/api/v1/jobs',
    { title_zh: '巡检', unit: '420106' },
    { status: 201 },
  );
  await server.post('/api/v1/jobs', { title_zh: '检修', unit: '420106' }, { status: 201 });
  const cancels = '/tmf-api/workOrder/v4/cancelWorkOrder';
  await server.post(cancels, { workOrder: { id } }, { status: 201 });
}

// A subscriber to each API of TM Forum, and a task of each kind over the alarms.
async function northbound() {
  const callback = 'http://127.0.0.1:9/told';
  for (const path of Object.keys(api.paths))
    if (/^\/tmf-api\/.*\/hub$/.test(path)) await server.post(path, { callback }, { status: 201 });
  const [{ id }, other] = await server.get('/tmf-api/alarm/v4/alarm');
  const who = { ackUserId: 'li', ackSystemId: 'oss', clearUserId: 'li', clearSystemId: 'oss' };
  const task = {
    ...who,
    sourceSystemId: 'oss',
    alarmClearedTime: '2020-01-23T05:00:00Z',
    alarmChangedTime: '2020-01-23T05:00:00Z',
    alarmPattern: [{ id }],
    comment: { comment: '查' },
    parentAlarm: { id },
    correlatedAlarm: [{ id: other.id }],
  };
  for (const name of ['ack', 'unAck', 'comment', 'group', 'unGroup'])
    await server.post(`/tmf-api/alarm/v4/${name}Alarms`, task, { status: 201 });
  const of_none = { ...task, alarmPattern: [{ state: 'cleared' }] };
  await server.post('/tmf-api/alarm/v4/clearAlarms', of_none, { status: 201 });
}

before(async () => {
  server = await Server.start({ args: ['--web', made_console(), '--hub-callbacks', '127.0.0.1'] });
  await lay_ground(server);
  const columns = 'id,name,kind,region,longitude_deg,latitude_deg,depends_on';
  await server.import('elements', `${columns}\nE2E-CELL,小区,cell,420106,,,\n`);
  await plan_ahead();
  await staff();
  await command();
  await field();
  await report(server, fault({ source: fibre, severity: 'CRITICAL' }));
  await server.post('/api/v1/orders', order_for(['420106']), { status: 201 });
  await report(server, fault({ source: 'E2E-UNMAPPED' }));
  const heartbeat = fault({ source: fibre });
  heartbeat.commonEventHeader.domain = 'heartbeat';
  heartbeat.commonEventHeader.eventName = 'Heartbeat_E2E';
  delete heartbeat.faultFields;
  await report(server, heartbeat);
  const now_s = Math.floor(Date.now() / 1000);
  await server.import('measurements', `element,metric,at,value\n${fibre},delay,${now_s},12.5\n`);
  api = await server.get('/api/v1/openapi.json', { token: '' });
  await northbound();
});
after(() => server?.kill());

const operations = () =>
  Object.entries(api.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

function must_have_parameters(path, operation, what) {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const given = operation.parameters.filter((parameter) => parameter.in === 'path');
  assert.deepEqual(given.map(({ name }) => name).sort(), named.sort(), what);
  for (const parameter of operation.parameters) {
    assert.ok(['path', 'query', 'header', 'cookie'].includes(parameter.in), what);
    assert.ok(parameter.schema, `${what}: ${parameter.name} has a schema`);
    if (parameter.in === 'path') assert.equal(parameter.required, true, what);
  }
  const keys = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
  assert.equal(new Set(keys).size, keys.length, `${what}: each parameter once`);
}

test('the description is OpenAPI 3.1, whole in itself', () => {
  assert.match(api.openapi, /^3\.1\.\d+$/);
  assert.ok(api.info.title && api.info.version);
  const tags = new Set(api.tags.map(({ name }) => name));
  const ids = new Set();
  for (const { path, method, operation } of operations()) {
    const what = `${method} ${path}`;
    assert.ok(path.startsWith('/') && methods.has(method), what);
    assert.match(operation.operationId, /^[a-z][a-z0-9_]+$/, what);
    assert.ok(!ids.has(operation.operationId), `${operation.operationId} stands once`);
    ids.add(operation.operationId);
    assert.ok(operation.summary, what);
    assert.ok(
      operation.tags.every((tag) => tags.has(tag)),
      what,
    );
    assert.ok(roles.includes(operation['x-role']), `${what}: ${operation['x-role']}`);
    for (const need of operation.security)
      for (const scheme of Object.keys(need))
        assert.ok(scheme in api.components.securitySchemes, what);
    must_have_parameters(path, operation, what);
    assert.ok('default' in operation.responses, what);
    for (const status of Object.keys(operation.responses))
      assert.match(status, /^([1-5](\d\d|XX)|default)$/, what);
    if (operation.requestBody) assert.ok(Object.keys(operation.requestBody.content).length, what);
  }
  const references = JSON.stringify(api).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, reference] of references) {
    const found = reference.split('/').reduce((at, name) => at?.[name], api);
    assert.ok(found, `#/${reference} leads somewhere`);
  }
});

// The path with something in place of each {name}, so that there is what it asks for.
async function filled(path) {
  const first = async (list) => (await server.get(`/api/v1/${list}?limit=1`))[0].id;
  const ids = {
    alarms: () => first('alarms'),
    incidents: () => first('incidents'),
    orders: () => first('orders'),
    outages: () => first('outages'),
    sites: () => hospital,
    elements: () => fibre,
    measurements: () => fibre,
    thresholds: () => 'load',
    sources: () => fibre,
    mappings: () => 'snmp',
    units: () => '420106',
    accounts: () => 'admin',
    people: () => 'E2E-1',
    rosters: () => first('rosters'),
    'planned-works': () => first('planned-works'),
    scenarios: () => first('scenarios'),
    attachments: () => first('attachments'),
    order_templates: () => first('order_templates'),
    teams: () => first('teams'),
    team_tasks: () => first('team_tasks'),
    channels: () => first('channels'),
    notices: () => first('notices'),
    reports: () => first('reports'),
    'report-plans': () => first('report-plans'),
    jobs: () => first('jobs'),
    crews: () => 'C1',
    vehicles: () => 'V1',
    closures: () => first('closures'),
    plans: () => '420000',
    silence: async () => (await server.get('/api/v2/silences'))[0].id,
  };
  if (!path.includes('{')) return path;
  if (path.startsWith('/tmf-api/')) {
    const at = path.indexOf('/{');
    const [one] = await server.get(path.slice(0, at));
    assert.ok(one, `something is there for ${path}`);
    return filled(path.replace(/\{\w+\}/, encodeURIComponent(one.id ?? one.eventId)));
  }
  if (path === '/api/v1/events/{desk}/{position}') return '/api/v1/events/100000/1';
  const [, noun] = /^\/api\/v\d+\/([\w-]+)\/\{/.exec(path) ?? [];
  assert.ok(noun in ids, `something is there for ${path}`);
  return path.replace('{name}', 'alarms_raised').replace(/\{\w+\}/, await ids[noun]());
}

// "/api/v1/sites/import" is taken as "/api/v1/sites/{id}" where only the latter is read.
function reads_as_another(path) {
  return Object.entries(api.paths).some(([other, item]) => {
    const pattern = new RegExp(`^${other.replace(/\{\w+\}/g, '[^/]+')}$`);
    return other !== path && item.get && pattern.test(path);
  });
}

test('every path answers a GET as it is described, body and all', async (t) => {
  let described = 0;
  for (const [path, item] of Object.entries(api.paths)) {
    if (path === '/api/v1/live') continue;
    const where = await filled(path);
    const answer = await server.ask('GET', where);
    const what = `GET ${where}: ${answer.status} ${answer.text.slice(0, 400)}`;
    if (!item.get) {
      assert.equal(answer.status, reads_as_another(path) ? 404 : 405, what);
      continue;
    }
    assert.equal(answer.status, 200, what);
    const [[type, media]] = Object.entries(item.get.responses['2XX'].content);
    const given = answer.headers['content-type'].split(';')[0];
    assert.equal(type.endsWith('/*') ? given.replace(/\/.*/, '/*') : given, type, what);
    if (!media.schema) continue;
    ++described;
    const found = wrongs(media.schema, answer.json());
    assert.deepEqual(found, [], `GET ${where}`);
  }
  t.diagnostic(`${described} answers are described and fit`);
  assert.ok(described >= 10);
});

test('what needs a caller answers 401 without one, and the rest does not', async () => {
  for (const { path, method, operation } of operations()) {
    if (path === '/api/v1/live') continue;
    const where = path.replaceAll(/\{\w+\}/g, '100000-1');
    const answer = await server.ask(method.toUpperCase(), where, { token: '' });
    const needs = operation['x-role'] !== 'nobody';
    assert.equal(answer.status === 401, needs, `${method} ${path}: ${answer.status}`);
    assert.ok(answer.status < 500, `${method} ${path}: ${answer.status} ${answer.text}`);
  }
});

test('an empty body, and a body of nonsense, never break a command', async () => {
  for (const { path, method } of operations()) {
    if (method === 'get' || path === '/api/v1/session') continue;
    const where = path.replaceAll(/\{\w+\}/g, '100000-999');
    for (const body of ['{}', '[]', 'null', '{"a":', '"\\ud800"', '\u0000'])
      for (const type of ['application/json', 'text/csv']) {
        const headers = { 'content-type': type };
        const answer = await server.ask(method.toUpperCase(), where, { body, headers });
        const what = `${method} ${where} ${body}: ${answer.status} ${answer.text}`;
        assert.ok(answer.status >= 200 && answer.status < 500, what);
      }
  }
});

test('the live stream is what it says and tells the picture first', async (t) => {
  const live = await Live.open(server);
  t.after(() => live.close());
  assert.equal(live.response.headers['content-type'], 'text/event-stream');
  // A stream begins with the figures of the last tick; what came since follows by itself.
  const all_there = (message) => message.data.picture?.alarms.open === 2;
  const told = await live.next('the picture with both alarms', all_there);
  assert.equal(told.event, 'change');
  assert.deepEqual(told.data.picture, await server.get('/api/v1/picture'));
});

test('the description is a page for people, too', async () => {
  const answer = await server.ask('GET', '/api', { token: '' });
  assert.equal(answer.status, 200);
  assert.match(answer.headers['content-type'], /^text\/html/);
  assert.match(answer.headers['content-security-policy'], /default-src 'none'/);
  for (const { operation } of operations())
    assert.ok(answer.text.includes(`id="${operation.operationId}"`), operation.operationId);
});

// The text format of Prometheus, version 0.0.4.
function parsed_metrics(text) {
  assert.ok(text.endsWith('\n'));
  const types = new Map();
  const samples = new Map();
  for (const line of text.trimEnd().split('\n')) {
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line);
    if (type) {
      assert.ok(!types.has(type[1]), `${type[1]} has one type`);
      types.set(type[1], type[2]);
      continue;
    }
    if (/^# HELP [a-zA-Z_:][\w:]* \S/.test(line)) continue;
    const label = '[a-zA-Z_]\\w*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
    const labels = `\\{${label}(?:,${label})*\\}`;
    const sample = new RegExp(`^([a-zA-Z_:][\\w:]*)(${labels})? (\\S+)$`).exec(line);
    assert.ok(sample, `a line of the format: ${line}`);
    const key = sample[1] + (sample[2] ?? '');
    assert.ok(!samples.has(key), `${key} stands once`);
    const value = sample[3] === '+Inf' ? Infinity : Number(sample[3]);
    assert.ok(!Number.isNaN(value), line);
    samples.set(key, value);
    const family = sample[1].replace(/_(bucket|sum|count)$/, '');
    assert.ok(types.has(sample[1]) || types.get(family) === 'histogram', `${line} has a type`);
  }
  return { types, samples };
}

test('the figures are in the text format of Prometheus and add up', async () => {
  const answer = await server.ask('GET', '/metrics', { token: '' });
  assert.match(answer.headers['content-type'], /^text\/plain; version=0\.0\.4/);
  const { types, samples } = parsed_metrics(answer.text);
  for (const [name, type] of types)
    if (type === 'counter') assert.match(name, /_total$/, 'a counter is named for its total');
  const buckets = new Map();
  for (const [key, value] of samples) {
    if (!key.includes('_bucket{')) continue;
    const series = key
      .replace(/,?le="[^"]*"/, '')
      .replace('_bucket', '_count')
      .replace('{}', '');
    assert.ok(value >= (buckets.get(series) ?? 0), `${key} counts what is below it, too`);
    buckets.set(series, value);
  }
  for (const [series, last] of buckets) assert.equal(samples.get(series), last, series);
  assert.equal(samples.get('lifeline_ves_events_total{domain="fault",outcome="accepted"}'), 2);
});

async function file(path, encoding, headers = {}) {
  const asked = { token: '', headers: { ...headers, 'accept-encoding': encoding } };
  return server.ask('GET', path, asked);
}

test('a file comes in the coding that the browser takes, each with a tag of its own', async () => {
  const decoded = { identity: (x) => x, gzip: gunzipSync, br: brotliDecompressSync };
  const tags = new Set();
  for (const [asked, coding] of [
    ['identity', 'identity'],
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['', 'identity'],
  ]) {
    const answer = await file('/assets/a-1.js', asked);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-encoding'] ?? 'identity', coding, `for "${asked}"`);
    assert.equal(decoded[coding](answer.bytes).toString('utf8'), script);
    assert.match(answer.headers['content-type'], /^text\/javascript/);
    assert.match(answer.headers['cache-control'], /immutable/);
    assert.match(answer.headers.vary, /accept-encoding/i);
    tags.add(`${coding} ${answer.headers.etag}`);
    const again = { 'if-none-match': answer.headers.etag };
    const unchanged = await file('/assets/a-1.js', asked, again);
    assert.equal(unchanged.status, 304);
    assert.equal(unchanged.bytes.length, 0);
    const other = await file('/assets/a-1.js', asked, { 'if-none-match': '"another"' });
    assert.equal(other.status, 200);
  }
  assert.equal(tags.size, 3, [...tags].join(', '));
});

test('every page of the console is its index; what is missing is not', async () => {
  for (const path of ['/', '/alarms', '/sites/E2E-HOSPITAL', '/orders?open=1', '/?wall']) {
    const answer = await file(path, 'identity');
    assert.equal(answer.status, 200, path);
    assert.equal(answer.text, page);
    assert.match(answer.headers['content-security-policy'], /default-src 'self'/);
    assert.equal(answer.headers['cache-control'], 'no-cache');
  }
  const outside = ['/assets/../../journal.db', '/%2e%2e/journal.db', '/..%2f..%2fetc%2fpasswd.txt'];
  for (const path of ['/assets/a-2.js', '/favicon.png', '/api/v1/nothing', ...outside]) {
    const answer = await file(path, 'identity');
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  }
});

const web = process.env.WEB ?? '';
const skip = existsSync(join(web, 'index.html')) ? false : 'WEB names no built console';
if (skip) console.error(`skipped: ${skip}`);

test('the built console is served with all that its index asks for', { skip }, async (t) => {
  const built = await Server.start({ args: ['--web', web] });
  t.after(() => built.kill());
  const index = await built.ask('GET', '/', { token: '' });
  const wanted = [...index.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]);
  assert.ok(wanted.length >= 2, index.text);
  for (const path of wanted)
    for (const encoding of ['identity', 'gzip', 'br']) {
      const headers = { 'accept-encoding': encoding };
      const answer = await built.ask('GET', path, { token: '', headers });
      assert.equal(answer.status, 200, path);
      assert.ok(answer.bytes.length > 0, path);
    }
});
