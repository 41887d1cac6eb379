// SPDX-License-Identifier: Apache-2.0
// Planned work and assurance scenarios in a real browser: planned, seen, ended, and on the wall.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { call, fibre, hospital, lay_ground, report_fault, sites_csv } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { reads, says } from './waits.mjs';

const server = await open_server();
const skip = server ? false : 'neither LIFELINE_BINARY nor LIFELINE_URL is set';
let browser;

before(async () => {
  if (!server) return;
  browser = await open_browser();
  await lay_ground(server);
  for (const language of ['zh', 'en'])
    await call(server, '/api/v1/sites/import', {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv; charset=utf-8' },
      body: sites_csv(language),
    });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const language of ['zh', 'en']) {
  const words = messages[language];
  const work_title = `E2E work ${language}`;
  const scenario_name = `E2E assurance ${language}`;

  describe(`planned work and assurance in ${language}`, { skip }, () => {
    let page;
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };
    const button = (name) => page.getByRole('button', { name, exact: true });
    const combobox = (name) => page.getByRole('combobox', { name, exact: true });
    const say_why = async (label) => {
      await page.locator('.sheet').getByRole('button', { name: label, exact: true }).click();
      await page.locator('.text-action.open textarea').fill('E2E reason');
      await page.locator('.text-action.open button[type=submit]').click();
    };

    before(async () => {
      page = await open_page(browser, server, { language });
      page.setDefaultTimeout(20_000);
      await sign_in(page, server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('plans work on a fibre, whose failure is then suppressed and no incident', async () => {
      await open('/planned-works');
      await button(words.planned_work.plan).click();
      await page.locator('input[name=title]').fill(work_title);
      await combobox(words.planned_work.elements).fill(fibre(language));
      await page.locator('.picker-list li').first().click();
      await page.locator('textarea[name=reason]').fill('E2E reason');
      await page.locator('.form button[type=submit]').click();
      await page.locator('.sheet h2', { hasText: work_title }).waitFor();
      await page.locator('.sheet .state-mark.is-suppressed').first().waitFor();
      await report_fault(server, fibre(language));
      await open(`/sites?q=${encodeURIComponent(hospital(language))}`);
      const row = page.locator(`[data-row="${hospital(language)}"]`);
      await row.locator('.state-mark.is-suppressed').waitFor();
      await reads(row.locator('.state-word'), words.site_state.suppressed);
      await row.locator('.row-link').click();
      await page.locator('.reason-suppressed').first().waitFor();
      await shoot(page, `planned-work-site-${language}`);
      await open(`/alarms?q=${encodeURIComponent(fibre(language))}`);
      await page.locator('[data-row] .state-mark.is-suppressed').first().waitFor();
    });

    it('ends the work while the fibre is down: an outage with an incident', async () => {
      await open(`/planned-works?q=${encodeURIComponent(work_title)}`);
      await page.locator('[data-row] .row-link').first().click();
      assert.deepEqual(await accessibility(page), []);
      await say_why(words.planned_work.end);
      await page.locator('.sheet-marks', { hasText: words.work_state.ended }).waitFor();
      await open(`/sites?q=${encodeURIComponent(hospital(language))}`);
      const row = page.locator(`[data-row="${hospital(language)}"]`);
      await row.locator('.state-mark.is-down').waitFor();
      await says(row, /420000-\d+|100000-\d+/);
    });

    it('makes a scenario from a template, with people who take turns', async () => {
      await open('/scenarios');
      await button(words.scenario.plan).click();
      const template = language === 'zh' ? '定点医院保障' : 'Designated hospital';
      await page.getByRole('radio', { name: template, exact: true }).check();
      await page.locator('input[name=name]').fill(scenario_name);
      await combobox(words.scenario.region).fill('420106');
      await page.locator('.picker-list li').first().click();
      await page.locator('textarea[name=people]').fill('Wang Fang +8613800001234\nLi Qiang');
      await page.locator('.form button[type=submit]').click();
      await page.locator('.sheet h2', { hasText: scenario_name }).waitFor();
      await page.locator('.sheet .scenario-clock progress').waitFor();
      const sheet = page.locator('.sheet');
      await says(sheet.locator('.tightened'), /× 0\.8/);
      await says(sheet.locator('.roster .is-now'), /Wang Fang/);
      await sheet.locator('.scenario-sites .state-mark.is-down').first().waitFor();
      await shoot(page, `scenario-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('refuses work under the freeze, and lets a commander say why', async () => {
      await open('/planned-works');
      await button(words.planned_work.plan).click();
      await page.locator('input[name=title]').fill(`${work_title} 2`);
      await combobox(words.planned_work.elements).fill(fibre(language));
      await page.locator('.picker-list li').first().click();
      await page.locator('textarea[name=reason]').fill('E2E reason');
      await page.locator('.form button[type=submit]').click();
      await page.getByText(words.refusal.change_freeze_must_be_over).waitFor();
      await page.locator('.form', { hasText: 'E2E assurance' }).waitFor();
      await page.locator('input[name=override_reason]').fill('E2E override');
      await page.locator('.form button[type=submit]').click();
      await page.locator('.sheet .facts', { hasText: 'E2E override' }).waitFor();
      await say_why(words.planned_work.end);
      await page.locator('.sheet-marks', { hasText: words.work_state.ended }).waitFor();
    });

    it('shows the wall of one scenario: its clock, who is on duty, its sites', async () => {
      const [row] = await call(
        server,
        `/api/v1/scenarios?state=running&q=${encodeURIComponent(scenario_name)}`,
      );
      await page.setViewportSize({ width: 1920, height: 1080 });
      await open(`/?wall&assurance=${row.id}`);
      const strip = page.locator('.wall-assurance');
      await strip.getByText(scenario_name).waitFor();
      await says(strip, /Wang Fang/);
      await strip.locator('progress').waitFor();
      await page.locator('.wall-column:has(.is-down) .wall-items li').first().waitFor();
      await shoot(page, `wall-assurance-${language}`);
      await page.setViewportSize({ width: 1440, height: 900 });
    });

    it('ends a scenario with a reason, and everything is as usual', async () => {
      await open(`/scenarios?q=${encodeURIComponent(scenario_name)}`);
      await page.locator('[data-row] .row-link').first().click();
      await say_why(words.scenario.end);
      await page.locator('.sheet-marks', { hasText: words.scenario_state.ended }).waitFor();
      const site = await call(server, `/api/v1/sites/${hospital(language)}`);
      assert.equal(site.scenario, '');
    });

    it('keeps its pages usable at the width of a phone', async () => {
      const phone = await open_page(browser, server, { language, size: 'phone' });
      await sign_in(phone, server);
      for (const path of ['/scenarios', '/planned-works']) {
        await phone.goto(path);
        await phone.locator('.card').first().waitFor();
        const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 390, `${path} is ${wide} pixels wide`);
        assert.deepEqual(await accessibility(phone), []);
      }
      await phone.context().close();
    });
  });
}
