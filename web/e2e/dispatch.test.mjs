// SPDX-License-Identifier: Apache-2.0
// The dispatch board in a real browser: the plan is seen on the map and over time, says why, is
// overruled with the mouse and with keys, and is offered; a road is closed and opened again.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in, sizes } from './browser.mjs';
import { call, lay_ground, post } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { holds, says, settled, until } from './waits.mjs';

const server = await open_server();
const skip = server ? false : 'neither LIFELINE_BINARY nor LIFELINE_URL is set';
const hour_ms = 3_600_000;
const planned_ms_max = 60_000;
let browser;

const in_hours = (hours) => new Date(Date.now() + hours * hour_ms).toISOString();
const place = (longitude_deg, latitude_deg) => ({ longitude_deg, latitude_deg });

// Two fibre crews, of which only the first brings power, and one that mends stations.
const crews_of = (L) => [
  { id: `${L}1`, skills: [`光缆${L}`, `发电${L}`], base: place(114.3, 30.6) },
  { id: `${L}2`, skills: [`光缆${L}`], base: place(114.42, 30.52) },
  { id: `${L}3`, skills: [`基站${L}`], base: place(114.35, 30.55) },
];
const crew_name = (id, language) => ({ zh: `抢修${id}班`, en: `Crew ${id}` })[language];

const get = (path) => call(server, `/api/v1${path}`);

async function make_crews(L) {
  for (const { id, skills, base } of crews_of(L)) {
    await post(server, '/api/v1/crews', {
      id,
      name_zh: crew_name(id, 'zh'),
      name_en: crew_name(id, 'en'),
      unit: '420106',
      size: 3,
      skills,
      base,
    });
    await post(server, `/api/v1/crews/${id}/position`, { place: base });
    await post(server, `/api/v1/crews/${id}/shifts`, {
      shifts: [
        {
          from: in_hours(-1),
          until: in_hours(9),
          breaks: [{ from: in_hours(6), until: in_hours(6.5) }],
        },
      ],
    });
  }
}

const make_job = async (L, what, skill, where) =>
  (
    await post(server, '/api/v1/jobs', {
      title_zh: `${what.zh}${L}`,
      title_en: `${what.en} ${L}`,
      unit: '420106',
      place: where,
      duration_s: 3600,
      skills: [`${skill}${L}`],
      priority: 'high',
    })
  ).id;

// Waits for what the planner makes of it.
const planned = (look, what) => until(look, what, planned_ms_max);

const proposal = async (job) => (await get(`/proposals?job=${job}`))[0];

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
  const L = language.toUpperCase();
  const [first] = crews_of(L).map(({ id }) => crew_name(id, language));
  const title = (what) => ({ zh: `${what.zh}${L}`, en: `${what.en} ${L}` })[language];
  const power = { zh: '送电', en: 'Bring power' };
  const fibre = { zh: '修光缆', en: 'Mend the fibre' };
  const banned = { zh: '无人可去', en: 'Banned' };

  describe(`the dispatch board in ${language}`, { skip }, () => {
    let page;
    let jobs;
    const press = (within, label) => within.getByRole('button', { name: label, exact: true });
    const bar = (job) => page.locator(`.gantt-work[data-job="${job}"]`);
    const line = (crew) => page.locator(`.gantt-row[data-crew="${crew}"]`);
    const strip = () => page.locator('.job-strip');
    const sheet = () => page.locator('.sheet');
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };

    before(async () => {
      await make_crews(L);
      jobs = {
        power: await make_job(L, power, '发电', place(114.31, 30.61)),
        fibre: await make_job(L, fibre, '光缆', place(114.41, 30.53)),
        banned: await make_job(L, banned, '发电', place(114.33, 30.58)),
      };
      await post(server, `/api/v1/jobs/${jobs.banned}/forbid`, { crew: `${L}1` });
      await planned(async () => (await proposal(jobs.power))?.crew === `${L}1`, 'power is planned');
      await planned(async () => (await proposal(jobs.fibre))?.crew, 'the fibre is planned');
      await planned(async () => (await proposal(jobs.banned))?.reason, 'nobody goes to the third');
      page = await open_page(browser, server, { language });
      page.setDefaultTimeout(30_000);
      await sign_in(page, server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('shows crews, jobs, the map and what the plan is worth', async () => {
      await open('/dispatch?hours=12');
      await bar(jobs.power).waitFor();
      await line(`${L}1`).locator('.gantt-break').waitFor({ state: 'attached' });
      await page.locator('.board-map canvas').waitFor();
      await page.locator('.gantt-now .now-line').first().waitFor();
      await holds(async () => {
        const [plan] = await get('/plans?sort=-jobs');
        const shown = await page.locator('[data-figure=assigned]').textContent();
        assert.equal(Number(shown), plan.assigned);
      });
      await holds(async () =>
        assert.match(await bar(jobs.power).getAttribute('aria-label'), new RegExp(title(power))),
      );
      await shoot(page, `dispatch-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('has the crews without work in one line, which a key opens', async () => {
      const fold = page.locator('[data-action=fold]');
      await fold.waitFor();
      await settled(line(`${L}3`), 0);
      await fold.focus();
      await page.keyboard.press('Enter');
      await line(`${L}3`).waitFor();
      await shoot(page, `dispatch-unfolded-${language}`);
      await page.keyboard.press('Enter');
      await line(`${L}3`).waitFor({ state: 'detached' });
    });

    it('says why a crew goes, and why nobody does', async () => {
      await bar(jobs.power).click();
      await says(strip().locator('.job-strip-why'), first, `发电${L}`);
      const waiting = page.locator(`.tray-job[data-job="${jobs.banned}"]`);
      await waiting.getByText(words.dispatch_reason.nobody_may).waitFor();
      await waiting.click();
      await strip().getByText(words.dispatch_reason.nobody_may).waitFor();
      await page.keyboard.press('Escape');
      await strip().waitFor({ state: 'detached' });
    });

    it('pins with keys alone, from the list by cost', async () => {
      await page.locator('#board-search').fill(title(fibre));
      await page.locator('#board-search').blur();
      await page.keyboard.press('j');
      await strip().getByText(title(fibre)).waitFor();
      await page.keyboard.press('p');
      const options = page.locator('.assign-list [role=option]');
      await options.first().waitFor();
      await says(options.first(), new RegExp(words.dispatch.cost_none));
      await page.locator('.assign input').fill(first);
      await shoot(page, `dispatch-choose-${language}`);
      await page.keyboard.press('Enter');
      await page.locator('.assign-confirm').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.assign .action-done').waitFor();
      assert.equal((await get(`/jobs/${jobs.fibre}`)).pinned, `${L}1`);
      await page.locator('#board-search').fill('');
      await planned(
        async () => (await proposal(jobs.fibre)).crew === `${L}1`,
        'it follows the pin',
      );
      await line(`${L}1`).locator(`[data-job="${jobs.fibre}"]`).waitFor();
      await page.keyboard.press('Escape');
      await press(strip(), words.dispatch.unpin).click();
      await planned(async () => (await proposal(jobs.fibre)).crew === `${L}2`, 'it goes back');
      await line(`${L}2`).locator(`[data-job="${jobs.fibre}"]`).waitFor();
    });

    it('shows what a dragged job would cost on each line, and pins it there', async () => {
      const from = await bar(jobs.fibre).boundingBox();
      const to = await line(`${L}1`).locator('.gantt-name').boundingBox();
      await page.mouse.move(from.x + 6, from.y + from.height / 2);
      await page.mouse.down();
      await page.mouse.move(from.x + 30, from.y + 20, { steps: 4 });
      const lacks = words.dispatch_unable_named.nobody_has_skill;
      await line(`${L}3`)
        .getByText(lacks.replace('{names}', `光缆${L}`))
        .waitFor();
      await line(`${L}2`).getByText(words.dispatch.cost_none).waitFor();
      await says(line(`${L}1`).locator('.gantt-price'), /^\+/);
      await page.mouse.move(to.x + 60, to.y + 20, { steps: 8 });
      await page.locator(`.gantt-row.is-over[data-crew="${L}1"]`).waitFor();
      await shoot(page, `dispatch-drag-${language}`);
      await page.mouse.up();
      const confirm = page.locator('.assign-confirm');
      await confirm.getByText(first).waitFor();
      assert.equal((await get(`/jobs/${jobs.fibre}`)).pinned, '', 'not before it is confirmed');
      await press(confirm, words.dispatch.pin).click();
      await confirm.locator('.action-done').waitFor();
      assert.equal((await get(`/jobs/${jobs.fibre}`)).pinned, `${L}1`);
      await line(`${L}1`).locator(`[data-job="${jobs.fibre}"]`).waitFor();
    });

    it('explains a proposal on its sheet, takes the pin away, bans a crew', async () => {
      await page.keyboard.press('Escape');
      await bar(jobs.fibre).dblclick();
      await sheet()
        .locator('h2', { hasText: title(fibre) })
        .waitFor();
      const able = sheet().locator(`[data-choice="${L}1"]`);
      await able.getByText(words.dispatch.pinned, { exact: true }).waitFor();
      await sheet().locator(`[data-choice="${L}2"] .choice-price`).waitFor();
      await shoot(page, `dispatch-sheet-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await press(sheet(), words.dispatch.unpin).click();
      await planned(async () => (await get(`/jobs/${jobs.fibre}`)).pinned === '', 'unpinned');
      await press(sheet().locator(`[data-choice="${L}1"]`), words.dispatch.forbid).click();
      await press(sheet().locator(`[data-choice="${L}1"]`), words.dispatch.allow).waitFor();
      assert.deepEqual((await get(`/jobs/${jobs.fibre}`)).forbidden, [`${L}1`]);
    });

    it('offers with one press', async () => {
      await planned(
        async () => (await proposal(jobs.fibre))?.crew === `${L}2`,
        'without the banned',
      );
      await press(sheet(), words.sheet.close).click();
      await bar(jobs.fibre).click();
      await strip().locator('[data-action=offer] button').click();
      await planned(async () => (await get(`/jobs/${jobs.fibre}`)).state === 'offered', 'offered');
      await page.locator(`.gantt-work.is-committed[data-job="${jobs.fibre}"]`).waitFor();
    });

    it('closes a road with a press on the map, and opens it again', async () => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: new RegExp(`^${words.dispatch.closures}`) }).click();
      await page.locator('.board-map canvas').click({ position: { x: 150, y: 160 } });
      const form = page.locator('.closures form');
      await form.locator('input[name=radius]').fill('700');
      await form.locator('input[name=reason]').fill(`塌方${L}`);
      await shoot(page, `dispatch-closure-${language}`);
      assert.deepEqual(await accessibility(page, '.board-side'), []);
      await press(form, words.dispatch.close_road).click();
      const entry = page.locator('.closure', { hasText: `塌方${L}` });
      await entry.waitFor();
      const closed = (await get('/closures')).find((one) => one.reason === `塌方${L}`);
      assert.equal(closed.radius_m, 700);
      await press(entry, words.dispatch.open_road).click();
      await entry.locator('input').fill('通了');
      await entry.locator('button[type=submit]').click();
      await entry.waitFor({ state: 'detached' });
    });

    it('plans anew, and changes the mode only with a reason', async () => {
      const mode = page.getByRole('button', { name: words.dispatch_mode.proposing, exact: true });
      await mode.click();
      const menu = page.locator('.plan-menu');
      await press(menu, words.dispatch_mode_set.automatic).click();
      await menu.locator('button[type=submit]').click();
      await menu.getByText(words.refusal.text_must_be_given).waitFor();
      await press(menu, words.action.cancel).click();
      const made_at = async () => (await get('/plans?sort=-jobs'))[0].made_at;
      const before_it = await made_at();
      await press(menu, words.dispatch.replan).click();
      await menu.locator('button[type=submit]').click();
      await planned(async () => (await made_at()) !== before_it, 'planned anew');
      await page.keyboard.press('Escape');
    });

    it('is a list on a phone, in the dark', async () => {
      const phone = await open_page(browser, server, { language, theme: 'dark', size: 'phone' });
      phone.setDefaultTimeout(30_000);
      await sign_in(phone, server);
      await phone.goto('/dispatch');
      await live(phone);
      await phone.locator('.stop-link', { hasText: title(power) }).waitFor();
      await shoot(phone, `dispatch-phone-${language}`);
      const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= sizes.phone.width, `${wide} px wide`);
      assert.deepEqual(await accessibility(phone), []);
      await phone.locator('.stop-link', { hasText: title(power) }).click();
      await phone.locator('.choice-list li').first().waitFor();
      assert.deepEqual(await accessibility(phone), []);
      assert.deepEqual(phone.faults, []);
      await phone.context().close();
    });
  });
}
