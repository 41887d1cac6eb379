// SPDX-License-Identifier: Apache-2.0
// One fault from its alarm to a crew on its way, as the dispatcher and the crew see it in their
// browsers: alarm, incident, order, proposed crew, offered, accepted, on the way. Each step's time
// is printed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { lay_field, open_phone, presses } from './field.mjs';
import { call, fibre, report_fault, sites_csv } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';

const server = await open_server();
const skip = server ? false : 'neither LIFELINE_BINARY nor LIFELINE_URL is set';
const language = 'zh';
const words = messages[language];
const patience_ms = 60_000; // an order waits for its incident to be whole
let browser;

before(async () => {
  if (!server) return;
  browser = await open_browser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

describe('a fault', { skip }, () => {
  it('leads from its alarm to a crew on its way', async (t) => {
    const as = await lay_field(server, 'CH');
    await call(server, '/api/v1/sites/import', {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv; charset=utf-8' },
      body: sites_csv(language),
    });
    const page = await open_page(browser, server, { language });
    page.setDefaultTimeout(patience_ms);
    await sign_in(page, server);
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };
    const phones = {};
    for (const n of [1, 2]) {
      phones[`CH${n}`] = await open_page(browser, server, { language, size: 'phone' });
      phones[`CH${n}`].setDefaultTimeout(patience_ms);
      await open_phone(phones[`CH${n}`], as[n]);
    }
    const steps = [];
    await open(`/alarms?element=${fibre(language)}`);
    const began = performance.now();
    const reached = (step) => steps.push(`${step} ${Math.round(performance.now() - began)} ms`);
    const row = () => page.locator('[data-row]').first().waitFor();

    await report_fault(server, fibre(language));
    await row();
    reached('alarm');
    await open(`/incidents?element=${fibre(language)}`);
    await row();
    const [incident] = await call(server, `/api/v1/incidents?element=${fibre(language)}`);
    reached('incident');
    await open(`/orders?incident=${incident.id}`);
    await row();
    reached('order');
    const [{ id: job }] = await call(server, `/api/v1/jobs?incident=${incident.id}`);
    await open('/dispatch');
    const bar = page.locator(`.gantt-work[data-job="${job}"]`);
    await bar.waitFor();
    reached('proposed crew');
    const [{ crew }] = await call(server, `/api/v1/proposals?job=${job}`);
    await bar.click();
    await page.keyboard.press('a');
    const phone = phones[crew];
    await phone.evaluate(() => window.dispatchEvent(new Event('online')));
    await phone.locator('.phone-next[data-press=accept]').waitFor();
    reached('offered, and on the phone');
    await presses(phone)('accept');
    await phone.locator('.phone-next[data-press=depart]').waitFor();
    reached('accepted');
    await presses(phone)('depart');
    await phone.locator('.phone-next[data-press=arrive]').waitFor();
    await open(`/incidents?element=${fibre(language)}`);
    await page
      .locator('[data-row]')
      .first()
      .getByText(words.job_state.on_the_way, { exact: true })
      .waitFor();
    reached('on the way');
    t.diagnostic(steps.join(', '));
    await shoot(page, 'field-chain');
    for (const one of [page, ...Object.values(phones)]) {
      const { faults } = one;
      await one.context().close();
      assert.deepEqual(faults, []);
    }
  });
});
