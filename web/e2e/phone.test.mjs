// SPDX-License-Identifier: Apache-2.0
// The crew's phone in a real browser: without a network and with the server killed, ten minutes
// pass, steps are kept, the page is opened again; then everything is told, each step once, with the
// times of the presses. Answers are lost, the tab is killed, two tabs tell, a log-in ends, and two
// crews want one job. The server's clock is moved on by libfaketime where it was fetched (`./dev`).
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accessibility, open_browser, open_page, shoot } from './browser.mjs';
import {
  course_of,
  job_of,
  lay_field,
  make_job,
  offer,
  open_phone,
  presses,
  wide,
  wuchang,
} from './field.mjs';
import { call, post } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { holds, says, until } from './waits.mjs';

const server = await open_server();
const may_kill = Boolean(server?.kill);
const skip = server ? false : 'neither LIFELINE_BINARY nor LIFELINE_URL is set';
const here = dirname(fileURLToPath(import.meta.url));
const peers = resolve(process.env.PEERS ?? join(here, '../../.cache/peers'));
const architecture = { x64: 'x86_64', arm64: 'aarch64' }[process.arch];
const library = join(peers, `usr/lib/${architecture}-linux-gnu/faketime/libfaketimeMT.so.1`);
const minute_ms = 60_000;
// Without the library the server's clock cannot follow the phone's: then seconds pass.
const away_ms = may_kill && existsSync(library) ? 10 * minute_ms : 0;
// How far the server's clock is ahead of this machine's: it never goes back.
let ahead_ms = 0;
const at_the_time = () =>
  ahead_ms > 0
    ? { LD_PRELOAD: library, FAKETIME: `+${ahead_ms / 1000}s`, DONT_FAKE_MONOTONIC: '1' }
    : {};
if (away_ms === 0) console.log(`# the server's clock stands: not there: ${library}`);
const patience_ms = 60_000;
const press_ms = 3_000; // from reading the clock to the step being kept
const glove_px = 64;
const narrow = { width: 360, height: 740 };
const small_png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8' +
    'z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const whole_course = ['created', 'offered', 'accepted', 'departed', 'arrived', 'finished'];
let browser;

before(async () => {
  if (server) browser = await open_browser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const kept_count = (page, count) =>
  count === 0
    ? page.locator('.phone-kept').waitFor({ state: 'detached', timeout: patience_ms })
    : page.locator(`[data-kept-steps="${count}"]`).waitFor();
const shows = (page, step) => page.locator(`.phone-next[data-press=${step}]`).waitFor();
/// What is written for the end of a job, once the phone keeps it.
const kept_words = (page, id, holds_it) =>
  until(async () => {
    const words = await page.evaluate(
      (key) =>
        new Promise((resolve) => {
          const asked = indexedDB.open('lifeline-phone');
          asked.onsuccess = () => {
            const store = asked.result.transaction('words').objectStore('words');
            store.get(key).onsuccess = ({ target }) => {
              asked.result.close();
              resolve(target.result);
            };
          };
        }),
      `draft:${id}`,
    );
    return words && holds_it(words);
  }, 'what is written, kept on the phone');
const job_card = (page, id) => page.locator(`.phone-job[data-job="${id}"]`);

// What a glove cannot hit: everything to press that is lower than 64 px.
const small_targets = (page) =>
  page.evaluate(
    (least) =>
      [...document.querySelectorAll('.phone :is(button, a, input, textarea, summary, label)')]
        .filter((one) => one.matches(':not(.only-heard)') && one.checkVisibility())
        .map((one) => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect().height])
        .filter(([, height]) => height < least),
    glove_px,
  );

for (const language of ['zh', 'en']) {
  const words = messages[language];
  const L = language === 'zh' ? 'PZ' : 'PE';

  describe(`the crew's phone in ${language}`, { skip }, () => {
    let as;
    let page;

    const open_own = async (n = 1, options = {}) => {
      const phone = await open_page(browser, server, { language, size: 'phone', ...options });
      phone.setDefaultTimeout(patience_ms);
      await phone.setViewportSize(narrow);
      return phone;
    };
    const offered = async (crew, what) => {
      const { id } = await make_job(server, what);
      await offer(server, id, crew);
      return id;
    };
    // The page asks by itself every 15 s; a test does not wait for that.
    const look_again = (phone) => phone.evaluate(() => window.dispatchEvent(new Event('online')));
    const close = async (phone) => {
      const { faults } = phone;
      await phone.context().close();
      assert.deepEqual(faults, []);
    };

    before(async () => {
      as = await lay_field(server, L);
    });

    it('can be installed, and all of it can be pressed with a glove', async () => {
      page = await open_own();
      const id = await offered(`${L}1`);
      await open_phone(page, as[1]);
      await job_card(page, id).waitFor();
      const address = await page.locator('link[rel=manifest]').getAttribute('href');
      const manifest = await fetch(server.url + address);
      assert.match(manifest.headers.get('content-type'), /^application\/manifest\+json/);
      const { icons, start_url, display } = await manifest.json();
      assert.deepEqual([start_url, display], ['/phone', 'standalone']);
      for (const { src, type } of icons) {
        const icon = await fetch(server.url + src);
        assert.deepEqual([icon.status, icon.headers.get('content-type')], [200, type]);
      }
      const worker = await fetch(`${server.url}/phone_worker.js`);
      assert.match(worker.headers.get('content-type'), /^text\/javascript/);
      assert.equal(worker.headers.get('cache-control'), 'no-cache');
      assert.deepEqual(await small_targets(page), []);
      assert.deepEqual(await accessibility(page), []);
      await wide(page, narrow.width);
      await shoot(page, `phone-offered-${language}`);
      const place = await page.locator('a[href^="geo:"]').getAttribute('href');
      assert.ok(place.startsWith('geo:30.55000,114.31000?q=30.55000,114.31000('), place);
      const call_to = await page.locator('[data-press=call]').getAttribute('href');
      assert.equal(call_to, 'tel:+861000000004');
      await page.locator('[data-press=decline]').click();
      await page.locator('[data-reason=far]').click();
      await page.getByText(words.phone.no_jobs).waitFor();
      await kept_count(page, 0);
      const { assignments, state } = await job_of(server, id);
      assert.deepEqual([state, assignments[0].reason], ['open', words.phone_decline.far]);
    });

    it('checks in with one press, and says how long until the next', async () => {
      await post(server, `/api/v1/crews/${L}1/watch`, { interval_s: 1800 });
      await page.reload();
      await page.locator('.phone-crew .deadline').waitFor();
      await page.locator('[data-press=check_in]').click();
      await page.locator('.phone-crew [role=status]').waitFor();
      const { check_in_last } = await call(server, `/api/v1/crews/${L}1`);
      assert.notEqual(check_in_last, '');
      await page.context().setOffline(true);
      await page.locator('[data-press=check_in]').click();
      await page.getByText(words.phone.check_in_failed).waitFor();
      await page.context().setOffline(false);
    });

    it('says where the crew is once somebody has allowed it', async () => {
      const context = page.context();
      await context.grantPermissions(['geolocation']);
      await context.setGeolocation({ longitude: 114.4, latitude: 30.5 });
      await page.getByRole('button', { name: words.phone.share, exact: true }).click();
      const told =
        words.phone.shared_at.split('{time}').at(-1) || words.phone.shared_at.split('{time}')[0];
      await page.locator('.phone-crew', { hasText: told.trim() }).waitFor();
      const crew = await call(server, `/api/v1/crews/${L}1`);
      assert.deepEqual([crew.longitude_deg, crew.latitude_deg], [114.4, 30.5]);
      await close(page);
    });

    it('keeps what is pressed without a network, and tells each step once, as it was', async () => {
      const id = await offered(`${L}1`);
      page = await open_own();
      await page.clock.install();
      await open_phone(page, as[1]);
      await job_card(page, id).waitFor();
      const pressed = {};
      const press = async (step) => {
        pressed[step] = await page.evaluate(() => Date.now());
        await presses(page)(step);
      };
      const before_ms = ahead_ms;
      const time_passes = () => page.clock.fastForward(away_ms / 4 || 1000);

      await page.context().setOffline(true);
      if (may_kill) await server.kill();
      await press('accept');
      await shows(page, 'depart');
      await kept_count(page, 1);
      await time_passes();
      await press('depart');
      await kept_count(page, 2);
      await shoot(page, `phone-offline-${language}`);
      assert.deepEqual(await accessibility(page), []);
      assert.deepEqual(await small_targets(page), []);

      await page.reload();
      await shows(page, 'arrive');
      await kept_count(page, 2);
      await says(page.locator('.phone-line'), /\d\d:\d\d/);
      await time_passes();
      await press('arrive');
      await kept_count(page, 3);
      await page.locator('textarea[name=note]').fill(`通了 ${L}`);
      await page.locator('input[name=number]').fill('12.5');
      await page
        .locator('input[name=photo]')
        .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: small_png });
      await page.locator('.phone-photos img[src^="blob:"]').waitFor();
      const more = words.phone.more.replace('{part}', '熔接盒');
      await page.getByRole('button', { name: more, exact: true }).click();
      await kept_words(page, id, ({ parts }) => parts.熔接盒 === 3);
      await page.reload(); // what is written and taken is there again
      await page.locator('.phone-photos img[src^="blob:"]').waitFor();
      const note = page.locator('textarea[name=note]');
      await holds(async () => assert.equal(await note.inputValue(), `通了 ${L}`));
      assert.deepEqual(await small_targets(page), []);
      assert.deepEqual(await accessibility(page), []);
      await time_passes();
      await press('finish');
      await kept_count(page, 4);
      await job_card(page, id).waitFor({ state: 'detached' });
      await time_passes();

      ahead_ms += away_ms;
      if (may_kill) await server.start_again(at_the_time());
      await page.context().setOffline(false);
      await look_again(page);
      await kept_count(page, 0);
      const job = await job_of(server, id);
      assert.equal(job.state, 'done');
      assert.deepEqual(
        job.timeline.map(({ kind }) => kind),
        whole_course,
      );
      const [accepted, departed, arrived, finished] = job.timeline.slice(2);
      const told = { accept: accepted, depart: departed, arrive: arrived, finish: finished };
      for (const [step, entry] of Object.entries(told)) {
        const off_ms = Date.parse(entry.at) - pressed[step] - before_ms;
        assert.ok(off_ms > -press_ms && off_ms < press_ms, `${step} is ${off_ms} ms off`);
        assert.ok(Date.parse(entry.told_at) >= Date.parse(entry.at));
      }
      if (away_ms > 0) {
        const behind_ms = Date.parse(accepted.told_at) - Date.parse(accepted.at);
        assert.ok(behind_ms >= away_ms - press_ms, `told ${behind_ms} ms later`);
      }
      const [{ result }] = job.assignments;
      assert.deepEqual([result.note, result.number], [`通了 ${L}`, 12.5]);
      assert.deepEqual(result.parts, { 熔接盒: 3 });
      assert.equal(result.photos.length, 1);
      await close(page);
    });

    it('counts a step once when its answer is lost, and when the tab is killed', async () => {
      const id = await offered(`${L}1`);
      page = await open_own();
      await open_phone(page, as[1]);
      await job_card(page, id).waitFor();
      let lost = 0;
      await page.context().route('**/api/v1/jobs/sync', async (route) => {
        lost += 1;
        if (lost <= 2) await route.fetch(); // the server takes it
        await (lost <= 2 ? route.abort() : route.continue());
      });
      await presses(page)('accept');
      await kept_count(page, 1);
      await shows(page, 'depart');
      await page.waitForFunction(() => document.querySelector('.phone-line.is-unreached'));
      assert.deepEqual(await course_of(server, id), whole_course.slice(0, 3));

      await presses(page)('depart'); // its answer is lost, too, and then the tab is gone
      for (let turn = 0; turn < 100 && lost < 2; turn += 1)
        await page.evaluate(() => new Promise((go_on) => setTimeout(go_on, 50)));
      const context = page.context();
      await page.close({ runBeforeUnload: false });
      const next = await context.newPage();
      next.faults = page.faults;
      page = next;
      page.setDefaultTimeout(patience_ms);
      await page.goto('/phone');
      await shows(page, 'arrive');
      await kept_count(page, 0);
      assert.deepEqual(await course_of(server, id), whole_course.slice(0, 4));
      assert.ok(lost >= 3, `${lost} requests`);
    });

    it('counts a step once when two tabs tell it', async () => {
      const id = await page.locator('.phone-job').getAttribute('data-job');
      const second = await page.context().newPage();
      await second.goto('/phone');
      await shows(second, 'arrive');
      await page.context().setOffline(true);
      await presses(page)('arrive');
      await shows(second, 'finish'); // the other tab knows at once
      await kept_count(second, 1);
      await page.context().setOffline(false);
      await Promise.all([look_again(page), look_again(second)]);
      await Promise.all([kept_count(page, 0), kept_count(second, 0)]);
      assert.deepEqual(await course_of(server, id), whole_course.slice(0, 5));
      await second.close();
    });

    it('keeps steps when the log-in has ended, and asks for it again', async () => {
      const id = await page.locator('.phone-job').getAttribute('data-job');
      await page.context().setOffline(true);
      await page.context().clearCookies();
      await page.locator('[data-press=fail]').click();
      await page.locator('input[name=reason]').fill(`缺备件 ${L}`);
      await page.locator('.phone-reasons button[type=submit]').click();
      await kept_count(page, 1);
      await page.context().setOffline(false);
      await look_again(page);
      await page.getByText(words.phone.sign_in_again).waitFor();
      await kept_count(page, 1);
      assert.deepEqual(await accessibility(page), []);
      await page.locator('input[name=password]').fill(as[1].password);
      await page.locator('form button[type=submit]').click();
      await kept_count(page, 0);
      const { state, reason } = await job_of(server, id);
      assert.deepEqual([state, reason], ['failed', `缺备件 ${L}`]);
      await close(page);
    });

    it('tells the second of two crews who has the job, and drops nothing unread', async () => {
      const id = await offered(`${L}1`);
      await offer(server, id, `${L}2`);
      const first = await open_own();
      const second = await open_own(2, { theme: 'dark' });
      await open_phone(first, as[1]);
      await open_phone(second, as[2]);
      await job_card(first, id).waitFor();
      await job_card(second, id).waitFor();
      await second.context().setOffline(true);
      await presses(second)('accept');
      await shows(second, 'depart');
      await presses(second)('depart');
      await kept_count(second, 2);
      await presses(first)('accept');
      await shows(first, 'depart');
      await kept_count(first, 0);
      await second.context().setOffline(false);
      await look_again(second);
      const refused = second.locator(`[data-refused="${id}"]`);
      await refused.waitFor();
      await refused.getByText(words.phone.has_it.replace('{who}', `${L}1`)).waitFor();
      await refused.getByText(words.phone_advice.job_must_be_free).waitFor();
      assert.deepEqual(await course_of(server, id), ['created', 'offered', 'offered', 'accepted']);
      await second.reload();
      await refused.waitFor();
      await shoot(second, `phone-refused-${language}`);
      assert.deepEqual(await accessibility(second), []);
      assert.deepEqual(await small_targets(second), []);
      await wide(second, narrow.width);
      await refused.getByRole('button', { name: words.phone.read, exact: true }).click();
      await refused.waitFor({ state: 'detached' });
      await close(second);

      for (const look of ['dark', 'contrast']) {
        await first.locator('.phone-head button').nth(1).click();
        await first.locator(`html[data-contrast="${look === 'dark' ? '' : 'more'}"]`).waitFor();
        assert.deepEqual(await accessibility(first), []);
        await shoot(first, `phone-${look}-${language}`);
      }
      await close(first);
      assert.deepEqual((await job_of(server, id)).place, wuchang);
    });
  });
}
