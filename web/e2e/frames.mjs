// SPDX-License-Identifier: Apache-2.0
// How smooth the console stays in a storm: a server with many open alarms takes a thousand changes
// a second while the alarm list is scrolled and paged, and while the wall stands. Prints how long
// the frames took; ends with 1 when the 95th percentile of the list is 50 ms or more. A map without
// a graphics card is slower than that by itself, so the walls are only told.
//
//   LIFELINE_BINARY=build-release/lifeline node web/e2e/frames.mjs [open alarms] [changes a second]
import { fault } from '../../tests/e2e/ves.mjs';
import { live, open_browser, open_page, sign_in, watch_frames } from './browser.mjs';
import { call, lay_ground } from './ground.mjs';
import { open_server } from './server.mjs';

const alarms = Number(process.argv[2] ?? 100_000);
const rate = Number(process.argv[3] ?? 1000);
const sites = 4000;
const batch = 1000;
const ticks = 5; // batches a second in the storm
const measured_ms = 15_000;
const frame_ms_max = 50;

const server = await open_server();
const browser = await open_browser();

const import_csv = (path, rows) =>
  call(server, path, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv; charset=utf-8' },
    body: `${rows.join('\n')}\n`,
  });

let sequence = 0;
function fault_now(source, condition, severity) {
  sequence += 1;
  return fault({ source, condition, severity, at_us: Date.now() * 1000 });
}

const send = (events) =>
  call(server, '/eventListener/v7/eventBatch', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ eventList: events }),
  });

async function prepare() {
  await lay_ground(server);
  const elements = ['id,name,kind,region,longitude_deg,latitude_deg,depends_on'];
  const rows = [
    'id,name_zh,name_en,kind,tier,region,unit,longitude_deg,latitude_deg,address,services',
  ];
  for (let i = 0; i < sites; i += 1) {
    const [east, north] = [(110 + (i % 80) / 20).toFixed(4), (30 + i / 2000).toFixed(4)];
    elements.push(`FRAME-${i},基站 ${i},base_station,420106,${east},${north},`);
    rows.push(
      `FRAME-SITE-${i},第 ${i} 医院,Hospital ${i},hospital,2,420106,420106,${east},${north},路,5g:FRAME-${i}`,
    );
  }
  await import_csv('/api/v1/elements/import', elements);
  await import_csv('/api/v1/sites/import', rows);
  for (let from = 0; from < alarms; from += batch)
    await send(
      Array.from({ length: Math.min(batch, alarms - from) }, (_, i) =>
        fault_now(`FRAME-${(from + i) % sites}`, `linkFlap${from + i}`, 'WARNING'),
      ),
    );
}

// A thousand changes a second until stopped: `next` names the fault of each.
function storm(next) {
  let running = true;
  let sent = 0;
  const began = performance.now();
  const done = (async () => {
    for (let tick = 0; running; tick += 1) {
      const wait = began + (tick * 1000) / ticks - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const count = Math.round(rate / ticks);
      await send(Array.from({ length: count }, (_, i) => next(sent + i)));
      sent += count;
    }
    return Math.round((sent * 1000) / (performance.now() - began));
  })();
  return async () => {
    running = false;
    return done;
  };
}

async function report(page, name, changes) {
  const frames = await page.evaluate(() => window.frames_ms.slice(5));
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  const words = [0.5, 0.95, 0.99].map((part) => `p${part * 100} ${at(part).toFixed(1)} ms`);
  console.log(
    `${name}: ${frames.length} frames, ${words.join(', ')}, ` +
      `worst ${sorted.at(-1).toFixed(0)} ms, ${changes} changes/s`,
  );
  return at(0.95);
}

async function measure_alarms() {
  const page = await open_page(browser, server, {});
  await sign_in(page, server);
  await page.goto('/alarms?state=raised');
  await live(page);
  await page.locator('[data-row]').first().waitFor();
  const stop = storm((i) =>
    i % 2 === 0
      ? fault_now(`FRAME-${i % sites}`, `linkFlap${i % alarms}`, i % 4 === 0 ? 'MINOR' : 'WARNING')
      : fault_now(`FRAME-${i % sites}`, `newFlap${sequence}`, 'WARNING'),
  );
  await page.waitForTimeout(1000);
  await watch_frames(page);
  await page.mouse.move(700, 500);
  const until = performance.now() + measured_ms;
  for (let turn = 1; performance.now() < until; turn += 1) {
    await page.mouse.wheel(0, turn % 10 < 5 ? 240 : -240);
    await page.waitForTimeout(60);
    if (turn % 40 === 0) await page.locator('.pager button').last().click();
  }
  const p95_ms = await report(page, `alarm list of ${alarms} open`, await stop());
  if (p95_ms >= frame_ms_max) process.exitCode = 1;
  await page.context().close();
}

async function measure_wall(options, name, query, as_table = false) {
  const page = await open_page(browser, server, options);
  await sign_in(page, server);
  await page.goto(`/wall${query}`);
  await page.locator('.wall').waitFor();
  if (as_table) await page.locator('.map-switch').click();
  await page.waitForTimeout(4000);
  const stop = storm((i) =>
    fault_now(`FRAME-${i % sites}`, 'cut', Math.floor(i / sites) % 2 === 0 ? 'CRITICAL' : 'NORMAL'),
  );
  await page.waitForTimeout(1000);
  await watch_frames(page);
  await page.waitForTimeout(measured_ms);
  await report(page, name, await stop());
  await page.context().close();
}

try {
  await prepare();
  console.log(`prepared: ${alarms} open alarms, ${sites} sites`);
  await measure_alarms();
  await measure_wall({}, 'wall as a table, no map', '', true);
  await measure_wall({}, 'wall as a page', '');
  await measure_wall({ theme: 'dark' }, 'wall on the full screen, 1440 × 900', '?wall');
} finally {
  await browser.close();
  await server.stop();
}
