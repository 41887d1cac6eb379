// SPDX-License-Identifier: Apache-2.0
// Teams in a real browser against a real server, in Chinese and in English: raised with pasted
// people, mobilised by an order, their result told with a photo, counted, and each count opens its
// list; brought in by a file. At desk and at phone width.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { call, lay_ground, post } from './ground.mjs';
import { intake } from './intake.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { settled } from './waits.mjs';

const server = process.env.LIFELINE_BINARY || process.env.LIFELINE_URL ? await open_server() : null;
const skip = server ? false : 'LIFELINE_BINARY is not set';
// Eight by eight grey pixels.
const photo = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERX' +
    'RTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAf/EABQQAQAA' +
    'AAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AH//Z',
  'base64',
);
const teams_csv = (language) =>
  'id,kind,name_zh,name_en,unit,leader,region,purpose\n' +
  `E2E-${language}-1,vanguard,武昌先锋岗 ${language},Wuchang post ${language},420106,王芳,,值守\n` +
  `E2E-${language}-2,volunteer,武汉志愿者 ${language},Wuhan volunteers ${language},420100,李雷,,送菜\n`;
let browser;

before(async () => {
  if (!server) return;
  browser = await open_browser();
  await lay_ground(server);
  for (const language of ['zh', 'en'])
    await post(server, '/api/v1/orders', {
      subject_zh: `支援火神山 ${language}`,
      subject_en: `Support Huoshenshan ${language}`,
      recipients: ['420100'],
      acknowledge_within_s: 600,
      finish_within_s: 7200,
    });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const language of ['zh', 'en']) {
  const words = messages[language];
  const name = { zh: '火神山突击队', en: 'Huoshenshan team' }[language];
  describe(`teams in ${language}`, { skip }, () => {
    let page;
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };
    const figure = (of) => page.locator(`[data-figure="${of}"] .figure-number`);
    const sheet = () => page.locator('.sheet');

    before(async () => {
      page = await open_page(browser, server, { language });
      await sign_in(page, server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('come in from a file that the list leads to', async () => {
      await open('/teams');
      await page.getByRole('link', { name: words.team.import, exact: true }).click();
      await intake(page, words).take_in('teams.csv', teams_csv(language));
      await open('/teams');
      await page.locator(`[data-row="E2E-${language}-1"]`).waitFor();
    });

    it('are raised by hand with their people pasted', async () => {
      await open('/teams');
      await page.getByRole('button', { name: words.team.raise, exact: true }).click();
      await page.locator('input[name=name_zh]').fill(`火神山突击队 ${language}`);
      await page.locator('input[name=name_en]').fill(`Huoshenshan team ${language}`);
      await page.locator('textarea[name=people]').fill('张伟 13800001234\n王芳\n');
      await shoot(page, `team-form-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await sheet().getByRole('button', { name: words.team.raise, exact: true }).click();
      await sheet()
        .getByRole('heading', { name: `${name} ${language}` })
        .waitFor();
      assert.equal(await sheet().locator('[data-member]').count(), 2);
    });

    it('are mobilised by an order, and a refusal stands beside the button', async () => {
      await sheet().getByRole('button', { name: words.team.mobilise, exact: true }).click();
      await sheet().locator('input[name=what]').fill('开通基站');
      await sheet().getByRole('button', { name: words.team.mobilise_now, exact: true }).click();
      await sheet().getByText(words.refusal.order_must_be_given, { exact: true }).waitFor();
      await sheet().locator('.text-action-form input').first().fill(language);
      await sheet().locator('[role=option]').first().click();
      await sheet().locator('input[name=place]').fill('火神山医院');
      await shoot(page, `team-mobilise-${language}`);
      await sheet().getByRole('button', { name: words.team.mobilise_now, exact: true }).click();
      await sheet().locator('[data-task]').waitFor();
      await sheet().locator('.sheet-marks').getByText(words.team_state.mobilised).waitFor();
    });

    it('begin in one press and tell the result with a photo', async () => {
      const task = sheet().locator('[data-task]');
      await task.getByRole('button', { name: words.team.begin, exact: true }).click();
      await task.getByText(words.team_task_state.under_way, { exact: true }).waitFor();
      await task.getByRole('button', { name: words.team.report, exact: true }).click();
      await task.locator('textarea[name=note]').fill('三站开通');
      await task.locator('input[name=hours]').fill('7.5');
      await task.locator('input[name=count]').fill('3');
      await task.locator('input[name=count_unit]').fill('基站');
      await task
        .locator('input[name=photos]')
        .setInputFiles({ name: 'site.jpg', mimeType: 'image/jpeg', buffer: photo });
      await task.locator('.photo-list img').waitFor();
      await shoot(page, `team-result-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await task.getByRole('button', { name: words.team.report_now, exact: true }).click();
      await task.getByText(words.team_task_state.done, { exact: true }).waitFor();
      await shoot(page, `team-sheet-${language}`);
      await task.getByRole('link').first().click();
      const shown = sheet().locator('.photo-list img');
      await shown.waitFor();
      assert.ok(await shown.evaluate((image) => image.complete && image.naturalWidth === 8));
      await shoot(page, `team-task-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('are counted above the list, and each count opens the list of what it counted', async () => {
      await open('/teams');
      await figure('teams').filter({ hasText: /\d/ }).waitFor();
      await shoot(page, `teams-${language}`);
      assert.deepEqual(await accessibility(page), []);
      const rows_of = { teams: 'teams', posts: 'teams', people: 'team-members' };
      for (const of of ['teams', 'posts', 'people', 'person_times', 'tasks_done']) {
        await open('/teams');
        const number = figure(of).filter({ hasText: /\d/ });
        const counted = Number((await number.innerText()).replaceAll(',', ''));
        await number.click();
        await page.waitForURL(new RegExp(`/${rows_of[of] ?? 'team-tasks'}(\\?|$)`));
        // Each task had two people for a day. The rows of the list before may still stand.
        const rows = of === 'person_times' ? counted / 2 : counted;
        await settled(page.locator('[data-row]'), rows);
      }
    });

    it('are counted by unit, kind and day', async () => {
      await open('/team-count');
      await page.locator('[data-count="420000"]').getByRole('button').click();
      await page.locator('[data-count="420100"]').waitFor();
      await shoot(page, `team-count-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await page.getByRole('button', { name: words.team.by_day, exact: true }).click();
      await page.locator('[data-count]').nth(6).waitFor();
      await page.getByRole('button', { name: words.team.by_kind, exact: true }).click();
      await page.locator('[data-count="vanguard"]').getByText(words.team_kind.vanguard).waitFor();
    });

    it('stand down with a reason', async () => {
      const [team] = await call(server, `/api/v1/teams?name_en=Huoshenshan%20team%20${language}`);
      await open(`/teams?open=team:${team.id}`);
      await sheet().getByRole('button', { name: words.team.stand_down, exact: true }).click();
      await sheet().locator('.text-action-form textarea').fill('任务结束');
      await sheet().locator('.text-action-form button[type=submit]').click();
      await sheet().locator('.sheet-marks').getByText(words.team_state.stood_down).waitFor();
    });

    it('are raised and read with one thumb', async () => {
      const phone = await open_page(browser, server, { language, size: 'phone', theme: 'dark' });
      await sign_in(phone, server);
      await phone.goto('/teams');
      await phone.locator('[data-row]').first().waitFor();
      await shoot(phone, `teams-phone-${language}`);
      assert.deepEqual(await accessibility(phone), []);
      const wide = () =>
        phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok((await wide()) <= 0, 'nothing stands beyond the edge');
      const [team] = await call(server, `/api/v1/teams?name_en=Huoshenshan%20team%20${language}`);
      await phone.goto(`/teams?open=team:${team.id}`);
      await phone.locator('.sheet [data-task]').waitFor();
      await shoot(phone, `team-phone-${language}`);
      assert.ok((await wide()) <= 0, 'nothing stands beyond the edge');
      await phone.context().close();
    });
  });
}
