// SPDX-License-Identifier: Apache-2.0
// Situation reports in a real browser against a real server, in Chinese and in English: drawn up,
// read, a number followed to its events and their subject, released, laid beside the one before.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, open_browser, open_page, shoot, sign_in, sizes } from './browser.mjs';
import { call, fibre, lay_ground, report_fault } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { says, settled } from './waits.mjs';

const server = await open_server();
const skip = server ? false : 'neither LIFELINE_BINARY nor LIFELINE_URL is set';
let browser;
let began;

before(async () => {
  if (!server) return;
  browser = await open_browser();
  began = (await call(server, '/api/v1/clock')).now;
  await lay_ground(server);
  for (const language of ['zh', 'en']) await report_fault(server, fibre(language));
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const draw_up = async (from) =>
  call(server, '/api/v1/reports', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ unit: '100000', from }),
  });

for (const language of ['zh', 'en']) {
  const words = messages[language];
  describe(`situation reports in ${language}`, { skip }, () => {
    let page;
    const open = (path) => page.goto(path);
    const press = (name) => page.getByRole('button', { name, exact: true }).first().click();

    before(async () => {
      page = await open_page(browser, server, { language });
      await sign_in(page, server);
    });
    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('draws one up from the form and shows it as a draft', async () => {
      await open('/reports');
      await press(words.report.draw_up);
      await page.locator('form.form').waitFor();
      await page.locator('form.form button[type=submit]').click();
      await page.locator('.report-document').waitFor();
      await page.locator('.report-notice').waitFor();
      await says(page.locator('h1').first(), { zh: '战报', en: 'Situation report' }[language]);
    });

    it('leads from a number to its events, to the journal and to the subject', async () => {
      const number = page.locator('.report-number[data-figure="alarms_raised"]');
      const value = Number(await number.textContent());
      assert.ok(value > 0);
      await number.click();
      const events = page.locator('.figure-event');
      await events.first().waitFor();
      await settled(events, value);
      await events.first().locator('button').click();
      await page.locator('.figure-event pre', { hasText: 'alarm.Raised' }).waitFor();
      await shoot(page, `report-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await events.first().getByRole('link').first().click();
      await page.locator('.sheet').waitFor();
    });

    it('is released with one press and a confirmation, then laid beside the next', async () => {
      const first = await draw_up(began);
      await open(`/reports/${first.id}`);
      await press(words.report.release);
      await page.locator('.text-action-form button[type=submit]').click();
      await page.locator('.report-state.is-released').waitFor();
      const next = await draw_up(first.cut_off);
      await open(`/reports/${next.id}`);
      await press(words.report.compare);
      await page.locator('caption', { hasText: words.report.compare }).waitFor();
    });

    it('fits a phone in the dark', async () => {
      const phone = await open_page(browser, server, { language, theme: 'dark', size: 'phone' });
      await sign_in(phone, server);
      const [report] = await call(server, '/api/v1/reports?state=released');
      await phone.goto(`/reports/${report.id}`);
      await phone.locator('.report-document').waitFor();
      const width = await phone.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= sizes.phone.width, `${width} px`);
      await shoot(phone, `report-phone-${language}`);
      await phone.context().close();
    });
  });
}
