// SPDX-License-Identifier: Apache-2.0
// Measurements from door to desk: in by CSV, VES and a real Prometheus, kept through kill -9, an
// alarm when a threshold is crossed and clear when that is over, out to a real Prometheus again.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { elements_csv, units_csv } from './ground.mjs';
import { free_port, new_folder, root, run, Server, until } from './server.mjs';

const interval_s = 300;
const metrics = ['access_success', 'drop_rate', 'load', 'throughput', 'delay'];
const prometheus = [
  process.env.PROMETHEUS,
  join(root, '.cache/peers/usr/bin/prometheus'),
  '/usr/bin/prometheus',
].find((path) => path && existsSync(path));
const unless_prometheus = prometheus ? false : 'there is no prometheus: ./dev test unpacks one';

const children = [];
let server;

before(async () => {
  server = await Server.start();
  await server.import('units', units_csv);
  await server.import('elements', elements_csv);
});
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await server?.kill();
});

// The start of the five minutes so many intervals ago.
const slot = (back) => (Math.floor(Date.now() / 1000 / interval_s) - back) * interval_s;

const csv_of = (rows) =>
  'element,metric,at,value\n' + rows.map((row) => row.join(',')).join('\n') + '\n';
const import_rows = (rows) => server.import('measurements', csv_of(rows));

async function values_of(element, metric, query = '') {
  const path = `/api/v1/measurements/${element}?metric=${metric}${query}`;
  const answer = await server.ask('GET', path);
  if (answer.status === 404) return [];
  assert.equal(answer.status, 200, answer.text);
  return answer.json().series[0].values.filter((value) => value !== null);
}

const open_alarms = (condition) =>
  server.rows('/api/v1/alarms', `&probable_cause=${condition}&state=raised`);

test('a file of measurements comes in, again changes nothing, and a correction wins', async () => {
  const rows = metrics.map((metric) => ['CSV-1', metric, slot(20), 50]);
  const file = join(new_folder(), 'measurements.csv');
  writeFileSync(file, csv_of(rows));
  const args = ['import', 'measurements', file, '--to', `http://127.0.0.1:${server.port}`];
  const env = { LIFELINE_TOKEN: server.token };
  const first = await run(args, { env });
  assert.equal(first.out, 'rows: 5, added: 5, changed: 0, unchanged: 0\n', first.error);
  assert.match((await run(args, { env })).out, /added: 0, changed: 0, unchanged: 5\n/);
  assert.equal((await import_rows([['CSV-1', 'load', slot(20), 51.25]])).changed, 1);
  assert.deepEqual(await values_of('CSV-1', 'load'), [51.25]);
});

test('a file with a wrong row is refused whole, with its line and column', async () => {
  const body = csv_of([
    ['CSV-2', 'load', slot(1), 50],
    ['CSV-2', 'load', slot(1), 150],
    ['CSV-2', 'load', slot(9 * 288), 50],
  ]);
  const headers = { 'content-type': 'text/csv' };
  const answer = await server.ask('POST', '/api/v1/measurements/import', { body, headers });
  assert.equal(answer.status, 400);
  assert.deepEqual(
    answer.json().refused.map(({ line, column, name }) => [line, column, name]),
    [
      [3, 'value', 'value_must_be_in_range'],
      [4, 'at', 'time_must_be_kept'],
    ],
  );
  assert.deepEqual(await values_of('CSV-2', 'load'), []);
});

test('a VES event of measurements is kept before its answer, even through kill -9', async () => {
  const end_us = (slot(3) + interval_s) * 1_000_000;
  const event = {
    commonEventHeader: {
      domain: 'perf3gpp',
      eventId: 'pm-1',
      eventName: 'perf3gpp_OMC_pm',
      lastEpochMicrosec: end_us,
      priority: 'Normal',
      reportingEntityName: 'OMC-1',
      sequence: 0,
      sourceName: 'GNB-1',
      startEpochMicrosec: end_us - interval_s * 1_000_000,
      version: '4.1',
      vesEventListenerVersion: '7.2.1',
    },
    perf3gppFields: {
      perf3gppFieldsVersion: '1.0',
      measDataCollection: {
        granularityPeriod: interval_s,
        measuredEntityDn: 'GNB-1',
        measInfoList: [
          {
            measTypes: { sMeasTypesList: ['RRU.PrbTotDl', 'DRB.UEThpDl'] },
            measValuesList: [
              {
                measObjInstId: 'GNBDUFunction=1,NRCellDU=CELL-1',
                measResults: [
                  { p: 1, sValue: '43.5' },
                  { p: 2, iValue: 25000 },
                ],
              },
            ],
          },
        ],
      },
    },
  };
  await server.post('/eventListener/v7', { event }, { status: 202 });
  await server.kill();
  await server.start();
  assert.deepEqual(await values_of('CELL-1', 'load'), [43.5]);
  assert.deepEqual(await values_of('CELL-1', 'throughput'), [25]);
  const latest = await server.get('/api/v1/measurements/CELL-1/latest');
  assert.equal(latest.latest.length, 2);
  assert.equal(Date.parse(latest.latest[0].at) / 1000, slot(3));
});

test('the load of the next day is told from the days before', async () => {
  const rows = [];
  for (let back = 0; back < 5 * 288; back += 6)
    rows.push(['NEXT-1', 'load', slot(back), Math.floor(slot(back) / 3600) % 24 === 12 ? 60 : 20]);
  await import_rows(rows);
  const told = await server.get('/api/v1/measurements/NEXT-1/forecast');
  assert.equal(told.hours.length, 24);
  told.hours.forEach((value, hour) => assert.equal(value, hour === 12 ? 60 : 20));
  assert.equal(told.busy_hour, 60);
  assert.ok(Date.parse(told.from) > Date.now() - 86_400_000);
});

test('a threshold that is crossed is an alarm, and is clear when that is over', async () => {
  const element = 'ALARM-1';
  const condition = 'threshold:load';
  await import_rows([5, 4, 3].map((back) => [element, 'load', slot(back), 99]));
  const [alarm] = await until('the alarm is raised', async () => {
    const found = await open_alarms(condition);
    return found.length > 0 ? found : null;
  });
  assert.equal(alarm.source_name, element);
  assert.equal(alarm.event_type, 'qualityOfServiceAlarm');
  assert.equal(alarm.perceived_severity, 'major', 'beyond the critical limit, and yet not down');
  assert.match(alarm.specific_problem, /load is 99 %, at or above 85 %/);
  await server.kill();
  await server.start();
  await import_rows([2, 1, 0].map((back) => [element, 'load', slot(back), 20]));
  await until('the alarm is clear', async () => (await open_alarms(condition)).length === 0);
});

test('a threshold is set by the group, and what is old raises nothing', async () => {
  const body = {
    ...{ enabled: true, warning: 30, major: 40, critical: 50, hysteresis: 2 },
    ...{ raise_after: 2, clear_after: 2, severity_max: 'minor', baseline: false },
  };
  const answer = await server.ask('PUT', '/api/v1/thresholds/delay', { body });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json().changed_by, 'admin');
  await import_rows([60, 59, 58, 57].map((back) => ['OLD-1', 'delay', slot(back), 60]));
  await import_rows([2, 1].map((back) => ['NEW-1', 'delay', slot(back), 60]));
  const found = await until('the alarm is raised', async () => {
    const alarms = await open_alarms('threshold:delay');
    return alarms.length > 0 ? alarms : null;
  });
  assert.deepEqual(
    found.map((one) => [one.source_name, one.perceived_severity]),
    [['NEW-1', 'minor']],
  );
  const bad = await server.ask('PUT', '/api/v1/thresholds/delay', {
    body: { ...body, critical: 1 },
  });
  assert.equal(bad.json().name, 'limits_must_be_in_order');
});

test('what is not remote write is refused for good', async () => {
  const path = '/api/v1/write';
  const headers = { 'content-type': 'application/x-protobuf' };
  const plain = await server.ask('POST', path, { body: 'hello', headers });
  assert.equal(plain.status, 400);
  assert.equal(plain.json().name, 'content_encoding_must_be_snappy');
  headers['content-encoding'] = 'snappy';
  const wrong = await server.ask('POST', path, { body: 'hello', headers });
  assert.equal(wrong.status, 400);
});

// A Prometheus of its own, with an exporter that it scrapes each second.
async function start_prometheus(config, args = []) {
  const folder = new_folder();
  const port = await free_port();
  writeFileSync(join(folder, 'prometheus.yml'), config);
  const child = spawn(
    prometheus,
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...args,
    ],
    { stdio: 'ignore' },
  );
  children.push(child);
  const url = `http://127.0.0.1:${port}`;
  await until(
    'prometheus is ready',
    async () => {
      try {
        return (await fetch(`${url}/-/ready`)).ok;
      } catch {
        return false;
      }
    },
    30_000,
  );
  return { url, child };
}

test('a real Prometheus writes what it scrapes', { skip: unless_prometheus }, async () => {
  const exporter = http.createServer((_, answer) =>
    answer.end('lifeline_load{element="PROM-1"} 55.5\nunrelated_total 3\n'),
  );
  await new Promise((settle) => exporter.listen(0, '127.0.0.1', settle));
  const { child } = await start_prometheus(
    `global: {scrape_interval: 1s}
scrape_configs:
  - job_name: cells
    static_configs: [{targets: ['127.0.0.1:${exporter.address().port}']}]
remote_write:
  - url: http://127.0.0.1:${server.port}/api/v1/write
    authorization: {credentials: '${server.token}'}
    queue_config: {batch_send_deadline: 1s}
`,
  );
  const values = await until(
    'a value comes',
    async () => {
      const found = await values_of('PROM-1', 'load');
      return found.length > 0 ? found : null;
    },
    30_000,
  );
  assert.equal(values[0], 55.5);
  child.kill('SIGKILL');
  exporter.close();
});

test('what comes in goes on to a real Prometheus', { skip: unless_prometheus }, async () => {
  const { url, child } = await start_prometheus('global: {}\n', [
    '--web.enable-remote-write-receiver',
  ]);
  await server.stop();
  server.args = ['--forward-measurements', `${url}/api/v1/write`];
  await server.start();
  await import_rows([['OUT-1', 'drop_rate', slot(1), 0.25]]);
  const query = `${url}/api/v1/query?query=lifeline_drop_rate%7Belement%3D%22OUT-1%22%7D%5B30m%5D`;
  const found = await until(
    'the value is there',
    async () => (await (await fetch(query)).json()).data.result[0],
    30_000,
  );
  assert.deepEqual(found.values, [[slot(1), '0.25']]);
  assert.equal((await server.get('/api/v1/measurements')).forwarded, 1);
  // A receiver that is gone holds nothing up.
  child.kill('SIGKILL');
  await import_rows([['OUT-1', 'drop_rate', slot(1), 0.5]]);
  assert.deepEqual(await values_of('OUT-1', 'drop_rate'), [0.5]);
});
