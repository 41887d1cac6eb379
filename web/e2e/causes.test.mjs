// SPDX-License-Identifier: Apache-2.0
// Likely causes in a real browser: a file of learnt causes comes in on the import page, and the
// sheet of an alarm that no topology explains shows what may have caused it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { call, fibre, lay_ground, report_fault } from './ground.mjs';
import { intake } from './intake.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { says, settled } from './waits.mjs';

const looks = { zh: ['light', 'desk'], en: ['dark', 'phone'] };

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

for (const language of ['zh', 'en']) {
  const words = messages[language];
  const [theme, size] = looks[language];
  const source = `CAUSES-${language.toUpperCase()}`;
  const power = `powerLost-${language}`;
  const link = `linkDown-${language}`;

  describe(`likely causes in ${language}`, { skip }, () => {
    let page;
    before(async () => {
      page = await open_page(browser, server, { language, theme, size });
      await sign_in(page, server);
    });
    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('takes in a file of learnt causes, and says what a wrong one lacks', async () => {
      const { check, take_in } = intake(page, words);
      await page.goto('/import');
      await live(page);
      await page.getByRole('radio', { name: words.intake.causes, exact: true }).check();
      await page.getByText(words.intake.causes_hint, { exact: true }).waitFor();
      await check('edges.csv', `cause,effect,score\n${power},${power},0.5\n`);
      const refused = page.locator('.report tbody tr').first();
      await refused.getByText(words.refusal.cause_must_not_be_its_effect.slice(0, -1)).waitFor();
      await take_in('edges.csv', `cause,effect,score\n${power},${link},0.83\nrain,${link},0.2\n`);
      await shoot(page, `causes-import-${language}`);
      const known = await call(server, `/api/v1/causes?effect=${link}`);
      assert.deepEqual(
        known.map(({ cause, score }) => [cause, score]),
        [
          [power, 0.83],
          ['rain', 0.2],
        ],
      );
    });

    it('shows on the sheet what may have caused the alarm, and leads there', async () => {
      await report_fault(server, source, 'MAJOR', power);
      await report_fault(server, source, 'MAJOR', link);
      const rows = await call(server, `/api/v1/alarms?source_name=${source}`);
      const id = (condition) => rows.find((row) => row.probable_cause === condition).id;
      await page.goto(`/alarms?open=alarm:${id(link)}`);
      await live(page);
      const part = page.locator('.sheet .sheet-part', { hasText: words.cause.title });
      await part.waitFor();
      await says(part, words.cause.learnt, words.cause.score.replace('{n}', '83'), source);
      assert.deepEqual(await accessibility(page), []);
      await shoot(page, `causes-sheet-${language}`);
      // A cause whose report comes late appears by itself.
      await report_fault(server, source, 'MAJOR', 'rain');
      await part.getByRole('link', { name: 'rain', exact: true }).waitFor();
      await settled(part.getByRole('listitem'), 2);
      const lead = part.getByRole('link', { name: power, exact: true });
      const asked = page.waitForResponse((response) =>
        response.url().endsWith(`/alarms/${id(power)}/likely_causes`),
      );
      await lead.focus();
      await page.keyboard.press('Enter');
      await page.locator('.sheet h2', { hasText: power }).waitFor();
      // Of what caused it nothing was learnt.
      await page.waitForURL((at) =>
        decodeURIComponent(at.href).includes(`open=alarm:${id(power)}`),
      );
      assert.deepEqual((await (await asked).json()).causes, []);
      await settled(part, 0);
    });

    it('names the root where the topology explains the alarm', async () => {
      const station = fibre(language).replace('FIBRE', 'STATION');
      await report_fault(server, fibre(language), 'CRITICAL');
      await report_fault(server, station, 'MAJOR');
      const [alarm] = await call(server, `/api/v1/alarms?element=${station}`);
      await page.goto(`/alarms?open=alarm:${alarm.id}`);
      await live(page);
      const part = page.locator('.sheet .sheet-part', { hasText: words.cause.by_topology });
      await part.getByRole('link', { name: fibre(language), exact: true }).waitFor();
      await settled(part.getByRole('listitem'), 0);
      await shoot(page, `causes-topology-${language}`);
    });
  });
}
