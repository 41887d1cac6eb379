// SPDX-License-Identifier: Apache-2.0
// TMF642 on a real server: pages of the list over many alarms, by filters, sorts and offsets, and
// notifications to one listener on loopback, those that waited and those as they happen.
//
//   LIFELINE=build-release/lifeline node bench/tmf_alarm.mjs [alarms] [notifications] [pages]
import { units_csv } from '../tests/e2e/ground.mjs';
import { CountingListener } from '../tests/e2e/counting_listener.mjs';
import { Server, until } from '../tests/e2e/server.mjs';
import { fault, report_all } from '../tests/e2e/ves.mjs';

const api = '/tmf-api/alarmManagement/v4';
const alarms = `${api}/alarm`;
const [count = 100_000, events = 20_000, pages = 200] = process.argv.slice(2).map(Number);
const batch = 500;
const severities = ['CRITICAL', 'MAJOR', 'MINOR', 'WARNING'];
const say = (text) => console.log(text);

const quantile = (times, share) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

async function raise_many(server, from, to) {
  const began = performance.now();
  for (let next = from; next < to; next += batch)
    await report_all(
      server,
      Array.from({ length: Math.min(batch, to - next) }, (_, i) =>
        fault({
          source: `NE-${(next + i) % 20_000}`,
          condition: `condition-${Math.floor((next + i) / 20_000)}`,
          severity: severities[i % 4],
          problem: `problem ${(next + i) % 100}`,
        }),
      ),
    );
  return (to - from) / ((performance.now() - began) / 1000);
}

async function measure_pages(server) {
  const forms = {
    'the first page': '',
    'the last page': `offset=${count - 50}`,
    'perceivedSeverity=major, its last page': `perceivedSeverity=major&offset=${count / 4 - 50}`,
    'state and two severities, newest first':
      'state=raised&perceivedSeverity=critical,major&sort=-alarmRaisedTime',
    'newest first, page 21': 'sort=-alarmReportingTime&offset=1000',
    'by severity and time': 'sort=perceivedSeverity,-alarmRaisedTime',
    'one object': 'alarmedObject.id=NE-777',
    'specificProblem=problem 7': 'specificProblem=problem%207',
    'raised after a time': 'alarmRaisedTime.gt=2020-01-23T02:00:00.050Z',
    'externalAlarmId, which none has': 'externalAlarmId=X-1',
  };
  for (const [name, query] of Object.entries(forms)) {
    const times = [];
    for (let i = 0; i < pages; ++i) {
      const began = performance.now();
      await server.get(`${alarms}?limit=50&${query}`);
      times.push(performance.now() - began);
    }
    const [half, most] = [0.5, 0.99].map((share) => quantile(times, share).toFixed(1));
    say(`page of 50 over ${count} alarms, ${name}: p50 ${half} ms, p99 ${most} ms`);
  }
}

async function taken_by(listener, wanted, began) {
  await until(
    `${wanted} were taken`,
    async () => (await listener.asked('count')).taken >= wanted,
    120_000,
  );
  return Math.round(wanted / ((performance.now() - began) / 1000));
}

async function measure_hub(server, listener, port) {
  const callback = `http://127.0.0.1:${port}/told`;
  const query = 'eventType=AlarmCreateEvent';
  await server.post(`${api}/hub`, { callback, query }, { status: 201 });
  await raise_many(server, count, count + events);
  await listener.asked('come back');
  let began = performance.now();
  await server.post(`${api}/hub`, { callback, query }, { status: 201 });
  say(`${events} that waited, to one listener: ${await taken_by(listener, events, began)}/s`);
  began = performance.now();
  await raise_many(server, count + events, count + 2 * events);
  const rate = (await taken_by(listener, 2 * events, began)) / 2;
  say(`${events} as they happen, from the first report to the last taken: ${Math.round(rate)}/s`);
}

async function main() {
  const server = await Server.start({ args: ['--hub-callbacks', '127.0.0.1'] });
  await server.import('units', units_csv);
  const listener = new CountingListener();
  const { port } = await listener.asked();
  say(`alarms raised, ${batch} at once: ${Math.round(await raise_many(server, 0, count))}/s`);
  await measure_pages(server);
  await measure_hub(server, listener, port);
  listener.worker.terminate();
  await server.stop();
}

await main();
