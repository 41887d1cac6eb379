// SPDX-License-Identifier: Apache-2.0
// Screenshots of every page at wall, desk and phone size, in both languages, of a server that plays
// the Wuhan scenario. They go to build/shots, or to the folder given.
//
//   ./dev shots [folder] [page…]
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { live, open_browser, open_page, sign_in } from './browser.mjs';
import { open_server } from './server.mjs';

const folder = resolve(process.argv[2] ?? 'build/shots');
const pages = {
  duty: '/',
  wall: '/wall',
  sites: '/sites',
  alarms: '/alarms',
  incidents: '/incidents',
  orders: '/orders',
  units: '/units',
  desks: '/desks',
  elements: '/elements',
};
const wanted = process.argv.length > 3 ? process.argv.slice(3) : Object.keys(pages);
const looks = [
  { size: 'wall', language: 'zh', theme: 'dark', query: '?wall' },
  { size: 'desk', language: 'en', theme: 'light', query: '' },
  { size: 'desk', language: 'zh', theme: 'dark', query: '' },
  { size: 'phone', language: 'zh', theme: 'light', query: '' },
];
const scenario_ms = 40_000; // at 3,600 times real speed: some forty hours
const settle_ms = 3_000;
const shot_ms_max = 180_000; // a wall of 4K, drawn without a graphics card

process.env.LIFELINE_ARGUMENTS ??= '--scenario scenarios/wuhan-2020 --play --speed 3600';
process.env.LIFELINE_BINARY ??= process.env.LIFELINE;
await mkdir(folder, { recursive: true });
const server = await open_server();
const browser = await open_browser();
try {
  await new Promise((settle) => setTimeout(settle, scenario_ms));
  for (const look of looks) {
    const page = await open_page(browser, server, look);
    await sign_in(page, server);
    await live(page);
    for (const name of wanted) {
      if (look.size === 'wall' && name !== 'wall') continue;
      await page.goto(pages[name] + look.query);
      await page.waitForTimeout(settle_ms);
      const file = join(folder, `${name}-${look.size}-${look.language}.png`);
      await page.screenshot({ path: file, timeout: shot_ms_max });
      console.log(file);
    }
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.stop();
}
