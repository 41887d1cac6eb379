// SPDX-License-Identifier: Apache-2.0
// A site's own page, the topology of an incident and the service level, in a real browser against a
// real server, in Chinese and in English.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { call, fibre, hospital, lay_ground, report_fault, sites_csv } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { reads, says, settled } from './waits.mjs';

const cells = 48;

const server = await open_server();
const skip = server ? false : 'neither LIFELINE_BINARY nor LIFELINE_URL is set';
let browser;

const take_in = (path, body) =>
  call(server, path, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv; charset=utf-8' },
    body,
  });

// A crowd of cells behind each station, and a ring whose other half carries on.
function more_elements() {
  const rows = ['id,name,kind,region,longitude_deg,latitude_deg,depends_on'];
  for (const language of ['zh', 'en']) {
    const on = `E2E-${language.toUpperCase()}-STATION`;
    for (let i = 0; i < cells; i += 1)
      rows.push(`E2E-${language}-CELL-${i},小区 ${i},cell,420106,114.32,30.56,${on}`);
    rows.push(`E2E-${language}-RING,备用环 ${language},fibre,420106,114.3,30.5,`);
    rows.push(
      `E2E-${language}-HUB,汇聚 ${language},transport_node,420106,114.3,30.5,` +
        `${fibre(language)}|E2E-${language}-RING`,
    );
  }
  return `${rows.join('\n')}\n`;
}

before(async () => {
  if (!server) return;
  browser = await open_browser();
  await lay_ground(server);
  await take_in('/api/v1/elements/import', more_elements());
  for (const language of ['zh', 'en']) {
    await take_in('/api/v1/sites/import', sites_csv(language));
    await report_fault(server, fibre(language));
  }
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const language of ['zh', 'en']) {
  const words = messages[language];
  describe(`the service level in ${language}`, { skip }, () => {
    let page;
    let incident;
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };
    const heading = (name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

    before(async () => {
      page = await open_page(browser, server, { language });
      await sign_in(page, server);
      const found = await call(server, `/api/v1/incidents?element=${fibre(language)}`);
      incident = found[0].id;
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('leads from the list to the own page of a site that is down, and says why', async () => {
      await open(`/sites?q=${hospital(language)}`);
      const row = page.locator(`[data-row="${hospital(language)}"]`);
      await row.getByRole('link', { name: words.site.own_page, exact: true }).click();
      const own = page.locator('.own-page');
      await own
        .locator('h1', { hasText: language === 'zh' ? '测试一医院' : 'Test Hospital' })
        .waitFor();
      await own.locator('.page-head .state-mark.is-down').waitFor();
      await own
        .locator('.reason-chain', { hasText: `测试光缆 ${language}` })
        .first()
        .waitFor();
      await own.locator('.service-element').first().waitFor();
      await own.locator('.availability dd').nth(2).waitFor();
      await settled(own.locator('.availability dd'), 3);
      await says(own.locator('.availability dd').first(), /%/);
      await own.locator('[data-outage]').first().waitFor();
      await shoot(page, `own-page-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('draws the incident with its root, its crowd, its sites and what carries on', async () => {
      await open(`/incidents?open=incident:${incident}`);
      await page.getByRole('link', { name: words.topology.open, exact: true }).click();
      const picture = page.locator('.topology-picture');
      await picture.locator('.topology-node.is-root').waitFor();
      await settled(picture.locator('.topology-node.is-root'), 1);
      await settled(picture.locator('.topology-node.is-site'), 2);
      await picture.locator('.topology-node.is-carries_on').first().waitFor();
      const crowd = picture.locator('.topology-node.is-crowd');
      await settled(crowd, 1);
      await says(crowd, new RegExp(String(cells)));
      const list = page.locator('.topology-list');
      for (const role of ['root', 'site', 'explained', 'carries_on'])
        await list.getByRole('heading', { name: words.topology_role[role], exact: true }).waitFor();
      await shoot(page, `topology-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('opens a crowd and walks the picture by keyboard alone', async () => {
      await open(`/incidents/${incident}/topology`);
      const picture = page.locator('.topology-picture');
      await picture.locator('.topology-node.is-root').focus();
      await page.keyboard.press('ArrowDown');
      const focused = () => page.evaluate(() => document.activeElement.dataset.node ?? '');
      assert.notEqual(await focused(), fibre(language));
      await picture.locator('.topology-node.is-crowd').focus();
      await page.keyboard.press('Enter');
      await picture.locator(`[data-node="E2E-${language}-CELL-47"]`).waitFor();
      await page.getByRole('button', { name: words.topology.fold, exact: true }).click();
      await picture.locator('.topology-node.is-crowd').waitFor();
      await picture.locator('.topology-node.is-root').focus();
      await page.keyboard.press('Enter');
      await page.locator('.sheet', { hasText: fibre(language) }).waitFor();
    });

    it('says it of an incident that has no root', async () => {
      const made = await call(server, '/api/v1/incidents', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ title_zh: '机房积水', title_en: 'Water', unit: '420106' }),
      });
      await open(`/incidents/${made.id}/topology`);
      await page.getByText(words.topology_said.no_root).waitFor();
    });

    it('tells the service level, and each number leads to its outages', async () => {
      await open('/service-level');
      await heading(words.page.service_level);
      const site = `[data-group="${hospital(language)}"]`;
      await page.getByLabel(words.level.by, { exact: true }).selectOption('site');
      await page.locator(site).waitFor();
      await page.locator('.level-chart canvas').waitFor();
      await shoot(page, `service-level-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await page.locator(`${site} td:nth-of-type(3) a`).click();
      await heading(words.page.outages);
      await page.locator('[data-row]').first().waitFor();
      await settled(page.locator('[data-row]'), 1);
      await page.waitForURL(/lasts_until\.gt=/);
    });

    it('keeps the window and the groups in the address', async () => {
      await open('/service-level?by=day');
      await page.getByRole('button', { name: words.level_window['30d'], exact: true }).click();
      await page.waitForURL(/window=30d/);
      await page.waitForFunction(() => document.querySelectorAll('[data-group]').length >= 30);
      await page.getByRole('button', { name: words.level_window.own, exact: true }).click();
      await page.getByLabel(words.level.first_day, { exact: true }).waitFor();
    });

    it('excludes an outage with its reason, shows it, and counts it again', async () => {
      await open(`/outages?site=${hospital(language)}`);
      await page.locator('[data-row] .row-link, [data-row] a').first().click();
      const sheet = page.locator('.sheet');
      await sheet.getByRole('button', { name: words.outage.exclude, exact: true }).click();
      await sheet.getByLabel(words.exclusion.other, { exact: true }).check();
      const submit = sheet.locator('form button[type=submit]');
      await submit.click();
      await sheet.locator('.refusal').waitFor();
      await sheet.getByLabel(words.exclusion.force_majeure, { exact: true }).check();
      await sheet.locator('textarea').fill(`E2E flood ${language}`);
      await submit.click();
      await sheet.getByText(`E2E flood ${language}`).waitFor();
      await shoot(page, `outage-${language}`);
      await page.goto('/service-level?by=site');
      const excluded = page.locator(`[data-group="${hospital(language)}"] td:nth-of-type(5) a`);
      await excluded.waitFor();
      await reads(excluded, '1');
      await excluded.click();
      await page.locator('.outage-excluded').waitFor();
      await page.locator('[data-row] .row-link, [data-row] a').first().click();
      await sheet.getByRole('button', { name: words.outage.readmit, exact: true }).click();
      await sheet.getByRole('button', { name: words.outage.exclude, exact: true }).waitFor();
    });

    it('gives the groups as a CSV file', async () => {
      await open('/service-level?by=tier');
      await page.locator('[data-group="1"]').waitFor();
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: words.list.csv, exact: true }).click();
      assert.equal((await download).suggestedFilename(), 'service-level-tier.csv');
    });

    it('fits a phone, in the dark', async () => {
      const phone = await open_page(browser, server, { language, theme: 'dark', size: 'phone' });
      await sign_in(phone, server);
      for (const [name, path, shown] of [
        ['own-page', `/sites/${hospital(language)}`, '.own-outages li'],
        ['topology', `/incidents/${incident}/topology`, '.topology-node'],
        ['service-level', '/service-level?by=site', '[data-group]'],
      ]) {
        await phone.goto(path);
        await phone.locator(shown).first().waitFor();
        const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 390, `${name} is ${wide} px wide`);
        await shoot(phone, `${name}-phone-${language}`);
        assert.deepEqual(await accessibility(phone), []);
      }
      assert.deepEqual(phone.faults, []);
      await phone.context().close();
    });
  });
}
