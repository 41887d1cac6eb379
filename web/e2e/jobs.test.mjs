// SPDX-License-Identifier: Apache-2.0
// Jobs in a real browser: made by hand, offered to the crew that can, pinned and forbidden, changed
// and cancelled; an order and an incident send a crew; the list finds them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in, sizes } from './browser.mjs';
import { job_of, lay_field, make_job, offer, skill } from './field.mjs';
import { call, fibre, issue_order, post, report_fault, sites_csv } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { says, settled } from './waits.mjs';

const server = await open_server();
const skip = server ? false : 'neither LIFELINE_BINARY nor LIFELINE_URL is set';
let browser;

before(async () => {
  if (server) browser = await open_browser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const language of ['zh', 'en']) {
  const words = messages[language];
  const L = language === 'zh' ? 'JZ' : 'JE';
  const title = { zh: `接通光缆 ${L}`, en: `Splice the fibre ${L}` }[language];

  describe(`jobs in ${language}`, { skip }, () => {
    let page;
    let id; // of the job that is made by hand
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };
    const sheet = () => page.locator('.sheet');
    const form = () => page.locator('.job-form');
    const press = (within, label) =>
      within.getByRole('button', { name: label, exact: true }).click();
    const crew = (n) => sheet().locator(`.crew-offers [data-crew="${L}${n}"]`);
    const state = (name) => sheet().locator(`.sheet-marks [data-state=${name}]`);

    before(async () => {
      await lay_field(server, L);
      page = await open_page(browser, server, { language });
      page.setDefaultTimeout(30_000);
      await sign_in(page, server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('are made by hand, and what is wrong is named beside the press', async () => {
      await open('/jobs');
      await press(page, words.job.make);
      await form().locator('button[type=submit]').click();
      await form().getByText(words.job.title_missing).waitFor();
      await form().locator('input[name=title]').fill(title);
      await form().locator('input[name=place]').fill('Wuhan');
      await form().locator('button[type=submit]').click();
      await form().getByText(words.job.place_wrong).waitFor();
      await form().locator('input[name=place]').fill('114.31, 30.55');
      await form().locator('input[name=skills]').fill('none has it');
      await form().locator('button[type=submit]').click();
      await form().getByText(words.refusal.skill_must_be_known_to_somebody).waitFor();
      await form().locator('input[name=skills]').fill(skill);
      await form().locator('.order-more summary').click();
      await form().locator('input[name=parts]').fill('熔接盒=2');
      assert.deepEqual(await accessibility(page), []);
      await form().locator('button[type=submit]').click();
      await state('open').waitFor();
      id = await sheet().locator('.sheet-kind .id').textContent();
      const job = await job_of(server, id);
      assert.deepEqual(job.place, { longitude_deg: 114.31, latitude_deg: 30.55 });
      assert.deepEqual([job.title_zh, job.skills, job.parts], [title, [skill], { 熔接盒: 2 }]);
    });

    it('are offered to the nearest crew that can, with one press', async () => {
      await crew(1).waitFor();
      await crew(2).waitFor();
      const order = await sheet()
        .locator('.crew-offers [data-crew]')
        .evaluateAll((rows) => rows.map((row) => row.dataset.crew));
      assert.ok(order.indexOf(`${L}1`) < order.indexOf(`${L}2`), order.join());
      await press(crew(2), words.job.forbid);
      await sheet()
        .locator('.sheet-marks')
        .getByText(words.job.not_for.replace('{crew}', `${L}2`))
        .waitFor();
      await press(crew(2), words.job.offer);
      await crew(2).getByText(words.refusal.crew_must_not_be_forbidden).waitFor();
      await press(crew(1), words.job.pin);
      await sheet()
        .locator('.sheet-marks')
        .getByText(words.job.only_for.replace('{crew}', `${L}1`))
        .waitFor();
      await press(crew(1), words.job.offer);
      await state('offered').waitFor();
      await sheet().locator('.place-map .the-place').waitFor();
      await sheet().locator('.place-map .a-crew').waitFor();
      await shoot(page, `job-sheet-${language}`);
      assert.deepEqual(await accessibility(page), []);
      const { pinned, forbidden, crews } = await job_of(server, id);
      assert.deepEqual([pinned, forbidden, crews], [`${L}1`, [`${L}2`], [`${L}1`]]);
    });

    it('say when a step happened, and when it was told', async () => {
      const step = (verb, at) => post(server, `/api/v1/jobs/${id}/${verb}`, { crew: `${L}1`, at });
      await step('accept');
      await step('depart');
      await state('on_the_way').waitFor();
      const course = sheet().locator(`.crew-course [data-crew="${L}1"]`);
      for (const kind of ['offered', 'accepted', 'departed'])
        await course.locator('dt', { hasText: words.job_event[kind] }).waitFor();
      await sheet().locator('[data-kind=departed]').waitFor();
      await settled(course.locator('dd time'), 3);
      await step('arrive');
      const done = { crew: `${L}1`, note: `通了 ${L}`, number: 3, parts: { 熔接盒: 2 } };
      await post(server, `/api/v1/jobs/${id}/finish`, done);
      await state('done').waitFor();
      await says(course, `通了 ${L}`, '3', '熔接盒 × 2');
      await settled(sheet().locator('.sheet-actions'), 0);
    });

    it('are changed, and cancelled with a reason', async () => {
      const made = await make_job(server, { title_zh: `甲 ${L}`, title_en: `甲 ${L}` });
      await open(`/jobs/${made.id}`);
      await press(sheet(), words.job.change);
      await form().locator('input[name=title]').fill(`乙 ${L}`);
      await press(form(), words.job.change_now);
      await sheet()
        .locator('h2', { hasText: `乙 ${L}` })
        .waitFor();
      const changed = await job_of(server, made.id);
      assert.deepEqual([changed.title_zh, changed.title_en], [`乙 ${L}`, `乙 ${L}`]);
      for (const kept of ['skills', 'parts', 'place', 'text', 'duration_s', 'priority'])
        assert.deepEqual(changed[kept], made[kept], kept);
      await press(sheet(), words.job.cancel);
      await sheet().getByLabel(words.job.cancel_reason).fill('不需要了');
      await sheet().locator('.text-action-form button[type=submit]').click();
      await state('cancelled').waitFor();
      assert.equal((await job_of(server, made.id)).reason, '不需要了');
    });

    it('are found by state, crew and unit, in an address that can be sent', async () => {
      const waits = await make_job(server, { title_zh: `丙 ${L}`, title_en: `丙 ${L}` });
      await offer(server, waits.id, `${L}2`);
      await open(`/jobs?state=offered&crew=${L}2`);
      await page.locator(`[data-row="${waits.id}"] [data-state=offered]`).waitFor();
      await settled(page.locator(`[data-row="${id}"]`), 0);
      await shoot(page, `jobs-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await open(`/jobs?crew=${L}1&state=done`);
      await page.locator(`[data-row="${id}"] [data-state=done]`).waitFor();
    });

    it('change in the list as crews tell of them, and the list is not asked anew', async () => {
      const told = await make_job(server, { title_zh: `丁 ${L}`, title_en: `丁 ${L}` });
      await open(`/jobs?q=${encodeURIComponent(`丁 ${L}`)}`);
      const row = page.locator(`[data-row="${told.id}"]`);
      await row.locator('[data-state=open]').waitFor();
      const asked = [];
      const note = (request) => {
        const { pathname } = new URL(request.url());
        if (pathname === '/api/v1/jobs') asked.push(pathname);
      };
      page.on('request', note);
      await offer(server, told.id, `${L}2`);
      await row.locator('[data-state=offered]').waitFor();
      await post(server, `/api/v1/jobs/${told.id}/accept`, { crew: `${L}2` });
      await row.locator('[data-state=accepted]').waitFor();
      await post(server, `/api/v1/jobs/${told.id}/cancel`, { reason: '不需要了' });
      await row.locator('[data-state=cancelled]').waitFor();
      page.off('request', note);
      assert.deepEqual(asked, []);
    });

    it('come from an order, with the press that sends a crew', async () => {
      const order = await issue_order(server, `派班组 ${L}`);
      await open(`/orders?open=order:${order.id}`);
      const part = sheet().locator('.sheet-part[data-part=jobs]');
      await press(part, words.job.send_crew);
      await form().locator('input[name=title]').waitFor();
      await page.waitForFunction(
        (wanted) => document.querySelector('.job-form input[name=title]').value === wanted,
        `派班组 ${L}`,
      );
      await press(form(), words.job.make_now);
      await state('open').waitFor();
      const made = await sheet().locator('.sheet-kind .id').textContent();
      const job = await job_of(server, made);
      assert.deepEqual([job.order, job.recipient, job.priority], [order.id, '420106', 'high']);
    });

    it('show on the incident that they are for', async () => {
      await call(server, '/api/v1/sites/import', {
        method: 'POST',
        headers: { 'Content-Type': 'text/csv; charset=utf-8' },
        body: sites_csv(language),
      });
      await report_fault(server, fibre(language));
      const list = `/incidents?element=${fibre(language)}`;
      await open(list);
      const row = page.locator('.list [data-row]').first();
      await row.waitFor();
      const incident = await row.getAttribute('data-row');
      await open(`${list}&open=incident:${incident}`);
      const part = sheet().locator('.sheet-part[data-part=jobs]');
      await press(part, words.job.send_crew);
      await page.waitForFunction(
        () => document.querySelector('.job-form input[name=place]')?.value === '114.31, 30.55',
      );
      await form().locator('input[name=skills]').fill(skill);
      await press(form(), words.job.make_now);
      await state('open').waitFor();
      const made = await sheet().locator('.sheet-kind .id').textContent();
      await offer(server, made, `${L}2`);
      await post(server, `/api/v1/jobs/${made}/accept`, { crew: `${L}2` });
      await open(`${list}&open=incident:${incident}`);
      await row.locator('[data-state=accepted]').waitFor();
      await page.locator('.sheet-marks [data-state=accepted]').waitFor();
      await part.getByText(`${L}2`).waitFor();
      assert.equal((await call(server, `/api/v1/incidents/${incident}`)).crew_state, 'accepted');
      assert.deepEqual(await accessibility(page), []);
    });

    it('work on a phone in the dark', async () => {
      const phone = await open_page(browser, server, { language, theme: 'dark', size: 'phone' });
      phone.setDefaultTimeout(30_000);
      await sign_in(phone, server);
      await phone.goto(`/jobs?open=job:${id}`);
      await live(phone);
      await phone.locator('.sheet .job-done').first().waitFor();
      await shoot(phone, `job-phone-${language}`);
      assert.deepEqual(await accessibility(phone), []);
      const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= sizes.phone.width, `${wide} px wide`);
      await phone.context().close();
    });
  });
}
