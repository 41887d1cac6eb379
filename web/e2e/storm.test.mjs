// SPDX-License-Identifier: Apache-2.0
// A storm of known consequence while pages are open: what is being read stays where it is, and when
// the storm stands, and when it is over, the pages say exactly what is true.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { new_folder, Server, until } from '../../tests/e2e/server.mjs';
import { events_of, import_country, make_storm, send, true_sites } from '../../tests/e2e/storm.mjs';
import { fault } from '../../tests/e2e/ves.mjs';
import { live, open_browser, open_page, sign_in } from './browser.mjs';

const skip = process.env.LIFELINE ? false : 'LIFELINE names no binary';
const open_before = 400;
const folder = new_folder();
const zero_ms = Date.now();

describe('a storm while pages are open', { skip }, () => {
  let server;
  let browser;
  const pages = {};

  const open = async (path) => {
    const page = await open_page(browser, server, { language: 'zh' });
    await sign_in(page, server);
    await page.goto(path);
    await live(page);
    return page;
  };
  // The row at the middle of the list, and how far from the top of the window it stands.
  const read_place = (page) =>
    page.evaluate(() => {
      const list = document.querySelector('.list-scroll').getBoundingClientRect();
      const middle = document.elementFromPoint(list.x + 40, list.y + list.height / 2);
      const row = middle.closest('[data-row]');
      return { id: row.dataset.row, top_px: Math.round(row.getBoundingClientRect().top) };
    });
  // Sites that are down and that are degraded, as the wall counts them.
  const wall_says = async (down, degraded) => {
    const numbers = await pages.wall.locator('.wall-column .wall-number').allTextContents();
    return Number(numbers[0]) === down && Number(numbers[1]) === degraded;
  };
  const rows_of = (page) =>
    page.locator('[data-row]').evaluateAll((rows) => rows.map((row) => row.dataset.row).sort());

  before(async () => {
    await make_storm(folder, '--stations', 600, '--sites', 80, '--faults', 6, '--seed', 4);
    server = await Server.start({
      args: ['--desks', '420000', '--web', new URL('../dist', import.meta.url).pathname],
    });
    server.url = `http://127.0.0.1:${server.port}`;
    await import_country(server, folder);
    const quiet = Array.from({ length: open_before }, (_, i) =>
      fault({ source: `OTHER-${i}`, severity: 'WARNING', at_us: zero_ms * 1000 + i }),
    );
    await send(server, quiet);
    browser = await open_browser();
    pages.alarms = await open('/alarms?state=raised&size=200&sort=-raised_at');
    pages.sites = await open('/sites?state=down,degraded&size=200');
    pages.wall = await open('/?wall');
  });

  after(async () => {
    const faults = Object.values(pages).flatMap((page) => page.faults);
    await browser?.close();
    await server?.stop();
    assert.deepEqual(faults, []);
  });

  it('leaves what is read in its place and counts what is new', async () => {
    const page = pages.alarms;
    await page.locator('[data-row]').nth(199).waitFor();
    await page.locator('[data-row]').nth(100).scrollIntoViewIfNeeded();
    const place = await read_place(page);
    await send(server, events_of(folder, true, zero_ms));
    await page.locator('.fresh-bar').waitFor();
    assert.deepEqual(await read_place(page), place);
  });

  it('says at its height which sites are hit, and no others', async () => {
    const hit = Object.entries(true_sites(folder)).filter(([, state]) => state !== 'normal');
    assert.ok(hit.length > 0);
    const ids = hit.map(([id]) => id).sort();
    await until('the list has the sites that are hit', async () => {
      const bar = pages.sites.locator('.fresh-bar');
      if (await bar.isVisible()) await bar.click();
      return JSON.stringify(await rows_of(pages.sites)) === JSON.stringify(ids);
    });
    const down = hit.filter(([, state]) => state === 'down').length;
    await until('the wall counts them', () => wall_says(down, hit.length - down));
  });

  it('says when it is over that all is well', async () => {
    await send(server, events_of(folder, false, zero_ms));
    await until('no site is hit on the wall', () => wall_says(0, 0));
    await pages.sites.reload();
    await live(pages.sites);
    await pages.sites.locator('p.notice').waitFor();
    assert.deepEqual(await rows_of(pages.sites), []);
  });
});
