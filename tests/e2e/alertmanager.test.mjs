// SPDX-License-Identifier: Apache-2.0
// Prometheus and amtool speak to Lifeline as to an Alertmanager: alerts come in, are one alarm each
// and durable when they are answered, are silenced, and are over when they are resolved or not told
// again, also over a kill -9. What the peers send is posted by hand too, for where they miss.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { start_alertmanager, unless_alertmanager } from './alertmanager_peer.mjs';
import { elements_csv, stations, units_csv } from './ground.mjs';
import { free_port, new_folder, root, Server, until } from './server.mjs';

const peer = (name, path) =>
  [path, join(root, '.cache/peers/usr/bin', name), join('/usr/bin', name)].find(
    (candidate) => candidate && existsSync(candidate),
  );
const amtool = peer('amtool', process.env.AMTOOL);
const prometheus = peer('prometheus', process.env.PROMETHEUS);
const unless_amtool = amtool ? false : 'there is no amtool: ./dev test unpacks one';
const unless_prometheus = prometheus ? false : 'there is no prometheus: ./dev test unpacks one';
const children = [];
let server;

before(async () => {
  server = await Server.start({ args: ['--resolve-timeout-s', '600'] });
  await server.import('units', units_csv);
  await server.import('elements', elements_csv);
});
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await server?.kill();
});

const post = (alerts, status = 200) => server.post('/api/v2/alerts', alerts, { status });
const webhook = (alerts) =>
  server.post('/api/v1/alertmanager/webhook', { version: '4', alerts }, { status: 200 });
const alerts = (query = '') => server.get(`/api/v2/alerts${query}`);
const filter = (text) => `?filter=${encodeURIComponent(text)}`;
const alarms = (condition, state = 'raised') =>
  server.rows('/api/v1/alarms', `&probable_cause=${condition}&state=${state}`);
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();

test('an alert is an alarm of the element that its labels name', async () => {
  const labels = { alertname: 'PostedDown', instance: `${stations[0]}:9100`, severity: 'error' };
  await post([{ labels, annotations: { summary: 'no answer' }, startsAt: ago(60) }]);
  const [alarm, ...others] = await alarms('PostedDown');
  assert.equal(others.length, 0);
  assert.equal(alarm.source_name, stations[0]);
  assert.equal(alarm.element, stations[0]);
  assert.equal(alarm.perceived_severity, 'major');
  assert.match(alarm.interface, /severity=error/);
  assert.match(alarm.additional_text, /^no answer/);
  const [alert] = await alerts(filter('alertname="PostedDown"'));
  assert.deepEqual(alert.labels, labels);
  assert.deepEqual(alert.annotations, { summary: 'no answer' });
  assert.equal(alert.status.state, 'active');
  assert.match(alert.fingerprint, /^[0-9a-f]{16}$/);
  assert.deepEqual(alert.receivers, [{ name: 'lifeline' }]);
});

test('an alert that is told again is one report, and one that is resolved is clear', async () => {
  const labels = { alertname: 'AgainDown', node: 'rack-1' };
  const startsAt = ago(60);
  for (let i = 0; i < 5; ++i) await post([{ labels, startsAt }]);
  assert.deepEqual(
    (await alarms('AgainDown')).map((row) => row.count),
    [1],
  );
  await post([{ labels, startsAt, endsAt: ago(1) }]);
  assert.equal((await alarms('AgainDown')).length, 0);
  assert.equal((await alarms('AgainDown', 'cleared')).length, 1);
  assert.equal((await alerts(filter('alertname="AgainDown"'))).length, 0);
});

test('an alert whose end passes is clear without being told', async () => {
  const endsAt = new Date(Date.now() + 1500).toISOString();
  await post([{ labels: { alertname: 'ShortDown' }, endsAt }]);
  assert.equal((await alarms('ShortDown')).length, 1);
  await until('it is clear', async () => (await alarms('ShortDown')).length === 0);
});

test('labels that differ in anything are alerts and alarms of their own, in groups', async () => {
  const sites = Array.from({ length: 300 }, (_, i) => `site-${i}`);
  await post(sites.map((site) => ({ labels: { alertname: 'ManyDown', site } })));
  assert.equal((await alarms('ManyDown')).length, sites.length);
  const groups = await server.get(`/api/v2/alerts/groups${filter('alertname="ManyDown"')}`);
  assert.equal(groups.length, 1);
  assert.deepEqual(groups[0].labels, { alertname: 'ManyDown' });
  assert.equal(groups[0].alerts.length, sites.length);
  assert.equal((await alerts(filter('site=~"site-1[0-9]"'))).length, 10);
  assert.equal((await alerts(`${filter('alertname="ManyDown"')}&receiver=other`)).length, 0);
});

test('what is wrong is refused by name, and what is right beside it is taken', async () => {
  const answer = await server.ask('POST', '/api/v2/alerts', {
    body: [{ labels: {} }, { labels: { alertname: 'RightDown' } }],
  });
  assert.equal(answer.status, 400);
  assert.match(answer.json(), /labels_must_be_given/);
  assert.equal((await alarms('RightDown')).length, 1);
  const broken = await server.ask('POST', '/api/v2/alerts', {
    body: '{"token": "abc"',
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(broken.status, 400);
  const wrong_filter = await server.ask('GET', `/api/v2/alerts${filter('a=~"("')}`);
  assert.equal(wrong_filter.status, 400);
  const [door] = (await server.get('/api/v1/doors')).filter(({ name }) => name === 'alertmanager');
  assert.equal(door.state, 'listening');
  assert.ok(door.refused >= 2);
  assert.ok(door.examples.some(({ text }) => text.includes('****')));
  assert.equal((await server.ask('POST', '/api/v2/alerts', { body: [], token: '' })).status, 401);
});

test('a webhook tells of every end itself', async () => {
  const labels = { alertname: 'HookDown', job: 'node' };
  const never = '0001-01-01T00:00:00Z';
  await webhook([{ status: 'firing', labels, startsAt: ago(60), endsAt: never }]);
  assert.equal((await alarms('HookDown')).length, 1);
  await webhook([{ status: 'resolved', labels, startsAt: ago(60), endsAt: ago(1) }]);
  assert.equal((await alarms('HookDown')).length, 0);
});

test('a silence is set, suppresses, changes and ends', async () => {
  await post([{ labels: { alertname: 'QuietDown', site: 'H-1' } }]);
  const silence = {
    matchers: [{ name: 'alertname', value: 'Quiet.*', isRegex: true, isEqual: true }],
    startsAt: ago(10),
    endsAt: new Date(Date.now() + 3600_000).toISOString(),
    createdBy: 'duty',
    comment: 'work on the mast',
  };
  const { silenceID: id } = await server.post('/api/v2/silences', silence);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  const [alert] = await alerts(filter('alertname="QuietDown"'));
  assert.deepEqual(alert.status.silencedBy, [id]);
  assert.equal(alert.status.state, 'suppressed');
  assert.equal((await alerts(`${filter('alertname="QuietDown"')}&silenced=false`)).length, 0);
  await server.post('/api/v2/silences', { ...silence, id, comment: 'longer' });
  const shown = await server.get(`/api/v2/silence/${id}`);
  assert.equal(shown.comment, 'longer');
  assert.equal(shown.status.state, 'active');
  await server.kill();
  await server.start();
  assert.equal((await server.get('/api/v2/silences')).length, 1);
  assert.equal((await server.ask('DELETE', `/api/v2/silence/${id}`)).status, 200);
  assert.equal((await server.get(`/api/v2/silence/${id}`)).status.state, 'expired');
  assert.equal((await server.get('/api/v2/silences?expired=false')).length, 0);
  assert.equal((await server.ask('DELETE', `/api/v2/silence/${id}`)).status, 409);
  assert.equal((await server.ask('GET', '/api/v2/silence/unknown')).status, 404);
  const all = { ...silence, matchers: [{ name: 'a', value: '.*', isRegex: true }] };
  assert.equal((await server.ask('POST', '/api/v2/silences', { body: all })).status, 400);
});

test('what was firing is known after a kill, and is one alarm still', async () => {
  const labels = { alertname: 'KilledDown', site: 'H-2' };
  const startsAt = ago(60);
  await post([{ labels, startsAt, annotations: { summary: '站点断了' } }]);
  await server.kill();
  await server.start();
  const [alert] = await alerts(filter('alertname="KilledDown"'));
  assert.deepEqual(alert.labels, labels);
  assert.deepEqual(alert.annotations, { summary: '站点断了' });
  await post([{ labels, startsAt }]);
  assert.deepEqual(
    (await alarms('KilledDown')).map((row) => row.count),
    [1],
  );
  await post([{ labels, startsAt, endsAt: ago(1) }]);
  assert.equal((await alarms('KilledDown')).length, 0);
});

test('status and receivers are there', async () => {
  const status = await server.get('/api/v2/status');
  assert.match(status.config.original, /resolve_timeout: 600s/);
  assert.equal(status.cluster.status, 'disabled');
  assert.deepEqual(await server.get('/api/v2/receivers'), [{ name: 'lifeline' }]);
});

let credentials = ''; // a file of amtool's
function run_amtool(...args) {
  if (!credentials) {
    credentials = join(new_folder(), 'amtool.yml');
    writeFileSync(credentials, `authorization: {credentials: ${server.token}}\n`);
  }
  const peer = [
    `--alertmanager.url=http://127.0.0.1:${server.port}`,
    `--http.config.file=${credentials}`,
  ];
  const ran = spawnSync(amtool, [...peer, ...args], { timeout: 20_000 });
  assert.equal(ran.status, 0, `${args.join(' ')}: ${ran.stderr}${ran.stdout}`);
  return ran.stdout.toString();
}

test('amtool adds, asks, silences and expires', { skip: unless_amtool }, async () => {
  run_amtool('alert', 'add', 'alertname=ToolDown', 'site=H-3', '--annotation=summary=by hand');
  assert.equal((await alarms('ToolDown')).length, 1);
  const [alert] = JSON.parse(run_amtool('-o', 'json', 'alert', 'query', 'alertname=ToolDown'));
  assert.equal(alert.labels.site, 'H-3');
  const words = ['--comment=work', '--author=duty', '--duration=1h'];
  const id = run_amtool('silence', 'add', 'alertname=ToolDown', ...words).trim();
  const [silence] = JSON.parse(run_amtool('-o', 'json', 'silence', 'query'));
  assert.equal(silence.id, id);
  const asked = ['-o', 'json', 'alert', 'query', 'alertname=ToolDown'];
  assert.deepEqual(JSON.parse(run_amtool(...asked)), []);
  assert.equal(JSON.parse(run_amtool(...asked, '--silenced')).length, 1);
  run_amtool('silence', 'expire', id);
  assert.deepEqual(JSON.parse(run_amtool('-o', 'json', 'silence', 'query')), []);
  assert.match(run_amtool('config', 'show'), /lifeline/);
});

const rule = (expression) => `groups:
- name: lifeline
  interval: 1s
  rules:
  - alert: PromDown
    expr: ${expression}
    labels: {severity: critical, element: ${stations[1]}}
    annotations: {summary: the tests say so}
`;

test('Prometheus sends its alerts and takes them back', { skip: unless_prometheus }, async () => {
  const folder = new_folder();
  const port = await free_port();
  const rules = join(folder, 'rules.yml'),
    config = join(folder, 'prometheus.yml');
  writeFileSync(rules, rule('vector(1)'));
  writeFileSync(
    config,
    `global: {evaluation_interval: 1s}
rule_files: [${rules}]
alerting:
  alertmanagers:
  - api_version: v2
    authorization: {credentials: ${server.token}}
    static_configs: [{targets: ['127.0.0.1:${server.port}']}]
`,
  );
  const child = spawn(prometheus, [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--rules.alert.resend-delay=1s',
  ]);
  children.push(child);
  child.stdout.resume();
  child.stderr.resume();
  await until('it is raised', async () => (await alarms('PromDown')).length === 1, 60_000);
  const [alarm] = await alarms('PromDown');
  assert.equal(alarm.source_name, stations[1]);
  assert.equal(alarm.perceived_severity, 'critical');
  writeFileSync(rules, rule('vector(1) > 2'));
  child.kill('SIGHUP');
  await until('it is clear', async () => (await alarms('PromDown')).length === 0, 60_000);
});

test('an Alertmanager that stays tells it on', { skip: unless_alertmanager }, async () => {
  const { child, url } = await start_alertmanager(
    `route: {receiver: lifeline, group_wait: 0s, group_interval: 1s}
receivers:
- name: lifeline
  webhook_configs:
  - url: http://127.0.0.1:${server.port}/api/v1/alertmanager/webhook
    send_resolved: true
    http_config: {authorization: {credentials: ${server.token}}}
`,
  );
  children.push(child);
  const tell = async (endsAt) => {
    const answer = await fetch(`${url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ labels: { alertname: 'StaysDown', element: stations[1] }, endsAt }]),
    });
    assert.equal(answer.status, 200, await answer.text());
  };
  await tell();
  await until('it is raised', async () => (await alarms('StaysDown')).length === 1, 30_000);
  assert.equal((await alarms('StaysDown'))[0].source_name, stations[1]);
  await tell(ago(1));
  await until('it is over', async () => (await alarms('StaysDown')).length === 0, 30_000);
});
