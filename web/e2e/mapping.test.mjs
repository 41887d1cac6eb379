// SPDX-License-Identifier: Apache-2.0
// What the messages of a door mean, changed in a real browser while the door is open: a refused
// example becomes a rule, is tried before it is saved, counts once it is, and can be taken back. A
// draft outlives another's change, and is not lost by a stray key.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in } from './browser.mjs';
import { open_doors, send_to, vendor, vendor_trap } from './doors.mjs';
import { call, fibre, lay_ground } from './ground.mjs';
import { messages } from './messages.mjs';
import { holds, says, settled, until } from './waits.mjs';

const ground = process.env.LIFELINE_BINARY ? await open_doors() : null;
const skip = await why_not();
let browser;

async function why_not() {
  if (!ground) return 'LIFELINE_BINARY is not set';
  const { server } = ground;
  const answer = await fetch(`${server.url}/api/v1/mappings`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  return answer.status === 404 ? 'this server does not know /api/v1/mappings' : false;
}

before(async () => {
  if (skip) return;
  browser = await open_browser();
  await lay_ground(ground.server);
  await send_to(ground, fibre('zh'));
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
  const trap = `${vendor}.7`;
  const condition = `fan-${language}-${size}`;
  describe(`mapping rules in ${language}, ${theme}, ${size}`, { skip }, () => {
    let page;
    const box = () => page.locator('.try-box');
    const rule = (at) => page.locator(`[data-rule="${at}"]`);
    const field = (name) => page.locator(`[data-field="${name}"] input`).first();
    const button = (label) => page.getByRole('button', { name: label, exact: true });
    const mapping = async () =>
      (await call(ground.server, '/api/v1/mappings')).find(({ door }) => door === 'snmp');
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };
    const save = async (reason) => {
      await button(words.mapping.save).click();
      const form = page.locator('.text-action-form');
      await form.locator('input').fill(reason);
      await form.locator('button[type=submit]').click();
    };
    const put = async (text, reason) => {
      const { version } = await mapping();
      await call(ground.server, '/api/v1/mappings/snmp', {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ text, based_on: version, reason }),
      });
    };

    before(async () => {
      await put('{"rules":[]}', 'a test begins');
      page = await open_page(browser, ground.server, { language, theme, size });
      await sign_in(page, ground.server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('are written for what was refused, and tried before they are saved', async () => {
      await open('/sources?open=door:snmp');
      const example = page.locator('.example', { hasText: trap });
      await example.getByRole('link', { name: words.door.map_it, exact: true }).first().click();
      await says(box(), words.mapping_outcome.refused);
      await button(words.mapping.add_rule).click();
      await field('notification').fill(`${vendor}.*`);
      await says(box(), words.mapping_outcome.passed_over);
      await field('condition').fill(condition);
      await says(box(), words.mapping_outcome.raise, condition);
      await rule(0).locator('.rule-mark').waitFor();
      assert.deepEqual((await mapping()).text, '{"rules":[]}', 'nothing is saved yet');
      assert.deepEqual(await accessibility(page), []);
      await shoot(page, `mapping-${language}-${theme}-${size}`);
    });

    it('ask before they are lost', async () => {
      await page.getByRole('link', { name: words.page.sources, exact: true }).last().click();
      await button(words.leave.stay).click();
      await says(rule(0), `${vendor}.*`);
    });

    it('say which field is wrong', async () => {
      await field('notification').fill('not an OID');
      await rule(0).locator('[aria-invalid=true]').waitFor();
      await says(box(), words.refusal.oid_must_be_well_formed);
      await field('notification').fill(`${vendor}.*`);
      await says(box(), words.mapping_outcome.raise);
    });

    it("outlive another's change, and are saved with a reason on top of it", async () => {
      await put('{"rules":[],"sources":{"10.1.1.1":"other"}}', 'the other one was quicker');
      await save('first try');
      await button(words.mapping.keep_mine).click();
      await says(rule(0), `${vendor}.*`);
      await save('fans of the new maker');
      const { version } = await until(async () => {
        const now = await mapping();
        return now.text.includes(condition) && now;
      }, 'it is saved');
      await says(page.locator('.save-part'), words.mapping.saved.replace('{n}', version));
    });

    it('count for what comes after', async () => {
      await ground.sender.say(ground.snmp, vendor_trap(100 + Math.floor(Math.random() * 1e6)));
      await until(async () => {
        const found = await call(ground.server, `/api/v1/alarms?probable_cause=${condition}`);
        return found.length === 1;
      }, 'the trap is an alarm now');
    });

    it('move and go by keys', async () => {
      await button(words.mapping.add_rule).click();
      await settled(page.locator('.rule'), 2);
      await rule(1).locator('.rule-open').press('Alt+ArrowUp');
      await says(rule(1), `${vendor}.*`);
      await button(words.mapping.discard).click();
      await settled(page.locator('.rule'), 1);
    });

    it('go back to what they were', async () => {
      const { version } = await mapping();
      const before_it = page.locator(`[data-version="${version - 1}"]`);
      await before_it.getByRole('button', { name: words.mapping.go_back, exact: true }).click();
      await holds(async () =>
        assert.match(await page.locator('textarea[name=text]').inputValue(), /10\.1\.1\.1/),
      );
      assert.deepEqual(await accessibility(page), []);
      await button(words.mapping.discard).click();
      await says(rule(0), `${vendor}.*`);
    });
  });
}
