// SPDX-License-Identifier: Apache-2.0
// Measurements on a real server: intervals of every station of a country by Prometheus remote
// write, thresholds and baseline on, Prometheus itself fed the same requests beside it, where it is
// installed; then a week of one station asked for and drawn in a browser.
//
//   LIFELINE=build-release/lifeline node bench/measurements.mjs [stations] [intervals]
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { free_port, new_folder, root, Server, until } from '../tests/e2e/server.mjs';
import { import_country, make_storm, table } from '../tests/e2e/storm.mjs';
import { open_browser, open_page, sign_in } from '../web/e2e/browser.mjs';

const stations = Number(process.argv[2] ?? 66_500);
const intervals = Number(process.argv[3] ?? 6);
const interval_s = 300;
const series_of_request = 5000;
const connections = 2;
const metrics = { access_success: 99, drop_rate: 0.3, load: 55, throughput: 30, delay: 20 };
const say = (text) => console.log(text);
const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

// Prometheus remote write 1.0: protocol buffers in a snappy block; one literal is a valid block.
function varint(value) {
  const bytes = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}
const field = (number, bytes) =>
  Buffer.concat([Buffer.from([number * 8 + 2]), varint(bytes.length), bytes]);
const label = (name, value) =>
  field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))]));

function series(element, metric, value, at_ms) {
  const number = Buffer.alloc(9);
  number[0] = 1 * 8 + 1;
  number.writeDoubleLE(value, 1);
  const sample = Buffer.concat([number, Buffer.from([2 * 8]), varint(at_ms)]);
  const labels = [label('__name__', `lifeline_${metric}`), label('element', element)];
  return field(1, Buffer.concat([...labels, field(2, sample)]));
}

function snappy(bytes) {
  const tag = Buffer.alloc(5);
  tag[0] = 63 << 2;
  tag.writeUInt32LE(bytes.length - 1, 1);
  return Buffer.concat([varint(bytes.length), tag, bytes]);
}

// One interval of every station, as ready requests.
function interval(elements, at_s, turn) {
  const requests = [];
  let part = [];
  elements.forEach((element, i) => {
    for (const [metric, usual] of Object.entries(metrics)) {
      const value = usual * (1 + 0.01 * Math.sin(i * 7 + turn));
      part.push(series(element, metric, value, at_s * 1000));
    }
    if (part.length < series_of_request && i + 1 < elements.length) return;
    requests.push({ body: snappy(Buffer.concat(part)), values: part.length });
    part = [];
  });
  return requests;
}

function post(agent, port, path, body, token) {
  const headers = {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
    'content-length': body.length,
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  return new Promise((settle, fail) => {
    const request = http.request(
      { host: '127.0.0.1', port, path, method: 'POST', headers, agent },
      (response) => {
        response.resume();
        response.on('end', () => settle(response.statusCode));
      },
    );
    request.on('error', fail);
    request.end(body);
  });
}

const cpu_s = (pid) => {
  const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(words[11]) + Number(words[12])) / 100;
};

async function feed(name, pid, rounds, send) {
  const times_ms = [];
  let values = 0;
  let again = 0;
  const cpu_before = cpu_s(pid);
  const began = performance.now();
  for (const requests of rounds) {
    let next = 0;
    const lane = async () => {
      while (next < requests.length) {
        const request = requests[next++];
        for (;;) {
          const sent = performance.now();
          const status = await send(request.body);
          times_ms.push(performance.now() - sent);
          if (status >= 200 && status < 300) break;
          if (status !== 503) throw new Error(`${name} answered ${status}`);
          again += 1;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        values += request.values;
      }
    };
    await Promise.all(Array.from({ length: connections }, lane));
  }
  // What is still being judged or sorted belongs to it.
  for (let before = 0; cpu_s(pid) - before > 0.05;) {
    before = cpu_s(pid);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const took_s = (performance.now() - began - 200) / 1000;
  const cpu_used_s = cpu_s(pid) - cpu_before;
  const p99 = [...times_ms].sort((a, b) => a - b)[Math.floor(times_ms.length * 0.99)];
  const request = `request of ${series_of_request} p50 ${median(times_ms).toFixed(1)} ms`;
  say(
    `${name}: ${Math.round(values / took_s)} values/s, ` +
      `${Math.round(values / cpu_used_s)} per CPU-second, ${request}, p99 ${p99.toFixed(1)} ms, ` +
      `${again} asked to come again`,
  );
}

async function prometheus(rounds) {
  const binary = [join(root, '.cache/peers/usr/bin/prometheus'), '/usr/bin/prometheus'].find(
    existsSync,
  );
  if (!binary) return say('Prometheus: not installed, not measured');
  const folder = new_folder();
  const port = await free_port();
  writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
  const child = spawn(
    binary,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  try {
    const agent = new http.Agent({ keepAlive: true });
    await until('Prometheus answers', async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => null);
      return answer?.ok;
    });
    await feed('Prometheus', child.pid, rounds, (body) => post(agent, port, '/api/v1/write', body));
  } finally {
    child.kill('SIGKILL');
  }
}

// A week of one station, hour by hour busier and quieter.
async function import_week(server, element) {
  const now_s = Math.floor(Date.now() / 1000 / interval_s) * interval_s;
  const rows = ['element,metric,at,value'];
  for (let back = 7 * 288 - 12; back > 12; back -= 1) {
    const at_s = now_s - back * interval_s;
    const busy = 0.5 + 0.5 * Math.sin((at_s / 43_200) * Math.PI);
    for (const [metric, usual] of Object.entries(metrics))
      rows.push(`${element},${metric},${at_s},${(usual * (0.9 + 0.1 * busy)).toFixed(3)}`);
  }
  await server.import('measurements', rows.join('\n'));
}

async function draw_week(server, element) {
  const answers_ms = [];
  for (let i = 0; i < 20; i += 1) {
    const began = performance.now();
    await server.get(`/api/v1/measurements/${element}?metric=load&from=${week_ago()}`);
    answers_ms.push(performance.now() - began);
  }
  say(`a week of one metric answered in ${median(answers_ms).toFixed(1)} ms`);
  const browser = await open_browser();
  const door = { ...server, url: `http://127.0.0.1:${server.port}` };
  const page = await open_page(browser, door, { language: 'en' });
  await sign_in(page, door);
  await page.goto(`/elements?open=element:${element}`);
  const drawn_ms = [];
  for (let i = 0; i < 9; i += 1) {
    for (const period of ['Week', 'Day']) {
      const button = page.getByRole('button', { name: period, exact: true });
      await button.waitFor();
      await page.locator('.series-picture canvas').nth(4).waitFor();
      // From the press until the words, and with them the charts, are the new period's, and the
      // frame after that is there.
      const took_ms = await button.evaluate((pressed) => {
        const said = () =>
          document.querySelector('.series-one:last-child .series-words')?.textContent;
        const before = said();
        const began = performance.now();
        pressed.click();
        return new Promise((resolve) => {
          const look = () => {
            if (said() === before) requestAnimationFrame(look);
            else requestAnimationFrame(() => resolve(performance.now() - began));
          };
          requestAnimationFrame(look);
        });
      });
      if (period === 'Week') drawn_ms.push(took_ms);
      await page.waitForTimeout(700);
    }
  }
  say(
    `a week of five metrics drawn in ${median(drawn_ms).toFixed(0)} ms (${drawn_ms.length} times)`,
  );
  await browser.close();
}

const week_ago = () => new Date(Date.now() - 7 * 86_400_000).toISOString();

const folder = new_folder();
await make_storm(folder, '--stations', stations, '--sites', 0, '--provinces', 31);
const elements = table(folder, 'elements.csv')
  .filter((row) => row.kind === 'base_station')
  .map((row) => row.id);
const desks = table(folder, 'units.csv')
  .filter((row) => row.level === 'province')
  .map((row) => row.code);
const now_s = Math.floor(Date.now() / 1000 / interval_s) * interval_s;
const rounds = Array.from({ length: intervals }, (_, i) =>
  interval(elements, now_s - (intervals - i) * interval_s, i),
);
say(`${elements.length} stations, ${Object.keys(metrics).length} metrics, ${intervals} intervals`);

const server = await Server.start({
  args: ['--desks', desks.join(','), '--web', new URL('../web/dist', import.meta.url).pathname],
});
try {
  await import_country(server, folder);
  const agent = new http.Agent({ keepAlive: true });
  await feed('Lifeline', server.child.pid, rounds, (body) =>
    post(agent, server.port, '/api/v1/write', body, server.token),
  );
  await prometheus(rounds);
  await import_week(server, elements[0]);
  await draw_week(server, elements[0]);
} finally {
  await server.stop();
}
