// SPDX-License-Identifier: Apache-2.0
// People, standing lists and the watch in a real browser: a staff list is brought in, somebody is
// away and back with one press each, a duty roster is made and its gaps are seen and filled, and
// the watch is handed over and taken over.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in, sizes } from './browser.mjs';
import { lay_ground, post } from './ground.mjs';
import { intake } from './intake.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { says } from './waits.mjs';

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

const staff = (language) => {
  const L = language.toUpperCase();
  return [
    'id,name_zh,name_en,unit,skills,phone,email,account,substitute',
    `${L}1,张${language},Zhang ${L},420100,fibre;power,+8613800000001,z@example.com,,${L}2`,
    `${L}2,李${language},Li ${L},420100,fibre,+8613800000002,,,`,
    `${L}3,王${language},Wang ${L},420106,,+8613800000003,,,`,
    '',
  ].join('\n');
};

for (const language of ['zh', 'en']) {
  const words = messages[language];
  const L = language.toUpperCase();
  const name = { zh: { 1: '张zh', 2: '李zh' }, en: { 1: 'Zhang EN', 2: 'Li EN' } }[language];
  const duty_name = `E2E duty ${language}`;

  describe(`people and the watch in ${language}`, { skip }, () => {
    let page;
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };
    const button = (label) => page.getByRole('button', { name: label, exact: true });
    const sheet = () => page.locator('.sheet');
    const pick = async (label, sought) => {
      await page.getByRole('combobox', { name: label, exact: true }).fill(sought);
      await page.locator('.picker-list li').first().click();
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

    it('brings in a staff list, and names the row that is wrong', async () => {
      await open('/people');
      await page.getByRole('link', { name: words.person.import, exact: true }).click();
      await page.getByRole('radio', { name: words.intake.people, exact: true }).waitFor();
      await page.getByRole('radio', { name: words.intake.people, checked: true }).waitFor();
      const { check, take_in } = intake(page, words);
      await check('staff.csv', staff(language).replace(`${L}2\n`, `${L}9\n`));
      await page.locator('.report', { hasText: words.refusal.substitute_must_be_known }).waitFor();
      await take_in('staff.csv', staff(language));
    });

    it('says that somebody is away, and back, with one press each', async () => {
      await open(`/people?q=${L}1`);
      const row = page.locator(`[data-row="${L}1"]`);
      await row.getByRole('button', { name: words.person.away, exact: true }).click();
      await row.locator('.presence.is-away').waitFor();
      await row.locator('.row-link, td a').first().click();
      await sheet().getByText(words.person.stands_in).waitFor();
      await says(sheet(), new RegExp(name[2]));
      await shoot(page, `people-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await sheet().getByRole('button', { name: words.person.back, exact: true }).click();
      await sheet().locator('.sheet-marks .presence:not(.is-away)').waitFor();
    });

    it('makes a duty roster, sees that nobody is on duty, and fills the gap', async () => {
      await open('/rosters');
      await button(words.roster.create).click();
      await page.getByRole('radio', { name: words.roster_kind.duty, exact: true }).check();
      await pick(words.roster.unit_if_other, '420100');
      await page.locator('input[name=name_zh]').fill(duty_name);
      await pick(words.roster.members, `${L}1`);
      await pick(words.roster.members, `${L}2`);
      await button(words.roster.save).click();
      await sheet().locator('h2', { hasText: duty_name }).waitFor();
      await sheet().locator('.week-piece.is-gap').first().waitFor();
      await shoot(page, `roster-gap-${language}`);
      await sheet().locator('.week-gap').first().click();
      await sheet().getByRole('checkbox', { name: name[1] }).check();
      await sheet().locator('.shift-planner button[type=submit]').click();
      await sheet().locator('.week-piece.is-now', { hasText: name[1] }).waitFor();
      await sheet().getByRole('button', { name: words.roster.plan_shifts }).first().click();
      await sheet().locator('.shift-planner button[type=submit]').click();
      await sheet().locator('.week-piece', { hasText: name[2] }).first().waitFor();
      await shoot(page, `roster-week-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('hands the watch over with what is open, and the next one takes it', async () => {
      const title = `E2E open ${language}`;
      await post(server, '/api/v1/incidents', {
        title_zh: title,
        title_en: title,
        severity: 'major',
        unit: '420106',
        region: '420106',
      });
      await post(server, '/api/v1/orders', {
        subject_zh: title,
        subject_en: title,
        priority: 'high',
        recipients: ['420106'],
        acknowledge_within_s: 600,
        finish_within_s: 7200,
      });
      await open(`/rosters?q=${encodeURIComponent(duty_name)}`);
      await page.getByRole('link', { name: words.roster.watch, exact: true }).click();
      await page.locator('.watch-parts').waitFor();
      for (const kind of ['incident', 'order'])
        await page.locator(`.open-work a[href*="${kind}"]`, { hasText: title }).waitFor();
      await page.getByRole('radio', { name: name[1] }).check();
      await page.locator('textarea[name=note]').fill('E2E note');
      await button(words.roster.hand_over_to.replace('{name}', name[1])).click();
      await page.locator('.watch-holder', { hasText: words.roster.to_another }).waitFor();
      await shoot(page, `watch-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await button(words.roster.confirm_for.replace('{name}', name[1])).click();
      await page.locator('.watch-name', { hasText: name[1] }).waitFor();
      await page.locator('.hand-overs', { hasText: words.roster.confirmed }).waitFor();
    });

    it('fits a phone and the dark', async () => {
      const phone = await open_page(browser, server, { language, size: 'phone', theme: 'dark' });
      phone.setDefaultTimeout(20_000);
      await sign_in(phone, server);
      const too_wide = () =>
        phone.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      await phone.goto('/people');
      await phone.locator('.card').first().waitFor();
      assert.equal(await too_wide(), false);
      await shoot(phone, `people-phone-${language}`);
      await phone.goto(`/rosters?q=${encodeURIComponent(duty_name)}`);
      await phone.locator('.card-head').first().click();
      await phone.locator('.sheet .week').waitFor();
      assert.equal(await too_wide(), false);
      await shoot(phone, `roster-phone-${language}`);
      await phone.locator('.sheet').getByRole('link', { name: words.roster.watch }).click();
      await phone.locator('.watch-name').waitFor();
      assert.equal(await too_wide(), false);
      await shoot(phone, `watch-phone-${language}`);
      assert.deepEqual(await accessibility(phone), []);
      assert.deepEqual(phone.faults, []);
      await phone.context().close();
    });

    it('is reached by keys', async () => {
      await page.setViewportSize(sizes.desk);
      await open('/');
      await page.keyboard.press('g');
      await page.keyboard.press('y');
      await page.getByRole('heading', { name: words.page.rosters }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('f');
      await page.getByRole('heading', { name: words.page.people }).waitFor();
      await page.locator('[data-row]').first().waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await sheet().locator('h2').waitFor();
    });
  });
}
