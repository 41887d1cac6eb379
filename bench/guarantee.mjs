// SPDX-License-Identifier: Apache-2.0
// The network guarantee at a country's size, on a real server with a real browser beside it: how
// long the topology takes to load and to come back after a restart, then fibre cuts over many open
// alarms. Each cut takes an aggregation node down: the node and everything behind it say so within
// a minute, in any order. Prints how long it takes from an alarm to its incident, to a live stream
// and to a row in the browser, how long the frames are meanwhile, and whether sites and roots at
// the end are exactly the true ones; ends with 1 when they are not.
//
//   LIFELINE=build-release/lifeline node bench/guarantee.mjs [stations] [open alarms] [seconds]
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { new_folder, Server } from '../tests/e2e/server.mjs';
import { import_country, make_storm, table } from '../tests/e2e/storm.mjs';
import { fault, report_all } from '../tests/e2e/ves.mjs';
import { live, open_browser, open_page, sign_in, watch_frames } from '../web/e2e/browser.mjs';

const stations = Number(process.argv[2] ?? 66_500);
const open_alarms = Number(process.argv[3] ?? 100_000);
const storm_s = Number(process.argv[4] ?? 60);
const sites = Math.round((stations * 8600) / 66_500);
const provinces = stations >= 31 * 400 ? 31 : 1;
const batch = 1000;
const steps_a_second = 20;

const say = (text) => console.log(text);
const s = (ms) => `${(ms / 1000).toFixed(1)} s`;

function quantile(times, part) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
const spread = (times) =>
  `p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms, ` +
  `worst ${quantile(times, 1).toFixed(0)} ms (${times.length})`;

// The same rules as the server's, by themselves: groups are needed, a group lists alternatives.
class Truth {
  constructor(elements, site_rows) {
    this.elements = new Map(
      elements.map((row) => [
        row.id,
        row.depends_on
          .split(';')
          .filter(Boolean)
          .map((group) => group.split('|')),
      ]),
    );
    this.sites = site_rows.map((row) => ({
      id: row.id,
      services: row.services.split(';').map((one) => one.split(':')[1].split('|')),
    }));
    this.dependents = new Map();
    for (const [id, groups] of this.elements)
      for (const on of new Set(groups.flat())) {
        if (!this.dependents.has(on)) this.dependents.set(on, []);
        this.dependents.get(on).push(id);
      }
    this.down = new Set();
  }

  // What goes down when the element does, itself first.
  cut(id) {
    const fallen = [id];
    this.down.add(id);
    for (let i = 0; i < fallen.length; i += 1)
      for (const next of this.dependents.get(fallen[i]) ?? []) {
        if (this.down.has(next)) continue;
        const groups = this.elements.get(next);
        if (!groups.some((group) => group.every((on) => this.down.has(on)))) continue;
        this.down.add(next);
        fallen.push(next);
      }
    return fallen;
  }

  hit() {
    return this.sites
      .filter((site) => site.services.some((ways) => ways.every((on) => this.down.has(on))))
      .map((site) => site.id);
  }
}

function resident_mb(server) {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
  const mb = (name) => Math.round(Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024);
  return `${mb('VmRSS')} MB resident, ${mb('VmHWM')} MB at most`;
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function load_country(server) {
  const took_ms = await timed(() => import_country(server, folder));
  say(`loaded in ${s(took_ms)}, ${resident_mb(server)}`);
  await server.kill();
  say(`back after a kill in ${s(await timed(() => server.start()))}, ${resident_mb(server)}`);
}

async function open_many(server, ids) {
  for (let from = 0; from < open_alarms; from += batch)
    await report_all(
      server,
      Array.from({ length: Math.min(batch, open_alarms - from) }, (_, i) =>
        fault({
          source: ids[((from + i) * 7919) % ids.length],
          condition: `linkFlap${Math.floor((from + i) / ids.length)}`,
          severity: 'WARNING',
          at_us: Date.now() * 1000,
        }),
      ),
    );
  say(`${open_alarms} alarms open, ${resident_mb(server)}`);
}

// Every site and incident that the live stream tells of: how long after it was decided.
function follow(server) {
  const heard = { sites: [], incidents: [] };
  const known = new Set();
  const request = http.get({
    host: '127.0.0.1',
    port: server.port,
    path: '/api/v1/live',
    headers: { authorization: `Bearer ${server.token}`, accept: 'text/event-stream' },
  });
  const take = (now, change) => {
    for (const [list, since] of [
      ['sites', 'since'],
      ['incidents', 'opened_at'],
    ])
      for (const row of change[list] ?? []) {
        const key = `${list} ${row.id} ${row[since]}`;
        if (known.has(key)) continue;
        known.add(key);
        heard[list].push(now - Date.parse(row[since]));
      }
  };
  request.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part) => {
      text += part;
      const now = Date.now();
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = text.slice(0, end).match(/^data: (.*)$/m);
        text = text.slice(end + 2);
        if (data) take(now, JSON.parse(data[1]));
      }
    });
  });
  return { heard, stop: () => request.destroy() };
}

// When each row of the page first says that its site is down, by the browser's clock.
const watch_rows = (page) =>
  page.evaluate(() => {
    window.seen_ms = {};
    const look = () => {
      for (const mark of document.querySelectorAll('[data-row] .state-mark.is-down'))
        window.seen_ms[mark.closest('[data-row]').dataset.row] ??= Date.now();
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['class'],
    });
  });

async function frames_of(page, name) {
  const frames = await page.evaluate(() => window.frames_ms.slice(5));
  const words = [0.5, 0.95, 0.99].map((p) => `p${p * 100} ${quantile(frames, p).toFixed(1)} ms`);
  say(`  ${name}: frames ${words.join(', ')} (${frames.length})`);
}

// The reports of all cuts in any order, spread evenly over the seconds of the storm.
async function play(server, sources) {
  const events = sources
    .map((source) => ({ source, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ source }) => source);
  const steps = storm_s * steps_a_second;
  const began = performance.now();
  const answered_ms = [];
  for (let step = 0; step < steps; step += 1) {
    const wait = began + (step * 1000) / steps_a_second - performance.now();
    if (wait > 0) await pause(wait);
    const part = events.slice(
      Math.floor((step * events.length) / steps),
      Math.floor(((step + 1) * events.length) / steps),
    );
    if (part.length === 0) continue;
    const at_us = Date.now() * 1000;
    answered_ms.push(
      await timed(() =>
        report_all(
          server,
          part.map((source) =>
            fault({ source, condition: 'lossOfSignal', severity: 'CRITICAL', at_us }),
          ),
        ),
      ),
    );
  }
  return answered_ms;
}

async function compare(server, truth, roots) {
  const wrong = [];
  const named = await server.rows('/api/v1/sites', '&state=down');
  const told = new Set(named.map((row) => row.id));
  const hit = truth.hit();
  for (const id of hit) if (!told.delete(id)) wrong.push(`${id} is down and not named`);
  for (const id of told) wrong.push(`${id} is named and not down`);
  const open = (await server.rows('/api/v1/incidents')).filter(
    (row) => !['resolved', 'closed', 'merged'].includes(row.phase),
  );
  const left = new Set(roots);
  for (const row of open)
    if (!left.delete(row.element)) wrong.push(`an incident of ${row.element}, which is no root`);
  for (const id of left) wrong.push(`no incident of ${id}`);
  say(`  at the end: ${hit.length} sites down, ${open.length} incidents; wrong: ${wrong.length}`);
  for (const line of wrong.slice(0, 10)) say(`    ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
}

async function cut(server, browser, truth, nodes, name) {
  const prefix = nodes[0].split('-')[0];
  const door = { ...server, url: `http://127.0.0.1:${server.port}` };
  const list = await open_page(browser, door, {});
  await sign_in(list, door);
  await list.goto(`/sites?q=${prefix}-SITE&size=200`);
  await live(list);
  await list.locator('[data-row]').first().waitFor();
  await watch_rows(list);
  const wall = await open_page(browser, door, { theme: 'dark' });
  await sign_in(wall, door);
  await wall.goto('/?wall');
  await live(wall);
  await wall.locator('.wall').waitFor();
  await wall.waitForTimeout(4000);
  await watch_frames(wall);
  const stream = follow(server);
  await pause(1000);
  stream.heard.sites.length = stream.heard.incidents.length = 0;

  const sources = nodes.flatMap((node) => truth.cut(node));
  const began_ms = Date.now();
  say(`${name}: ${sources.length} alarms in ${storm_s} s`);
  const answered_ms = await play(server, sources);
  await pause(2000);
  say(`  alarm to durable incident (answer of the request): ${spread(answered_ms)}`);
  say(`  incident to the stream: ${spread(stream.heard.incidents)}`);
  say(`  site down to the stream: ${spread(stream.heard.sites)}`);
  const seen = await list.evaluate(() => window.seen_ms);
  const rows = await server.rows('/api/v1/sites', `&q=${prefix}-SITE`);
  const late = rows
    .filter((row) => seen[row.id] && Date.parse(row.since) >= began_ms)
    .map((row) => seen[row.id] - Date.parse(row.since));
  say(`  site down to its row in the browser: ${spread(late)}`);
  await frames_of(wall, 'wall on the full screen');
  stream.stop();
  await list.context().close();
  await wall.context().close();
}

const folder = new_folder();
const size = ['--stations', stations, '--sites', sites, '--provinces', provinces];
await make_storm(folder, ...size);
const elements = table(folder, 'elements.csv');
const truth = new Truth(elements, table(folder, 'sites.csv'));
const desks = table(folder, 'units.csv')
  .filter((row) => row.level === 'province')
  .map((row) => row.code);
say(`${stations} stations, ${elements.length} elements, ${truth.sites.length} sites`);

const server = await Server.start({
  args: ['--desks', desks.join(','), '--web', join(import.meta.dirname, '../web/dist')],
});
const browser = await open_browser();
try {
  await load_country(server);
  const cells = elements.filter((row) => row.kind === 'cell').map((row) => row.id);
  await open_many(server, cells);
  const nodes = elements.filter((row) => row.kind === 'transport_node').map((row) => row.id);
  const last = nodes.length - 1;
  await cut(server, browser, truth, [nodes[0]], 'one cut');
  const ten = Array.from({ length: 10 }, (_, i) => nodes[i < 5 ? i + 1 : last - i * 7]);
  await cut(server, browser, truth, ten, 'ten cuts');
  await pause(2000);
  await compare(server, truth, [nodes[0], ...ten]);
  say(`${resident_mb(server)}`);
} finally {
  await browser.close();
  await server.stop();
}
