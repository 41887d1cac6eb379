// SPDX-License-Identifier: Apache-2.0
// Measurements in the console: an element's series over a day and a week, the list of what will be
// full, the thresholds; in both languages and themes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { says, settled } from './waits.mjs';

const hour_s = 3600;

let server;
let browser;

async function post(path, body, type) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': type },
    body,
  });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.text()}`);
}

// Nearly a week of a station whose evenings grow full, with four hours missing; a repeatable noise.
function week_of(element) {
  const now = Math.floor(Date.now() / 300_000) * 300;
  const rows = ['element,metric,at,value'];
  let seed = 7;
  const noise = () => ((seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31 - 0.5) * 2;
  for (let back = Math.floor(6.9 * 24 * 12); back >= 0; back -= 1) {
    if (back > 60 && back < 108) continue;
    const at = now - back * 300;
    const busy = 0.5 - 0.5 * Math.cos(((at / hour_s - 20) / 12) * Math.PI);
    const value = {
      access_success: 99.3 - 0.4 * busy + 0.1 * noise(),
      drop_rate: 0.2 + 0.3 * busy + 0.05 * noise(),
      load: 25 + 50 * busy + 3 * noise(),
      throughput: 40 - 25 * busy + 2 * noise(),
      delay: 12 + 15 * busy + noise(),
    };
    for (const [metric, one] of Object.entries(value))
      rows.push(`${element},${metric},${at},${one.toFixed(3)}`);
  }
  return rows.join('\n');
}

before(async () => {
  server = await open_server();
  browser = await open_browser();
  await post(
    '/units/import',
    'code,name_zh,name_en,level,parent,duty_name,duty_phone,longitude_deg,latitude_deg\n' +
      '100000,集团,Group,group,,duty,+861000000001,116,39\n' +
      '420000,湖北,Hubei,province,100000,duty,+861000000002,114,30\n',
    'text/csv',
  );
  await post(
    '/elements/import',
    'id,name,kind,region,longitude_deg,latitude_deg,depends_on\n' +
      'BTS-1,珞珈山基站,base_station,420000,114.36,30.53,\n' +
      'BTS-2,光谷基站,base_station,420000,114.40,30.50,\n',
    'text/csv',
  );
  await post('/measurements/import', week_of('BTS-1'), 'text/csv');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

describe('measurements', () => {
  for (const [language, theme, size] of [
    ['zh', 'light', 'desk'],
    ['en', 'dark', 'desk'],
    ['zh', 'dark', 'phone'],
  ]) {
    it(`are drawn and told for a day and a week: ${language} ${theme} ${size}`, async () => {
      const page = await open_page(browser, server, { language, theme, size });
      const text = messages[language];
      await sign_in(page, server);
      await page.goto('/elements?open=element:BTS-1');
      await page.locator('.series-picture canvas').nth(4).waitFor();
      await settled(page.locator('.series-one'), 5);
      const said = page.locator('.series-words').nth(2);
      await says(said, new RegExp(text.metric.load));
      await page.getByRole('button', { name: text.measurement.week, exact: true }).click();
      await page.locator('.series-picture canvas').nth(4).waitFor();
      const gap = text.measurement.gaps.split(' | ')[2].replace('{n}', '47');
      await says(said, ` ${gap}`); // the gap is told in a sentence
      assert.deepEqual(await accessibility(page), []);
      await page.locator('.series-one').first().scrollIntoViewIfNeeded();
      await shoot(page, `measurement-${language}-${theme}-${size}`);
      await page.goto('/elements?open=element:BTS-2');
      await page.getByText(text.measurement.none).waitFor();
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }

  it('that will fill an element stand in a list, with what to do', async () => {
    const page = await open_page(browser, server, { language: 'zh' });
    await sign_in(page, server);
    await page.goto('/expansions');
    await page.getByRole('button', { name: messages.zh.expansion.plan }).click();
    const row = page.locator('[data-row="BTS-1"]');
    await row.waitFor();
    await says(row, new RegExp(messages.zh.suggestion.add_carrier));
    assert.deepEqual(await accessibility(page), []);
    await shoot(page, 'expansions-zh');
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('become alarms by thresholds that an administrator sets and sets back', async () => {
    const page = await open_page(browser, server, { language: 'en' });
    const text = messages.en;
    await sign_in(page, server);
    await page.goto('/thresholds');
    const load = page.locator('form', { hasText: text.metric.load });
    await load.getByLabel(text.threshold.warning, { exact: true }).fill('99');
    await load.getByRole('button', { name: text.threshold.save }).click();
    await load.locator('.refusal').waitFor();
    await load.getByLabel(text.threshold.warning, { exact: true }).fill('60');
    await load.getByRole('button', { name: text.threshold.save }).click();
    await load.getByText('Changed by admin').waitFor();
    assert.deepEqual(await accessibility(page), []);
    await shoot(page, 'thresholds-en');
    await load.getByRole('button', { name: text.threshold.restore }).click();
    await load.locator('.text-action-form button[type=submit]').click();
    await load.getByText(text.threshold.usual, { exact: true }).waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});
