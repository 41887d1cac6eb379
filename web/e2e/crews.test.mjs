// SPDX-License-Identifier: Apache-2.0
// Crews and vehicles in a real browser: brought in by file, found by state, opened, checked in with
// one press and watched; a vehicle goes out of service and back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibility, live, open_browser, open_page, shoot, sign_in, sizes } from './browser.mjs';
import { call, lay_ground, post } from './ground.mjs';
import { messages } from './messages.mjs';
import { open_server } from './server.mjs';
import { says } from './waits.mjs';

const server = await open_server();
const skip = server ? false : 'neither LIFELINE_BINARY nor LIFELINE_URL is set';
const hour_ms = 3_600_000;
let browser;

const in_hours = (hours) => new Date(Date.now() + hours * hour_ms).toISOString();
const vehicles_csv = (L) =>
  'id,kind,name_zh,name_en,plate,unit,capacity_kg,seats,fuel_l,tank_l,litres_per_100_km,permits,' +
  'longitude_deg,latitude_deg\n' +
  `${L}V,power_car,发电车${L},Power car ${L},鄂A12345,420106,2000,3,80,120,20,红区,114.3,30.6\n`;
const crews_csv = (L) =>
  'id,name_zh,name_en,unit,members,size,skills,certificates,phone,longitude_deg,latitude_deg,' +
  'tools,parts,vehicle\n' +
  `${L}C,光缆班${L},Fibre crew ${L},420106,,3,光缆;发电,高压=2099-12-31,+8613800001111,114.3,` +
  `30.6,熔接机,保险丝=4,${L}V\n`;

async function bring_in(noun, csv) {
  const report = await call(server, `/api/v1/${noun}/import`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv; charset=utf-8' },
    body: csv,
  });
  assert.deepEqual(report.refused, []);
}

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
  const crew_name = { zh: `光缆班${L}`, en: `Fibre crew ${L}` }[language];
  const car_name = { zh: `发电车${L}`, en: `Power car ${L}` }[language];

  describe(`crews and vehicles in ${language}`, { skip }, () => {
    let page;
    const open = async (path) => {
      await page.goto(path);
      await live(page);
    };
    const sheet = () => page.locator('.sheet');
    const press = (within, label) => within.getByRole('button', { name: label, exact: true });

    before(async () => {
      await bring_in('vehicles', vehicles_csv(L));
      await bring_in('crews', crews_csv(L));
      await post(server, `/api/v1/crews/${L}C/position`, {
        place: { longitude_deg: 114.31, latitude_deg: 30.61 },
      });
      page = await open_page(browser, server, { language });
      page.setDefaultTimeout(20_000);
      await sign_in(page, server);
    });

    after(async () => {
      const { faults } = page;
      await page.context().close();
      assert.deepEqual(faults, []);
    });

    it('takes a list of crews in, or names the row that is wrong', async () => {
      await open('/crews');
      await page.getByRole('link', { name: words.crew.import, exact: true }).click();
      await page.getByRole('radio', { name: words.intake.crews, checked: true }).waitFor();
      const body = crews_csv(L).replace('=2099-12-31', '');
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'crews.csv', mimeType: 'text/csv', buffer: Buffer.from(body) });
      await press(page, words.intake.check).click();
      const told = words.refusal.certificate_must_have_an_end;
      await page.locator('.report', { hasText: told }).waitFor();
    });

    it('shows who can be sent, with skills, vehicle and the age of the position', async () => {
      await open(`/crews?q=${L}C`);
      const row = page.locator(`[data-row="${L}C"]`);
      await row.locator('.presence.is-away', { hasText: words.crew_state.off_duty }).waitFor();
      await says(row, '光缆、发电', `${L}V`, crew_name);
      await post(server, `/api/v1/crews/${L}C/shifts`, {
        shifts: [
          {
            from: in_hours(-1),
            until: in_hours(7),
            breaks: [{ from: in_hours(2), until: in_hours(3) }],
          },
        ],
      });
      await row.locator('.presence:not(.is-away)', { hasText: words.crew_state.free }).waitFor();
      await open(`/crews?q=${L}C&state=free`);
      await row.locator('.presence:not(.is-away)', { hasText: words.crew_state.free }).waitFor();
      await shoot(page, `crews-${language}`);
      assert.deepEqual(await accessibility(page), []);
    });

    it('checks a crew in with one press, and asks for it every half hour', async () => {
      const row = page.locator(`[data-row="${L}C"]`);
      await press(row, words.crew.check_in).click();
      await row.getByText(words.crew.checked_in).waitFor();
      const { check_in_last } = await call(server, `/api/v1/crews/${L}C`);
      assert.notEqual(check_in_last, '');
      await row.locator('.row-link, td a').first().click();
      await sheet().locator('h2', { hasText: crew_name }).waitFor();
      await says(sheet(), '保险丝 × 4', '熔接机', '高压', car_name, words.crew.break);
      await sheet().locator('select[name=interval]').selectOption('1800');
      await press(sheet(), words.crew.set_watch).click();
      await sheet().locator('dt', { hasText: words.crew.check_in_due }).waitFor();
      await shoot(page, `crew-sheet-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await press(sheet(), words.crew.check_in).click();
      await sheet().getByText(words.crew.checked_in).first().waitFor();
    });

    it('takes a vehicle out of service with a reason, and puts it back', async () => {
      await open('/crews');
      await page.getByRole('link', { name: words.page.vehicles, exact: true }).last().click();
      const row = page.locator(`[data-row="${L}V"]`);
      await row.getByText(words.vehicle_kind.power_car, { exact: true }).waitFor();
      await row.locator('.row-link, td a').first().click();
      await sheet().locator('h2', { hasText: car_name }).waitFor();
      await press(sheet(), words.vehicle.take_out).click();
      await sheet().getByLabel(words.vehicle.out_reason).fill('刹车');
      await sheet().locator('.text-action-form button[type=submit]').click();
      await sheet().locator('.presence.is-away').waitFor();
      await says(sheet(), /刹车/);
      await shoot(page, `vehicle-sheet-${language}`);
      assert.deepEqual(await accessibility(page), []);
      await press(sheet(), words.vehicle.put_back).click();
      await sheet().locator('.sheet-marks .presence:not(.is-away)').waitFor();
    });

    it('works on a phone in the dark', async () => {
      const phone = await open_page(browser, server, { language, theme: 'dark', size: 'phone' });
      phone.setDefaultTimeout(20_000);
      await sign_in(phone, server);
      await phone.goto('/crews');
      await live(phone);
      await phone.getByText(crew_name).first().waitFor();
      await shoot(phone, `crews-phone-${language}`);
      const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= sizes.phone.width, `${wide} px wide`);
      assert.deepEqual(await accessibility(phone), []);
      await phone.context().close();
    });
  });
}
