// SPDX-License-Identifier: Apache-2.0
// Order templates in a real browser, by keyboard alone where there is a key: kept, issued from,
// changed with a reason, retired; in Chinese and in English.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { call } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { lay_tree } from './tree.mjs';
import { holds, settled } from './waits.mjs';

const server = process.env.LIFELINE_URL ? null : await open_server();
const skip = server ? false : 'LIFELINE_BINARY is not set, or a server without the tree runs';
let browser;
let as;

before(async () => {
  if (!server) return;
  browser = await open_browser();
  ({ as } = await lay_tree(server));
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const language of ['zh', 'en']) {
  const words = messages[language];
  const name = `油机排查 ${language}`;
  const subject = `Check generators ${language}`;
  describe(`order templates in ${language}`, { skip }, () => {
    let page;
    let sheet;
    const button = (label, of = sheet) => of.getByRole('button', { name: label });
    const kept = async () => {
      const rows = await call(server, '/api/v1/order_templates');
      return rows.filter((row) => row.name_zh === name);
    };

    before(async () => {
      page = await open_page(browser, server, { language });
      await sign_in(page, server);
      sheet = page.locator('.sheet');
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('are reached from the orders and by a key, and say what to do first', async () => {
      await page.goto('/orders');
      await live(page);
      await page.getByRole('link', { name: words.page.order_templates }).click();
      await page.waitForURL('**/order-templates');
      if (language === 'zh') await page.getByText(words.order_template.none).waitFor();
      await page.goto('/orders');
      await live(page);
      await page.keyboard.press('g');
      await page.keyboard.press('j');
      await page.waitForURL('**/order-templates');
    });

    it('are kept with one key and a form that says what is missing', async () => {
      await page.keyboard.press('n');
      const save = button(words.order_template.save);
      await save.click();
      await sheet.getByText(words.order_template.missing_name_zh).waitFor();
      await sheet.locator('[name=name_zh]').fill(name);
      await save.click();
      await sheet.getByText(words.order_template.missing_subject).waitFor();
      await sheet.locator('[name=subject]').fill(subject);
      await sheet.locator('[name=evidence_note]').check();
      await sheet.locator('[name=reason]').fill('every night');
      await shoot(page, `order-template-form-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await save.click();
      await sheet.getByRole('heading', { level: 2, name }).waitFor();
      await sheet.locator('.timeline', { hasText: 'every night' }).waitFor();
      await shoot(page, `order-template-${language}`);
      assert.deepEqual(await accessibility(page), []);
      const [row] = await kept();
      assert.equal(row.subject_zh, subject);
      assert.equal(row.evidence.note, true);
      assert.equal(row.reason, 'every night');
    });

    it('give an order with one key and its recipients', async () => {
      await page.keyboard.press('o');
      const field = sheet.getByLabel(words.field.subject, { exact: true });
      await field.waitFor();
      await holds(async () => assert.equal(await field.inputValue(), subject));
      const [row] = await kept();
      const template = sheet.locator('select[name=template]');
      await holds(async () => assert.equal(await template.inputValue(), row.id));
      await sheet.locator('select[name=level]').selectOption('province');
      await button(words.order.issue_now).click();
      await sheet.locator('.roll-up').first().waitFor();
      const orders = await call(server, '/api/v1/orders');
      const order = orders.find((one) => one.subject_zh === subject);
      assert.equal(order.recipients_total, 2);
      assert.equal(order.evidence.note, true);
    });

    it('are changed and retired by who answers for them, with a reason', async () => {
      const [row] = await kept();
      await page.goto(`/order-templates?open=order_template:${row.id}`);
      await live(page);
      await button(words.order_template.change).click();
      await sheet.locator('[name=text]').fill('twice a day');
      await button(words.order_template.save).click();
      await sheet.getByText(words.order_template.missing_reason).waitFor();
      await sheet.locator('[name=reason]').fill('it got colder');
      await button(words.order_template.save).click();
      await sheet.locator('.timeline', { hasText: 'it got colder' }).waitFor();
      await button(words.order_template.drop).click();
      await sheet.locator('textarea').fill('no more generators');
      await sheet.locator('.text-action-form button[type=submit]').click();
      await sheet.waitFor({ state: 'detached' });
      assert.deepEqual(await kept(), []);
    });

    it('of headquarters serve a province, which does not change them', async () => {
      const other = await open_page(browser, server, { language, size: 'phone' });
      await sign_in(other, as.hubei);
      const made = await call(server, '/api/v1/order_templates', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          name_zh: `总部 ${language}`,
          subject_zh: '巡检',
          acknowledge_within_s: 600,
          finish_within_s: 3600,
        }),
      });
      await other.goto(`/order-templates?open=order_template:${made.id}`);
      const theirs = other.locator('.sheet');
      await button(words.order_template.issue, theirs).waitFor();
      await settled(button(words.order_template.drop, theirs), 0);
      await settled(button(words.order_template.change, theirs), 0);
      await shoot(other, `order-template-phone-${language}`);
      await other.context().close();
    });
  });
}
