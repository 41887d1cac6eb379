// SPDX-License-Identifier: Apache-2.0
// Channels and notices in a real browser against a real server and webhooks, in Chinese and in
// English: a channel is added, tried and paused; what was refused is read and sent again.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { lay_ground, post } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';

process.env.LIFELINE_ARGUMENTS ??= '--notify-private';
const server = process.env.LIFELINE_URL ? null : await open_server();
const skip = server ? false : 'LIFELINE_BINARY is not set, or a server of somebody else runs';
let browser;

/// A webhook that answers with its status and keeps what it was told.
function open_hook() {
  const hook = { status: 204, told: [] };
  hook.server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      hook.told.push(JSON.parse(Buffer.concat(parts).toString('utf8')));
      response.writeHead(hook.status).end(hook.status === 204 ? undefined : 'no such room');
    });
  });
  return new Promise((settle) =>
    hook.server.listen(0, '127.0.0.1', () => {
      hook.url = `http://127.0.0.1:${hook.server.address().port}/`;
      settle(hook);
    }),
  );
}

before(async () => {
  if (!server) return;
  browser = await open_browser();
  await lay_ground(server);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const language of ['zh', 'en']) {
  const words = messages[language];
  describe(`notices in ${language}`, { skip }, () => {
    let page;
    let hook;
    const name = `Duty ${language}`;
    const button = (label) => page.getByRole('button', { name: label, exact: true });
    const mark = (state) => page.locator(`.sheet .notice-mark[data-state="${state}"]`).first();

    before(async () => {
      hook = await open_hook();
      page = await open_page(browser, server, { language });
      await sign_in(page, server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      hook.server.closeAllConnections();
      hook.server.close();
      assert.deepEqual(faults, []);
    });

    it('a channel is added, and a wrong address is said to be wrong', async () => {
      await page.goto('/channels');
      await live(page);
      await button(words.channel.add).first().click();
      const form = page.locator('.sheet form');
      await form.locator('select[name=kind]').selectOption('webhook');
      await form.locator('input[name=address]').fill('ftp://somewhere');
      await form.locator('input[name=label]').fill(name);
      await form.locator('input[name=secret]').fill('a secret of sixteen'.replaceAll(' ', '-'));
      await form.locator('button[type=submit]').click();
      await page.getByText(words.refusal.url_must_be_well_formed).waitFor();
      await form.locator('input[name=address]').fill(hook.url);
      await form.locator('button[type=submit]').click();
      await page.getByRole('heading', { name }).waitFor();
      await page.getByText(words.channel.signed_yes, { exact: true }).waitFor();
    });

    it('a test notice is seen to arrive', async () => {
      await button(words.channel.test).click();
      await mark('sent').waitFor();
      assert.equal(hook.told.at(-1).type, 'test');
      await shoot(page, `channel-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('what was refused is read with the words of the peer, and sent again', async () => {
      hook.status = 410;
      const subject = `410 ${language}`;
      await post(server, '/api/v1/orders', {
        subject_zh: subject,
        subject_en: subject,
        text: '',
        priority: 'high',
        recipients: ['420106'],
        acknowledge_within_s: 900,
        finish_within_s: 7200,
      });
      await page.goto('/notices?state=refused');
      await live(page);
      const link = page.getByRole('link', { name: subject }).first();
      for (let attempt = 0; attempt < 50 && !(await link.isVisible()); ++attempt) {
        await page.reload();
        await live(page);
      }
      await shoot(page, `notices-${language}`);
      await link.click();
      await page.getByText('410 no such room').first().waitFor();
      await mark('refused').waitFor();
      hook.status = 204;
      await button(words.notice.send_again).click();
      await mark('sent').waitFor();
      assert.equal(hook.told.at(-1).order.subject_en, subject);
      assert.deepEqual(await accessibility(page), []);
    });

    it('a channel is paused and dropped', async () => {
      await page.goto('/channels');
      await live(page);
      await page.getByRole('link', { name }).first().click();
      await button(words.channel.pause).click();
      await button(words.channel.resume).waitFor();
      await button(words.channel.drop).click();
      await page.locator('.sheet textarea').fill('the test is over');
      await page.locator('.sheet .text-action-form button[type=submit]').click();
      await page.locator('.sheet').waitFor({ state: 'detached' });
    });

    it('fits a phone in the dark', async () => {
      const phone = await open_page(browser, server, { language, theme: 'dark', size: 'phone' });
      await sign_in(phone, server);
      for (const path of ['/channels', '/notices']) {
        await phone.goto(path);
        await live(phone);
        await shoot(phone, `phone-${path.slice(1)}-${language}`);
        const width = await phone.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 390, `${path} is ${width} px wide`);
      }
      await phone.context().close();
    });
  });
}
