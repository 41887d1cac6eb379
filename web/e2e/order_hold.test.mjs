// SPDX-License-Identifier: Apache-2.0
// What an incident shows while its order waits, when a commander does not wait, and where a merged
// one stands, in a real browser against a real server, in Chinese and in English. The server is
// this test's own: its hold is longer than the test.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { call, fibre, lay_ground, post, report_fault, sites_csv } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { holds, settled } from './waits.mjs';

process.env.LIFELINE_ARGUMENTS ??= '--order-hold-s 600';
const server = process.env.LIFELINE_URL ? null : await open_server();
const skip = server ? false : 'LIFELINE_BINARY is not set, or a server with a hold of its own runs';
let browser;

const take_in = (path, body) =>
  call(server, path, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv; charset=utf-8' },
    body,
  });
const station = (language) => `E2E-${language.toUpperCase()}-STATION`;
const station_csv = (language, on) =>
  'id,name,kind,region,longitude_deg,latitude_deg,depends_on\n' +
  `${station(language)},测试基站 ${language},base_station,420106,114.32,30.56,${on}\n`;

// Each opens an incident of its own, before it is learned that the station needs the fibre.
async function make_trouble(language) {
  await take_in('/api/v1/sites/import', sites_csv(language));
  await take_in('/api/v1/elements/import', station_csv(language, ''));
  await report_fault(server, station(language));
  await report_fault(server, fibre(language));
  await take_in('/api/v1/elements/import', station_csv(language, fibre(language)));
}

before(async () => {
  if (!server) return;
  browser = await open_browser();
  await lay_ground(server);
  for (const language of ['zh', 'en']) await make_trouble(language);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const language of ['zh', 'en']) {
  const words = messages[language];
  describe(`an order that waits in ${language}`, { skip }, () => {
    let page;
    let open_one;
    let merged;
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };
    const sentence = ({ unit, at }) =>
      words.incident.order_waits.replace('{unit}', unit).replace('{at}', at);

    before(async () => {
      page = await open_page(browser, server, { language });
      await sign_in(page, server);
      const rows = await call(server, '/api/v1/incidents?sort=id');
      open_one = rows.find((row) => row.element === fibre(language) && row.phase === 'opened');
      merged = rows.find((row) => row.merged_into === open_one.id);
      assert.equal(merged.phase, 'merged');
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('is named in the sheet with its unit and its second', async () => {
      await open(`/incidents?open=incident:${open_one.id}`);
      const waiting = page.locator('[data-pending="420106"] time');
      await waiting.waitFor();
      await holds(async () =>
        assert.equal(await waiting.getAttribute('datetime'), open_one.order_at),
      );
      const at = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Asia/Shanghai',
        timeStyle: 'medium',
      }).format(Date.parse(open_one.order_at));
      const unit = language === 'zh' ? '武昌' : 'Wuchang';
      await page.getByText(sentence({ unit, at }), { exact: true }).waitFor();
      await shoot(page, `order-waits-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('is gone, live, when a commander has ordered the unit', async () => {
      const subject = `E2E ${language} at once`;
      await post(server, '/api/v1/orders', {
        subject_zh: subject,
        recipients: ['420106'],
        acknowledge_within_s: 600,
        finish_within_s: 7200,
        incident: open_one.id,
      });
      await page.locator('.sheet').getByText(subject).first().waitFor();
      await page.locator('[data-pending]').waitFor({ state: 'detached' });
    });

    it('shows merged incidents by a word of their own, and leads to where they went', async () => {
      await open('/incidents?phase=merged');
      await page.locator(`[data-row="${merged.id}"]`, { hasText: words.phase.merged }).waitFor();
      await settled(page.locator('[data-row]'), 2);
      await shoot(page, `incidents-merged-${language}`);
      await open(`/incidents?open=incident:${merged.id}`);
      const sheet = page.locator('.sheet');
      await sheet.getByText(words.incident.merged_into).first().waitFor();
      await settled(sheet.getByText(words.phase.closed, { exact: true }), 0);
      await sheet.getByText(open_one.id, { exact: true }).first().click();
      await sheet.getByText(words.phase.opened, { exact: true }).first().waitFor();
      await open('/incidents?phase=closed');
      await page.getByText(words.list.none_match, { exact: true }).waitFor();
    });
  });
}
