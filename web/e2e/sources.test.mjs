// SPDX-License-Identifier: Apache-2.0
// Where alarms come from, in a real browser against a server whose doors hear real datagrams and a
// real socket: what is wrong first, what was refused with its bytes, feeds and heartbeats; and an
// alarm that two doors tell of. In both languages, wide and narrow, light and dark.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { open_doors, secret, send_to, vendor } from './doors.mjs';
import { call, fibre, lay_ground, report_fault } from './ground.mjs';
import { messages } from './messages.mjs';
import { holds, reads, says, settled, until } from './waits.mjs';

const skip = process.env.LIFELINE_BINARY ? false : 'LIFELINE_BINARY is not set';
const source = fibre('zh');
let browser;
let ground;

before(async () => {
  if (skip) return;
  browser = await open_browser();
  ground = await open_doors();
  await lay_ground(ground.server);
  await send_to(ground, source);
});

after(async () => {
  await browser?.close();
  await ground?.stop();
});

for (const [language, theme, size] of [
  ['zh', 'light', 'desk'],
  ['en', 'dark', 'desk'],
  ['zh', 'dark', 'phone'],
]) {
  const words = messages[language];
  describe(`sources in ${language}, ${theme}, ${size}`, { skip }, () => {
    let page;
    const row = (name) => page.locator(`[data-row="${name}"]`);
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };

    before(async () => {
      page = await open_page(browser, ground.server, { language, theme, size });
      await sign_in(page, ground.server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('stand with the one that nobody answers first', async () => {
      await open('/sources');
      await row('omc-lost').waitFor();
      await holds(async () =>
        assert.equal(await page.locator('[data-row]').first().getAttribute('data-row'), 'omc-lost'),
      );
      await says(row('omc-lost'), words.door_state.failed);
      await says(row('omc-hubei'), words.door_state.connected);
      await says(row('syslog-udp'), words.door_state.listening);
      await page.getByText(words.beat.title, { exact: true }).waitFor();
      assert.deepEqual(await accessibility(page), []);
      await shoot(page, `sources-${language}-${theme}-${size}`);
    });

    it('show how far a feed is and what nobody filled', async () => {
      await open('/sources');
      const feeds = page.locator('.feed-list');
      await says(feeds, 'hubei');
      await holds(async () =>
        assert.match(await feeds.textContent(), /hubei[^]*3/, 'the last number is told'),
      );
    });

    it('open on what was refused, in words and with its bytes', async () => {
      await open('/sources');
      await row('syslog-udp').getByRole('link').first().click();
      const sheet = page.locator('.sheet');
      const reason = sheet.locator('[data-reason="priority_must_be_given"]');
      await says(reason, words.refusal.priority_must_be_given, '1');
      const bytes = sheet.locator('.example pre').first();
      await says(bytes, 'without a priority');
      assert.ok(
        !(await sheet.textContent()).includes(secret),
        'what looks like a secret is masked',
      );
      await says(sheet.locator('[data-count="taken"]'), words.door.taken);
      assert.deepEqual(await accessibility(page), []);
      await shoot(page, `sources-sheet-${language}-${theme}-${size}`);
    });

    it('lead from a notification that no rule knows to the rules', async () => {
      await open('/sources?open=door:snmp');
      const example = page.locator('.example', {
        hasText: words.refusal.notification_must_be_mapped,
      });
      await says(example, `${vendor}.7`);
      await example.getByRole('link', { name: words.door.map_it, exact: true }).click();
      await holds(async () => {
        const { pathname, searchParams } = new URL(page.url());
        assert.deepEqual(
          [pathname, searchParams.get('door'), searchParams.get('message')],
          ['/mappings', 'snmp', `${vendor}.7`],
        );
      });
    });

    it('are walked by keys', { skip: size === 'phone' && 'a phone has no keys' }, async () => {
      await open('/wall');
      await page.locator('body').press('g');
      await page.locator('body').press('3');
      await row('omc-lost').waitFor();
      await page.locator('body').press('j');
      await page.locator('[data-row="omc-lost"].selected').waitFor();
      await page.locator('body').press('Enter');
      await reads(page.locator('.sheet h2'), 'omc-lost');
      await page.locator('body').press('Escape');
      await settled(page.locator('.sheet'), 0);
    });

    it('come up to date by themselves', async () => {
      await open('/sources?open=door:syslog-udp');
      const heard = page.locator('[data-count="heard"] dd').first();
      await heard.waitFor();
      const before_it = Number(await heard.textContent());
      await ground.sender.say(ground.syslog, '<134>1 - - cron - - - once more');
      await holds(async () => assert.ok(Number(await heard.textContent()) > before_it));
    });

    it('that tell of one alarm stand with it, and in its history', async () => {
      const condition = `told-${language}-${size}`;
      await report_fault(ground.server, source, 'MAJOR', condition);
      const structured =
        `<165>1 ${new Date().toISOString()} ${source} agent - ID1 [alarm resource="${source}" ` +
        `probableCause="${condition}" perceivedSeverity="critical"] from the field`;
      await ground.sender.say(ground.syslog, structured);
      const path = `/api/v1/alarms?source_name=${source}&probable_cause=${condition}`;
      const alarm = await until(async () => {
        const [found] = await call(ground.server, path);
        return found?.sources?.length === 2 && found;
      }, 'one alarm with two sources');
      await open(`/alarms?probable_cause=${condition}`);
      const two = words.alarm.sources_n.split(' | ').at(-1).replace('{n}', '2');
      await says(row(alarm.id), two);
      await open(`/alarms?open=alarm:${alarm.id}`);
      const sheet = page.locator('.sheet');
      await says(sheet.locator('[data-origin="ves"]'), words.alarm.owner, words.severity.major);
      await says(sheet.locator('[data-origin="syslog"]'), words.alarm.not_owner);
      await says(sheet.locator('.timeline'), words.event.told);
      assert.deepEqual(await accessibility(page, '.sheet'), []);
      await shoot(page, `alarm-sources-${language}-${theme}-${size}`);
    });
  });
}
