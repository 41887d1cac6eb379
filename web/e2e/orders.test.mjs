// SPDX-License-Identifier: Apache-2.0
// Orders in a real browser, on a real server with two desks and units on five levels: a group order
// goes down to the grids, the silent are seen first, the roll-up moves while units answer, and a
// superior supervises, hands back, hands on and amends; in Chinese and in English.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { call } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { answer, issue, lay_tree } from './tree.mjs';
import { holds, reads, says, settled, until } from './waits.mjs';

process.env.LIFELINE_ARGUMENTS ??= '--desks 420000';
const server = process.env.LIFELINE_URL ? null : await open_server();
const skip = server ? false : 'LIFELINE_BINARY is not set, or a server without the tree runs';
const tree_units = 11; // two provinces, three cities, three counties, three grids
let browser;
let as;

// Eight by eight grey pixels: a whole baseline JPEG.
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRT' +
    'c4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAf/EABQQAQAAAAAA' +
    'AAAAAAAAAAAAAAD/2gAIAQEAAD8AH//Z',
  'base64',
);
const evidence = { note: true, number: '油机台数', photos: 1 };

before(async () => {
  if (!server) return;
  browser = await open_browser();
  ({ as } = await lay_tree(server));
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const rows_of = (order, query = '') =>
  call(server, `/api/v1/orders/${order}/recipients?limit=1000&${query}`);

const tree_of = (order) =>
  until(async () => {
    const rows = await rows_of(order, 'way=issue');
    return rows.length === tree_units && rows;
  }, 'the whole tree');

const own_part = (rows, unit) => rows.find((one) => one.unit === unit);

for (const language of ['zh', 'en']) {
  const words = messages[language];
  describe(`orders in ${language}`, { skip }, () => {
    let page;
    let sheet;
    const open = async (path, of = page) => {
      await of.goto(path);
      await live(of);
    };
    const open_as = async (user) => {
      const other = await open_page(browser, server, { language });
      await sign_in(other, user);
      return other;
    };
    const button = (name, of = sheet) => of.getByRole('button', { name, exact: true });
    const row = (key, of = sheet) => of.locator(`[data-recipient="${key}"]`);
    const down_to_grids = (what) =>
      issue(server, {
        subject_zh: `排查 ${language}`,
        subject_en: `Check ${language}`,
        level: 'province',
        pass_down_to: 'grid',
        ...what,
      });
    const act_on = async (key, deed) => {
      await row(key).locator('[data-act]').first().click();
      await button(deed, row(key)).click();
    };

    before(async () => {
      page = await open_as(server);
      sheet = page.locator('.sheet');
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('goes from one form to every level below', async () => {
      await open('/orders');
      await page.keyboard.press('o');
      await sheet.getByLabel(words.field.subject, { exact: true }).fill(`E2E ${language}`);
      await sheet.locator('select[name=level]').selectOption('province');
      await sheet.locator('select[name=pass_down_to]').selectOption('grid');
      await shoot(page, `order-form-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await button(words.order.issue_now).click();
      await sheet
        .locator('.roll-up.is-tree .part-count', { hasText: String(tree_units) })
        .waitFor();
      await says(sheet.locator('h2'), new RegExp(`E2E ${language}`));
    });

    it('shows the silent first and counts them down to the last grid', async () => {
      const order = await down_to_grids({ acknowledge_within_s: 1 });
      await tree_of(order.id);
      await answer(as.hubei, order.id, 'acknowledge', { unit: '420000' });
      await until(
        async () => (await call(server, `/api/v1/orders/${order.id}`)).below_silent >= 9,
        'the silent',
      );
      await open(`/orders?open=order:${order.id}`);
      await row(`${order.id}/430000`).waitFor();
      await row(`${order.id}/420000`).waitFor();
      const keys = await sheet
        .locator('.recipients > li')
        .evaluateAll((rows) => rows.map((one) => one.dataset.recipient));
      const place = (unit) => keys.indexOf(`${order.id}/${unit}`);
      assert.ok(place('430000') < place('420000'), keys.join(' '));
      await row(`${order.id}/430000`).getByText(words.order_part.silent, { exact: true }).waitFor();
      const chip = sheet.locator('.is-tree [data-part=silent]');
      const count = tree_units - 1; // all but Hubei
      await reads(chip.locator('b'), String(count));
      await chip.click();
      await settled(sheet.locator('.recipients > li'), count);
      await settled(sheet.locator('.recipient.is-silent'), count);
      await shoot(page, `order-silent-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('rolls up, live, what units answer levels below', async () => {
      const order = await down_to_grids({});
      const rows = await tree_of(order.id);
      await open(`/orders?open=order:${order.id}`);
      const waiting = sheet.locator('.is-tree [data-part=waiting] b', {
        hasText: String(tree_units),
      });
      await waiting.waitFor();
      const county = own_part(rows, '420106');
      await answer(as.wuchang, county.order, 'acknowledge', { unit: '420106' });
      await sheet.locator('.is-tree [data-part=acknowledged] b', { hasText: '1' }).waitFor();
      const city = own_part(rows, '430100');
      await answer(server, city.order, 'finish', { unit: '430100' });
      await sheet.locator('.is-tree [data-part=done] b', { hasText: '1' }).waitFor();
      const bar = sheet.locator('.is-tree .progress-bar');
      await holds(async () => assert.match(await bar.getAttribute('aria-label'), /1/));
    });

    it('unfolds level by level, each when it is opened', async () => {
      const order = await down_to_grids({});
      const rows = await tree_of(order.id);
      await open(`/orders?open=order:${order.id}`);
      for (const unit of ['420000', '420100', '420106']) {
        const { key } = own_part(rows, unit);
        await row(key).locator('.fold').first().click();
      }
      await row(own_part(rows, '420106002').key).waitFor();
      await shoot(page, `order-tree-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('is done with a number, a word and a photo, and handed back', async () => {
      const subject = `E2E evidence ${language}`;
      const recipients = ['420106'];
      const order = await issue(server, { subject_zh: subject, recipients, evidence });
      const county = await open_as(as.wuchang);
      const duty = county.locator(`[data-row="order:${order.id}"]`);
      await duty.waitFor();
      await button(words.duty.acknowledge, duty).click();
      await button(words.duty.finish_with, duty).click();
      const form = county.locator('.sheet .finish-form');
      await button(words.order.finish, form).click();
      await form.getByText(words.refusal.note_must_be_given, { exact: true }).waitFor();
      await form.locator('[name=number]').fill('12');
      await form.locator('[name=note]').fill(`全部正常 ${language}`);
      await button(words.order.finish, form).click();
      await form.getByText(words.refusal.photos_must_be_given, { exact: true }).waitFor();
      const photo = Buffer.concat([jpeg, Buffer.from(language)]);
      await form
        .locator('input[type=file]')
        .setInputFiles({ name: 'oil.jpg', mimeType: 'image/jpeg', buffer: photo });
      await form.locator('.photo img').waitFor();
      await shoot(county, `order-evidence-${language}`);
      // The list behind it scrolls: a row may be cut at its edge.
      assert.deepEqual(await accessibility(county, '.sheet'), []);
      await button(words.order.finish, form).click();
      await form.waitFor({ state: 'detached' });
      await open(`/orders?open=order:${order.id}`);
      const key = `${order.id}/420106`;
      await row(key).getByText(words.recipient_state.done, { exact: true }).waitFor();
      await row(key).getByText(`全部正常 ${language}`).waitFor();
      await row(key).getByText(words.order.counted.replace('{n}', '12')).waitFor();
      await row(key).locator('.photo').click();
      await page.locator('.photo-dialog[open] img').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.photo-dialog[open]').waitFor({ state: 'detached' });
      await act_on(key, words.order.hand_back);
      await row(key).locator('form textarea').fill('数字不对');
      await row(key).locator('form button[type=submit]').click();
      await row(key).locator('.check', { hasText: words.order.handed_back }).waitFor();
      await duty.waitFor();
      await county.context().close();
    });

    it('stands out on my duty when a superior asks, and is answered there', async () => {
      const order = await issue(server, { subject_zh: `E2E ${language}`, recipients: ['420106'] });
      await open(`/orders?open=order:${order.id}`);
      const key = `${order.id}/420106`;
      const question = `为什么没有动静 ${language}？`;
      await act_on(key, words.order.supervise);
      await button(words.order.supervise, row(key).locator('form')).click();
      await row(key).getByText(words.refusal.reason_must_be_given, { exact: true }).waitFor();
      await row(key).locator('form textarea').fill(question);
      await row(key).locator('form button[type=submit]').click();
      await row(key).locator('.check', { hasText: question }).waitFor();
      const county = await open_as(as.wuchang);
      const duty = county.locator(`[data-row="order:${order.id}"]`);
      await duty.locator('.check', { hasText: question }).waitFor();
      await shoot(county, `duty-supervised-${language}`);
      assert.deepEqual(await accessibility(county), []);
      await button(words.duty.report, duty).click();
      await duty.locator('textarea').fill('正在路上');
      await duty.locator('form button[type=submit]').click();
      await row(key).getByText('正在路上').waitFor();
      await row(key).locator('.check').waitFor({ state: 'detached' });
      await county.context().close();
    });

    it('says once that it was read, by whom it was sent to', async () => {
      const order = await issue(server, { subject_zh: `E2E ${language}`, recipients: ['420106'] });
      const state = async () => (await rows_of(order.id))[0].state;
      await open(`/orders?open=order:${order.id}`);
      await row(`${order.id}/420106`).waitFor();
      const county = await open_as(as.wuchang);
      assert.equal(await state(), 'delivered', 'a superior who looks on does not read it for them');
      await open(`/orders?open=order:${order.id}`, county);
      await until(async () => (await state()) === 'read', 'the word that it was read');
      await county.context().close();
    });

    it('is handed on to another unit, with a reason', async () => {
      const order = await issue(server, {
        subject_zh: `E2E ${language}`,
        recipients: ['430000', '420100'],
      });
      await open(`/orders?open=order:${order.id}`);
      const key = `${order.id}/430000`;
      await act_on(key, words.order.hand_on);
      await row(key).locator('form textarea').fill('路断了');
      await button(words.order.hand_on, row(key).locator('form')).click();
      await row(key).getByText(words.refusal.taker_must_be_given, { exact: true }).waitFor();
      await row(key)
        .getByRole('combobox', { name: words.order.hand_on_to })
        .fill(language === 'zh' ? '宜昌' : 'Yichang');
      await row(key).locator('.picker-list li').first().click();
      await row(key).locator('form button[type=submit]').click();
      await row(key).getByText(words.recipient_state.handed_on, { exact: true }).waitFor();
      await button(words.order.moved).click();
      await row(`${order.id}/420500`).getByText(words.order_way.hand_on, { exact: true }).waitFor();
    });

    it('is amended, and asks anew whoever is not done', async () => {
      const order = await issue(server, { subject_zh: `E2E ${language}`, recipients: ['420100'] });
      await answer(as.wuhan, order.id, 'acknowledge', { unit: '420100' });
      await open(`/orders?open=order:${order.id}`);
      const key = `${order.id}/420100`;
      await row(key).getByText(words.recipient_state.acknowledged, { exact: true }).waitFor();
      await button(words.order.amend).click();
      await button(words.order.amend_now).click();
      await sheet.getByText(words.refusal.reason_must_be_given, { exact: true }).waitFor();
      await sheet.getByLabel(words.field.text, { exact: true }).fill('油机与蓄电池都要查');
      await sheet.locator('[name=reason]').fill('补充');
      await button(words.order.amend_now).click();
      await sheet.getByText(words.order.version.replace('{n}', '2')).waitFor();
      await sheet.getByText('油机与蓄电池都要查').waitFor();
      await row(key).getByText(words.recipient_state.delivered, { exact: true }).waitFor();
    });

    it('needs only a quorum, and lets the others go when it is complete', async () => {
      const order = await issue(server, {
        subject_zh: `E2E ${language}`,
        recipients: ['420100', '420500'],
        quorum: 1,
        widen_to: [{ unit: '430100' }],
      });
      await open(`/orders?open=order:${order.id}`);
      const mark = sheet.locator('.quorum');
      await says(mark, /1/);
      await answer(as.wuhan, order.id, 'acknowledge', { unit: '420100' });
      await mark.getByText(words.order.quorum_met, { exact: true }).waitFor();
      await row(`${order.id}/420500`)
        .getByText(words.recipient_state.released, { exact: true })
        .waitFor();
    });

    it('is passed on by hand to the next level, and stands below its parent', async () => {
      const order = await issue(server, { subject_zh: `E2E ${language}`, recipients: ['420000'] });
      const hubei = await open_as(as.hubei);
      await open(`/orders?open=order:${order.id}`, hubei);
      const own_sheet = hubei.locator('.sheet');
      await button(words.order.pass_on, own_sheet).click();
      const level = own_sheet.locator('select[name=level]');
      await holds(async () => assert.equal(await level.inputValue(), 'city'));
      await button(words.order.issue_now, own_sheet).click();
      await own_sheet.getByText(words.order.parent, { exact: true }).waitFor();
      await open(`/orders?open=order:${order.id}`);
      await sheet.locator('.roll-up.is-tree .part-count', { hasText: '3' }).waitFor();
      await hubei.context().close();
    });

    it('lists the top of a tree at first, with its progress, and all when asked', async () => {
      await open('/orders');
      await page.locator('.chip', { hasText: words.order_parent.none }).waitFor();
      await page.locator('[data-row] .progress-bar').first().waitFor();
      const ids = () =>
        page.locator('[data-row]').evaluateAll((rows) => rows.map((one) => one.dataset.row));
      await holds(async () => assert.ok((await ids()).every((id) => id.startsWith('100000-'))));
      await page.locator('.chip .chip-drop').first().click();
      await page.locator('[data-row^="420000-"]').first().waitFor();
      await page.goBack();
      await page.locator('[data-row^="420000-"]').first().waitFor({ state: 'detached' });
      await open('/orders?recipients_silent.gte=1');
      await page.locator('.silent-count').first().waitFor();
      await shoot(page, `orders-silent-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    for (const theme of ['light', 'dark'])
      it(`is read and answered on a phone, ${theme}`, async () => {
        const order = await issue(server, {
          subject_zh: `E2E ${language} ${theme}`,
          recipients: ['420106'],
          evidence,
        });
        const phone = await open_page(browser, server, { language, theme, size: 'phone' });
        await sign_in(phone, as.wuchang);
        await open(`/?open=order:${order.id}`, phone);
        const own_sheet = phone.locator('.sheet');
        await button(words.action.acknowledge, own_sheet).click();
        await own_sheet.locator('[data-finish]').click();
        await own_sheet.locator('.finish-form').waitFor();
        await shoot(phone, `order-phone-${language}-${theme}`);
        const over = await phone.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        assert.equal(over, 0);
        assert.deepEqual(await accessibility(phone), []);
        await phone.context().close();
      });
  });
}
