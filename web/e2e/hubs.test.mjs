// SPDX-License-Identifier: Apache-2.0
// Who is told of what, in a real browser: a listener is subscribed by a form, hears of a new
// ticket, is waited for when it falls silent, and is told no more once its subscription ends.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { call, lay_ground, post } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { holds, reads, says, settled, until } from './waits.mjs';

const skip = process.env.LIFELINE_BINARY ? false : 'LIFELINE_BINARY is not set';
const hub = '/tmf-api/troubleTicket/v4/hub';
const told = [];
let answers_with = 204;
let server;
let browser;
let listener;

before(async () => {
  if (skip) return;
  listener = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => (body += part));
    request.on('end', () => {
      if (answers_with < 300) told.push({ place: request.url, event: JSON.parse(body) });
      response.writeHead(answers_with).end();
    });
  });
  await new Promise((settle) => listener.listen(0, '127.0.0.1', settle));
  process.env.LIFELINE_ARGUMENTS = '--hub-callbacks any';
  server = await open_server();
  browser = await open_browser();
  await lay_ground(server);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  listener?.close();
});

const open_ticket = (description) =>
  post(server, '/tmf-api/troubleTicket/v4/troubleTicket', {
    description,
    severity: 'Critical',
    ticketType: 'incident',
  });

for (const [language, theme, size] of [
  ['zh', 'light', 'desk'],
  ['en', 'dark', 'desk'],
  ['zh', 'dark', 'phone'],
]) {
  const words = messages[language];
  const place = `/told-${language}-${size}`;
  const query = 'eventType=TroubleTicketCreateEvent';
  describe(`subscriptions in ${language}, ${theme}, ${size}`, { skip }, () => {
    let page;
    let callback;
    const row = () => page.locator('[data-row]', { hasText: callback });
    const sheet = () => page.locator('.sheet');
    const button = (label) => sheet().getByRole('button', { name: label, exact: true });
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };

    before(async () => {
      answers_with = 204;
      callback = `http://127.0.0.1:${listener.address().port}${place}`;
      page = await open_page(browser, server, { language, theme, size });
      await sign_in(page, server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('are made by a form that says what is selected', async () => {
      await open('/subscriptions');
      await page.getByRole('button', { name: words.subscription.add, exact: true }).click();
      const hubs = Object.keys((await call(server, '/api/v1/openapi.json')).paths);
      await settled(
        sheet().locator('select[name=api] option'),
        hubs.filter((path) => path.endsWith('/hub') && !path.includes('/topic/')).length,
      );
      await sheet().locator('select[name=api]').selectOption(hub);
      await says(sheet(), words.subscription.of_all);
      await sheet().locator('input[name=query]').fill(query);
      await says(sheet(), words.subscription.kind_of_event, 'TroubleTicketCreateEvent');
      await button(words.subscription.add).click();
      await says(sheet(), words.refusal.callback_must_be_given);
      await sheet().locator('input[name=callback]').fill('ftp://127.0.0.1/told');
      await button(words.subscription.add).click();
      await says(sheet(), words.refusal.callback_must_be_http);
      await sheet().locator('input[name=callback]').fill(callback);
      assert.deepEqual(await accessibility(page), []);
      await shoot(page, `hubs-form-${language}-${theme}-${size}`);
      await button(words.subscription.add).click();
      await reads(sheet().locator('h2'), callback);
    });

    it('bring what happens to the listener', async () => {
      await open_ticket(`told ${language} ${size}`);
      await until(() => told.some((one) => one.place === place), 'the listener is told');
      await holds(async () => {
        const rows = await call(server, hub);
        assert.equal(rows.find((one) => one.callback === callback).delivered, 1);
      });
      await open('/subscriptions');
      await says(row(), words.delivery_state.delivering);
    });

    it('stand first while the listener does not answer', async () => {
      answers_with = 503;
      await open_ticket(`waits ${language} ${size}`);
      await open('/subscriptions');
      await says(row(), words.delivery_state.waiting);
      await holds(async () =>
        assert.ok((await page.locator('[data-row]').first().textContent()).includes(callback)),
      );
      assert.deepEqual(await accessibility(page), []);
      await shoot(page, `hubs-${language}-${theme}-${size}`);
      await row().getByRole('link').first().click();
      await says(sheet(), words.subscription.waiting_means);
      await shoot(page, `hubs-sheet-${language}-${theme}-${size}`);
    });

    it('are tried again by one press', async () => {
      await button(words.subscription.try_again).click();
      answers_with = 204;
      await says(sheet(), words.delivery_state.delivering);
    });

    it('end after one question more', async () => {
      await button(words.subscription.end).click();
      await says(sheet(), callback);
      await button(words.subscription.end_now).click();
      await settled(sheet(), 0);
      await settled(row(), 0);
      assert.ok((await call(server, hub)).every((one) => one.callback !== callback));
    });
  });
}
