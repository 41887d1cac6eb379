// SPDX-License-Identifier: Apache-2.0
// Two crews of Wuchang with a member and an account each, on shift, and the jobs that tests make.
import assert from 'node:assert/strict';
import { call, lay_ground, post } from './ground.mjs';

const hour_ms = 3_600_000;
const password = 'a long enough password 9';
export const in_hours = (hours) => new Date(Date.now() + hours * hour_ms).toISOString();
export const wuchang = { longitude_deg: 114.31, latitude_deg: 30.55 };
export const skill = '光缆';

/// The crews {L}1 and {L}2; `as` has the accounts of one member of each.
export async function lay_field(server, L) {
  await lay_ground(server);
  const as = {};
  for (const n of [1, 2]) {
    const user = `${L.toLowerCase()}crew${n}`;
    await post(server, '/api/v1/accounts', {
      name: user,
      display_name: user,
      password,
      role: 'operator',
      unit: '420106',
    });
    as[n] = { url: server.url, user, password };
  }
  await call(server, '/api/v1/people/import', {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv; charset=utf-8' },
    body:
      'id,name_zh,name_en,unit,skills,phone,email,account,substitute\n' +
      `${L}-S1,张伟,Zhang Wei,420106,,,,${as[1].user},\n` +
      `${L}-S2,王芳,Wang Fang,420106,,,,${as[2].user},\n`,
  });
  for (const n of [1, 2]) {
    await post(server, '/api/v1/crews', {
      id: `${L}${n}`,
      name_zh: `光缆${n}班${L}`,
      name_en: `Fibre crew ${n} ${L}`,
      unit: '420106',
      members: [`${L}-S${n}`],
      skills: [skill],
      tools: ['熔接机'],
      parts: { 熔接盒: 6 },
      base: { longitude_deg: 114.3, latitude_deg: 30.6 },
    });
    await post(server, `/api/v1/crews/${L}${n}/shifts`, {
      shifts: [{ from: in_hours(-1), until: in_hours(20) }],
    });
    await post(server, `/api/v1/crews/${L}${n}/position`, {
      place: { longitude_deg: 114.3 + n / 50, latitude_deg: 30.58 },
    });
  }
  return as;
}

export const make_job = (server, what = {}) =>
  post(server, '/api/v1/jobs', {
    title_zh: '抢修武昌光缆',
    title_en: 'Mend the Wuchang fibre',
    unit: '420106',
    place: wuchang,
    duration_s: 5400,
    skills: [skill],
    parts: { 熔接盒: 2 },
    priority: 'urgent',
    latest: in_hours(4),
    text: '北门进，找门卫。\nBy the north gate, ask the guard.',
    ...what,
  });

export const offer = (server, id, crew, within_s = 3600) =>
  post(server, `/api/v1/jobs/${id}/offer`, { crew, within_s });

export const job_of = (server, id) => call(server, `/api/v1/jobs/${id}`);

/// The crew's course through a job, as kinds of the timeline in their order.
export async function course_of(server, id) {
  const { timeline } = await job_of(server, id);
  return timeline.map(({ kind }) => kind);
}

/// The phone page, signed in, when its service worker has all that the page needs.
export async function open_phone(page, account) {
  await page.goto('/phone');
  await page.locator('input[name=name]').fill(account.user);
  await page.locator('input[name=password]').fill(account.password);
  await page.locator('form button[type=submit]').click();
  await page.locator('.phone-line.is-reached').waitFor();
  await page.locator('html[data-kept=true]').waitFor({ state: 'attached' });
}

export const presses = (page) => (step) => page.locator(`.phone-next[data-press=${step}]`).click();

export async function wide(page, width) {
  const found = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(found <= width, `${found} px wide`);
}
