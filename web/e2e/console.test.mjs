// SPDX-License-Identifier: Apache-2.0
// The console in a real browser against a real server: each page does its main job, in Chinese and
// in English. Run: LIFELINE_BINARY=…/lifeline node --test e2e/ (or LIFELINE_URL and the account).
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import {
  fibre,
  hospital,
  issue_order,
  lay_ground,
  refused_csv,
  report_fault,
  sites_csv,
} from './ground.mjs';
import { intake } from './intake.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { holds, reads, says } from './waits.mjs';

const turned_within_ms = 1000;
const script_bytes_max = 350 * 1024;

const server = await open_server();
const skip = server ? false : 'neither LIFELINE_BINARY nor LIFELINE_URL is set';
let browser;

before(async () => {
  if (!server) return;
  browser = await open_browser();
  await lay_ground(server);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const title = (page, language, name) =>
  page
    .getByRole('heading', { level: 1, name: messages[language].page[name], exact: true })
    .waitFor();
const field = (page, label) => page.getByLabel(label, { exact: true });

for (const language of ['zh', 'en']) {
  const words = messages[language];
  describe(`the console in ${language}`, { skip }, () => {
    let page;
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };

    before(async () => {
      page = await open_page(browser, server, { language });
      await sign_in(page, server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('refuses a wrong password next to the button', async () => {
      const stranger = await open_page(browser, server, { language });
      await stranger.goto('/alarms?state=raised');
      await stranger.locator('input[name=name]').fill(server.user);
      await stranger.locator('input[name=password]').fill('not the password');
      await stranger.locator('button[type=submit]').click();
      await stranger.getByText(words.refusal.password_must_match).waitFor();
      await stranger.locator('input[name=password]').fill(server.password);
      await stranger.locator('button[type=submit]').click();
      await title(stranger, language, 'alarms');
      assert.equal(new URL(stranger.url()).search, '?state=raised');
      await stranger.context().close();
    });

    it('checks a file, lists what is wrong with it, and takes a right one in', async () => {
      await open('/import');
      await title(page, language, 'intake');
      const { check, take_in } = intake(page, words);
      await check('bad.csv', refused_csv);
      const refused = page.locator('.report tbody tr').first();
      await refused.waitFor();
      await says(refused, /tier/);
      const button = page.getByRole('button', { name: words.intake.take_in, exact: true });
      await holds(async () => assert.ok(await button.isDisabled()));
      await take_in('sites.csv', sites_csv(language));
    });

    it('shows a hospital down within a second of the fibre alarm, and why', async () => {
      await open('/sites?q=' + encodeURIComponent(hospital(language)));
      const row = page.locator(`[data-row="${hospital(language)}"]`);
      await row.locator('.state-mark.is-normal').waitFor();
      const began = performance.now();
      await report_fault(server, fibre(language));
      await row.locator('.state-mark.is-down').waitFor({ timeout: turned_within_ms * 3 });
      const took_ms = performance.now() - began;
      assert.ok(took_ms < turned_within_ms, `it took ${Math.round(took_ms)} ms`);
      await reads(row.locator('.state-word'), words.site_state.down);
      await row.locator('.row-link').click();
      const chain = page.locator('.sheet .reason-chain').first();
      await chain.waitFor();
      await says(chain, new RegExp(`测试光缆 ${language}`));
      await page.waitForURL(/open=site%3A|open=site:/);
    });

    it('acknowledges an order with one press on My duty', async () => {
      const subject = `E2E order ${language} ${Date.now()}`;
      const order = await issue_order(server, subject);
      await open('/');
      await title(page, language, 'duty');
      const duty = page.locator(`[data-row="order:${order.id}"]`);
      await duty.waitFor();
      await duty.getByRole('button', { name: words.duty.acknowledge, exact: true }).click();
      await duty.locator('.action-done, .settled, [data-action="acknowledge"]').first().waitFor();
      await page.goto(`/orders?open=order:${order.id}`);
      await page.locator('.sheet .recipients').waitFor();
      await says(page.locator('.sheet .recipients'), words.recipient_state.acknowledged);
    });

    it('takes an incident, keeps a note and shows both in its timeline', async () => {
      await open('/incidents?sort=-opened_at');
      await title(page, language, 'incidents');
      await page.locator('[data-row] .row-link').first().click();
      const sheet = page.locator('.sheet');
      await sheet.getByRole('button', { name: new RegExp(words.incident.take) }).click();
      await sheet.locator('.timeline-kind', { hasText: words.event.assigned }).first().waitFor();
      await sheet.getByRole('button', { name: words.incident.note, exact: true }).click();
      const note = `E2E note ${language}`;
      await sheet.locator('textarea').fill(note);
      await sheet.locator('form button[type=submit]').click();
      await sheet.locator('.timeline p', { hasText: note }).first().waitFor();
    });

    it('acknowledges an alarm from the keyboard', async () => {
      await open(`/alarms?element=${fibre(language)}&ack_state=unacknowledged&state=raised`);
      await title(page, language, 'alarms');
      await page.locator('[data-row]').first().waitFor();
      await page.keyboard.press('j');
      await page.locator('[data-row].selected').waitFor();
      await page.keyboard.press('a');
      await page.getByText(words.action.acknowledged).first().waitFor();
    });

    it('issues an order from the form to a unit found by name', async () => {
      await open('/orders');
      await title(page, language, 'orders');
      await page.keyboard.press('o');
      const sheet = page.locator('.sheet');
      await field(sheet, words.field.subject).fill(`E2E form ${language}`);
      await sheet
        .getByRole('combobox', { name: words.field.recipients })
        .fill(language === 'zh' ? '武昌' : 'Wuchang');
      await page.locator('.picker-list li').first().click();
      await sheet.getByRole('button', { name: words.order.issue_now }).click();
      await sheet.locator('.recipients').waitFor();
      await says(sheet.locator('h2'), new RegExp(`E2E form ${language}`));
    });

    it('opens the tree of units down to a county', async () => {
      await open('/units');
      await title(page, language, 'units');
      await page
        .getByRole('button', { name: language === 'zh' ? '展开 湖北' : 'Unfold Hubei' })
        .click();
      await page
        .getByRole('button', { name: language === 'zh' ? '展开 武汉' : 'Unfold Wuhan' })
        .click();
      await page.locator('.branch', { hasText: '420106' }).locator('.row-link').click();
      await page.locator('.sheet', { hasText: '420106' }).waitFor();
    });

    it('shows elements and desks', async () => {
      await open(`/elements?q=${fibre(language)}`);
      await title(page, language, 'elements');
      await page.locator(`[data-row="${fibre(language)}"] .state-mark.is-down`).waitFor();
      await open('/desks');
      await title(page, language, 'desks');
      await page.locator('tbody tr').first().waitFor();
    });

    it('creates an account and shows its token once', async () => {
      await open('/accounts');
      await title(page, language, 'accounts');
      const name = `e2e-${language}-${Date.now()}`;
      const form = page.locator('form.panel');
      await field(form, words.account.name).fill(name);
      await field(form, words.account.display_name).fill(name);
      await form.getByRole('combobox', { name: words.field.unit }).fill('420106');
      await page.locator('.picker-list li').first().click();
      await field(form, words.account.password).fill('a long enough password 9');
      await form.locator('button[type=submit]').click();
      const account = page.locator('.account-list .panel', { hasText: name });
      await account.getByRole('button', { name: words.account.make_token }).click();
      await account.locator('input[type=text]').fill('e2e');
      await account.locator('form button[type=submit]').click();
      await account.locator('.token code').waitFor();
    });

    it('keeps filters in the address and saves a view', async () => {
      await open('/alarms');
      await page.getByRole('button', { name: words.filter.add }).click();
      await page.locator('.filter-menu').getByLabel(words.severity.critical).check();
      await page.waitForURL(/perceived_severity=critical/);
      await page.locator('.chip', { hasText: words.severity.critical }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: words.list.views, exact: true }).click();
      await page.getByLabel(words.list.view_name).fill('E2E');
      await page.getByRole('button', { name: words.list.save_view }).click();
      await page.locator('.view-row', { hasText: 'E2E' }).waitFor();
      await page.keyboard.press('Escape');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: words.list.csv, exact: true }).click();
      assert.match((await download).suggestedFilename(), /^lifeline-alarm-.*\.csv$/);
    });

    it('leaves what is being read in its place and counts what is new', async () => {
      await open('/alarms?sort=-raised_at');
      await page.locator('[data-row]').first().waitFor();
      const first = await page.locator('[data-row]').first().getAttribute('data-row');
      await report_fault(server, `E2E-NEW-${language}-${Date.now()}`, 'MINOR');
      await page.locator('.fresh-bar').waitFor();
      assert.equal(await page.locator('[data-row]').first().getAttribute('data-row'), first);
      await page.locator('.fresh-bar').click();
      await page.locator('.fresh-bar').waitFor({ state: 'detached' });
      await holds(async () =>
        assert.notEqual(await page.locator('[data-row]').first().getAttribute('data-row'), first),
      );
    });

    it('goes by keyboard and lists its keys', async () => {
      await open('/');
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      await title(page, language, 'sites');
      await page.keyboard.press('?');
      await page
        .locator('dialog[open]')
        .getByText(words.key.acknowledge, { exact: true })
        .waitFor();
      await page.keyboard.press('Escape');
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
    });

    it('switches the language and back', async () => {
      const other = messages[language === 'zh' ? 'en' : 'zh'];
      await open('/');
      await page.getByRole('button', { name: words.app.other_language }).click();
      await page.getByRole('heading', { name: other.page.duty, exact: true }).waitFor();
      await page.getByRole('button', { name: other.app.other_language }).click();
      await page.getByRole('heading', { name: words.page.duty, exact: true }).waitFor();
    });
  });
}

describe('the wall', { skip }, () => {
  for (const language of ['zh', 'en']) {
    it(`fills a 4K screen, goes to the trouble and says why, in ${language}`, async () => {
      const page = await open_page(browser, server, { language, theme: 'dark', size: 'wall' });
      await sign_in(page, server);
      await page.goto('/?wall');
      await live(page);
      await page.locator('.wall.is-full .wall-column li').first().waitFor();
      await page
        .locator('.focus-reason', { hasText: language === 'zh' ? '中断' : 'down' })
        .waitFor();
      await page.locator('.maplibregl-canvas').waitFor();
      const seen = await page.evaluate(() => {
        const size = (text) =>
          Number.parseFloat(getComputedStyle(document.querySelector(text)).fontSize);
        const { scrollWidth, scrollHeight } = document.documentElement;
        return {
          body: size('.wall-facts'),
          number: size('.wall-number'),
          scrollWidth,
          scrollHeight,
        };
      });
      assert.ok(seen.body >= 28 && seen.number >= 72, JSON.stringify(seen));
      assert.deepEqual([seen.scrollWidth, seen.scrollHeight], [3840, 2160]);
      await page.waitForTimeout(process.env.LIFELINE_SCREENSHOTS ? 8000 : 0);
      await shoot(page, `wall-${language}`);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }
});

describe('every page', { skip }, () => {
  const paths = [
    '/',
    '/incidents',
    '/orders',
    '/units',
    '/desks',
    '/wall',
    '/sites',
    '/alarms',
    '/elements',
    '/import',
    '/accounts',
  ];
  const looks = [
    { language: 'zh', theme: 'light', size: 'desk' },
    { language: 'en', theme: 'dark', size: 'desk' },
    { language: 'zh', theme: 'dark', size: 'phone' },
    { language: 'en', theme: 'light', size: 'phone' },
  ];
  for (const look of looks) {
    const name = `${look.language}-${look.theme}-${look.size}`;
    it(`is accessible and fits its screen: ${name}`, async () => {
      const page = await open_page(browser, server, look);
      const findings = [];
      await page.goto('/');
      await page.locator('input[name=name]').waitFor();
      findings.push(...(await accessibility(page)));
      await shoot(page, `sign-in-${name}`);
      await sign_in(page, server);
      for (const path of [...paths, '/alarms?open=order_form:new']) {
        await page.goto(path);
        await live(page);
        await page.waitForLoadState('load');
        await page.waitForTimeout(path === '/wall' ? 2500 : 400);
        findings.push(...(await accessibility(page)).map((one) => `${path} ${one}`));
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        if (over > 0) findings.push(`${path} is ${over} px wider than its screen`);
        await shoot(page, `${path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'duty'}-${name}`);
      }
      await page.goto('/incidents');
      await page.locator('[data-row] .row-link, .card-head').first().click();
      await page.locator('.sheet .timeline').waitFor();
      findings.push(...(await accessibility(page)).map((one) => `incident sheet ${one}`));
      await shoot(page, `incident-sheet-${name}`);
      assert.deepEqual(findings, []);
      await page.context().close();
    });
  }

  it('comes after at most 350 KB of compressed script', async () => {
    const page = await open_page(browser, server);
    await sign_in(page, server);
    await page.goto('/');
    await page.locator('.duty-page h1').waitFor();
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((one) => one.name.endsWith('.js'))
        .reduce((sum, one) => sum + one.encodedBodySize, 0),
    );
    assert.ok(bytes > 0 && bytes <= script_bytes_max, `${bytes} bytes`);
    await page.context().close();
  });
});

describe(
  'a server that is killed',
  { skip: skip || (server.kill ? false : 'not ours to kill') },
  () => {
    it('is noticed, and after its restart the page catches up', async () => {
      const page = await open_page(browser, server, { language: 'zh' });
      await sign_in(page, server);
      await page.goto('/alarms');
      await live(page);
      await server.kill();
      await page.locator('.connection.is-waiting').waitFor();
      await server.start_again();
      await report_fault(server, `E2E-AFTER-${Date.now()}`, 'MAJOR');
      await page.locator('.connection.is-caught_up').waitFor();
      await reads(page.locator('.connection'), messages.zh.connection.caught_up);
      await page.locator('.fresh-bar').waitFor();
      await page.context().close();
    });
  },
);
