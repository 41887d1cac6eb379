// SPDX-License-Identifier: Apache-2.0
// Crews and vehicles on two desks: brought in by files whole or not at all, where they are, their
// shifts and parts; a crew that falls silent is looked for once; bad input is named; all of it is
// there after the power went.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { lay_ground } from './ground.mjs';
import { new_folder, run, Server, until } from './server.mjs';

const hour_ms = 3_600_000;
const silence_s = 60;
const vehicles_head =
  'id,kind,name_zh,name_en,plate,unit,capacity_kg,seats,fuel_l,tank_l,litres_per_100_km,permits,' +
  'longitude_deg,latitude_deg\n';
const crews_head =
  'id,name_zh,name_en,unit,members,size,skills,certificates,phone,longitude_deg,latitude_deg,' +
  'tools,parts,vehicle\n';
const vehicles_csv =
  vehicles_head +
  'V1,power_car,一号发电车,Power car 1,鄂A12345,420100,2000,3,80,120,20,红区;机场,114.3,30.6\n' +
  'V2,van,二号工程车,,鄂A23456,420106,800,5,,,,,,\n' +
  'V3,base_station_car,总部应急通信车,Group station car,京A1,100000,,,,,,,,\n';
const crews_csv =
  crews_head +
  'C1,光缆一班,Fibre crew 1,420100,S1;S2,,光缆;发电,高压=2099-12-31,+8613800001111,114.3,30.6,' +
  '熔接机,保险丝=4;光缆=200,V1\n' +
  'C2,基站二班,,420106,,3,基站,,,,,,,V2\n' +
  'C3,总部机动班,,100000,,5,,,,,,,,\n';
const people_csv =
  'id,name_zh,name_en,unit,skills,phone,email,account,substitute\n' +
  'S1,张伟,,420100,,,,zhang,\nS2,王芳,,420100,,,,,\nS3,值班员,,420100,,,,,\n';

const wuhan = { longitude_deg: 114.31, latitude_deg: 30.61 };
const berlin = { longitude_deg: 13.4, latitude_deg: 52.5 };
const crews = '/api/v1/crews';
const vehicles = '/api/v1/vehicles';

let server;
let watched_from; // when the safety timer was set

before(async () => {
  server = await Server.start({ args: ['--desks', '420000'] });
  await lay_ground(server);
  await server.import('people', people_csv);
});
after(() => server?.kill());

async function import_file(noun, bytes, ...options) {
  const file = join(new_folder(), `${noun}.csv`);
  writeFileSync(file, bytes);
  const args = ['import', noun, file, '--to', `http://127.0.0.1:${server.port}`, ...options];
  return run(args, { env: { LIFELINE_TOKEN: server.token } });
}

function in_gb18030(text) {
  const done = spawnSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text });
  assert.equal(done.status, 0, `iconv: ${done.error ?? done.stderr}`);
  return done.stdout;
}

async function must_refuse(path, body, name, field, status = 400) {
  const problem = await server.post(path, body, { status });
  assert.equal(problem.name, name, JSON.stringify(problem));
  if (field) assert.equal(problem.field, field);
  return problem;
}

const in_hours = (hours) => new Date(Date.now() + hours * hour_ms).toISOString();

test('vehicles come in from a file whole; one of no kind or of no unit is named', async () => {
  const wrong = await import_file(
    'vehicles',
    `${vehicles_csv}V8,tank,坦克,,,420100,,,,,,,,\nV9,van,车,,,429999,,,200,100,,,,\n`,
  );
  assert.equal(wrong.code, 1, wrong.out + wrong.error);
  assert.match(wrong.out, /^line 5, kind: field_must_be_a_known_word\b/m);
  assert.match(wrong.out, /^line 6, unit: unit_must_be_known\b/m);
  assert.match(wrong.out, /^line 6, fuel_l: fuel_must_fit_the_tank\b/m);
  assert.equal(await server.count(vehicles), 0);
  const taken = await import_file('vehicles', in_gb18030(vehicles_csv));
  assert.match(taken.out, /^rows: 3, added: 3/, taken.out + taken.error);
  assert.match((await import_file('vehicles', vehicles_csv)).out, /unchanged: 3/);
  const car = await server.get(`${vehicles}/V1`);
  assert.equal(car.name_zh, '一号发电车');
  assert.equal(car.range_km, 400);
  assert.deepEqual(car.permits, ['红区', '机场']);
});

test('crews come in from a file whole; nobody, no date, no unit, no car are named', async () => {
  const wrong = await import_file(
    'crews',
    crews_csv +
      'X1,没人,,420100,,,,,,,,,,\n' +
      'X2,没证,,420100,,2,,高压,,,,,,\n' +
      'X3,没单位,,429999,,2,,,,,,,,\n' +
      'X4,没车,,420100,,2,,,,,,,,V9\n' +
      'X5,同车,,420100,,2,,,,,,,,V1\n' +
      'X6,生人,,420100,S9,,,,,,,,,\n',
  );
  assert.equal(wrong.code, 1, wrong.out + wrong.error);
  assert.match(wrong.out, /^line 5, members: crew_must_have_members\b/m);
  assert.match(wrong.out, /^line 6, certificates: certificate_must_have_an_end\b/m);
  assert.match(wrong.out, /^line 7, unit: unit_must_be_known\b/m);
  assert.match(wrong.out, /^line 8, vehicle: vehicle_must_be_known\b/m);
  assert.match(wrong.out, /^line 9, vehicle: vehicle_must_be_of_one_crew\b/m);
  assert.match(wrong.out, /^line 10, members: member_must_be_known\b/m);
  assert.equal(await server.count(crews), 0);
  assert.match((await import_file('crews', crews_csv)).out, /^rows: 3, added: 3/);
  assert.match((await import_file('crews', crews_csv)).out, /unchanged: 3/);
  const crew = await server.get(`${crews}/C1`);
  assert.deepEqual(
    crew.members.map(({ name_zh }) => name_zh),
    ['张伟', '王芳'],
  );
  assert.equal(crew.head_count, 2);
  assert.equal(crew.certificates[0].until, '2099-12-31T16:00:00.000000Z');
  assert.equal((await server.get(`${vehicles}/V1`)).crew, 'C1');
});

test('a crew with a safety timer is asked for', async () => {
  await must_refuse(
    `${crews}/C1/watch`,
    { interval_s: 59 },
    'number_must_be_in_range',
    'interval_s',
  );
  watched_from = Date.now();
  const watched = await server.post(`${crews}/C1/watch`, { interval_s: silence_s });
  assert.ok(watched.check_in_due);
  assert.equal(watched.check_in_missed, false);
});

test('the list pages, filters and sorts as others do', async () => {
  assert.deepEqual(
    (await server.get(`${crews}?sort=-id&limit=2`)).map(({ id }) => id),
    ['C3', 'C2'],
  );
  assert.equal(await server.count(`${crews}?unit=420106,100000`), 2);
  assert.equal(await server.count(`${crews}?state=off_duty`), 3);
  assert.equal(await server.count(`${vehicles}?kind=van&in_service=true`), 1);
  const csv = await server.ask('GET', `${vehicles}?format=csv&fields=id,kind`);
  assert.match(csv.text, /V2,van/);
});

test('a crew is typed in, changed and removed; bad input is named with its field', async () => {
  const good = { id: 'C9', name_zh: '临时班', unit: '420100', size: 2 };
  await must_refuse(crews, { ...good, size: 0 }, 'crew_must_have_members', 'members');
  await must_refuse(crews, { ...good, unit: '429999' }, 'unit_must_be_known', 'unit');
  await must_refuse(
    crews,
    { ...good, certificates: [{ name: '高压' }] },
    'certificate_must_have_an_end',
    'certificates',
  );
  await must_refuse(crews, { ...good, id: 'a/b' }, 'id_must_not_have_separators', 'id');
  await must_refuse(crews, { ...good, phone: '110' }, 'phone_must_be_e164', 'phone');
  await server.post(crews, good, { status: 201 });
  await must_refuse(crews, good, 'crew_must_be_new', 'id', 409);
  const changed = await server.post(`${crews}/C9/change`, { ...good, size: 4 });
  assert.equal(changed.head_count, 4);
  await must_refuse(`${crews}/C9/remove`, {}, 'reason_must_be_given', 'reason');
  await server.post(`${crews}/C9/remove`, { reason: '解散' }, { status: 204 });
  await must_refuse(`${crews}/C9/check_in`, {}, 'crew_must_exist', 'id', 404);
  const car = { id: 'V9', name_zh: '车', unit: '420100' };
  const odd = await server.ask('POST', vehicles, { body: { ...car, kind: 'tank' } });
  assert.equal(odd.status, 400, odd.text);
  assert.equal(odd.json().field, 'kind');
});

test('positions are plausible, shown at once and journalled now and then', async () => {
  const before = await server.get(`${crews}/C1`);
  assert.equal(before.position_at, '');
  const far = await must_refuse(
    `${crews}/C1/position`,
    { place: berlin },
    'position_must_be_plausible',
    'place',
  );
  assert.match(far.detail, /\d+ km outside of China \(200 km .*\d+ km from the base \(1000 km/);
  await must_refuse(`${vehicles}/V1/position`, { place: berlin }, 'position_must_be_plausible');
  await must_refuse(`${crews}/C1/position`, {}, 'position_must_be_given', 'place');
  await must_refuse(
    `${crews}/C1/position`,
    { place: wuhan, at: in_hours(1) },
    'position_must_not_lie_ahead',
    'at',
  );
  assert.equal((await server.post(`${crews}/C1/position`, { place: wuhan })).longitude_deg, 114.31);
  // The journals' ends, once each desk has heard of the others.
  const position = async () => {
    let last = '';
    return until('the desks have heard of each other', async () => {
      const before_it = last;
      last = (await server.get('/api/v1/picture')).position;
      await pause(100);
      return last === before_it && last;
    });
  };
  const kept = await position();
  const near = { ...wuhan, longitude_deg: 114.3101 };
  const shown = await server.post(`${crews}/C1/position`, { place: near });
  assert.equal(shown.longitude_deg, 114.3101, 'the newest is shown');
  assert.equal(await position(), kept, 'and is no event');
  const old = { place: { ...wuhan, latitude_deg: 31 }, at: in_hours(-1) };
  assert.equal((await server.post(`${crews}/C1/position`, old)).latitude_deg, wuhan.latitude_deg);
  const many = await server.post('/api/v1/crew_positions', {
    positions: [
      { id: 'C2', place: wuhan },
      { id: 'C3', place: wuhan },
      { id: 'C1', place: berlin },
      { id: 'X', place: wuhan },
    ],
  });
  assert.equal(many.taken, 2);
  assert.deepEqual(
    many.refused.map(({ id, name }) => [id, name]),
    [
      ['C1', 'position_must_be_plausible'],
      ['X', 'crew_must_exist'],
    ],
  );
  assert.equal((await server.get(`${crews}/C3`)).longitude_deg, 114.31);
});

test('shifts put a crew on duty; one that ends before it begins is refused', async () => {
  const shifts = `${crews}/C2/shifts`;
  const backwards = { shifts: [{ from: in_hours(9), until: in_hours(1) }] };
  await must_refuse(shifts, backwards, 'shift_must_end_after_it_begins', 'shifts[0].until');
  const first = { from: in_hours(-1), until: in_hours(7), breaks: [] };
  const doubled = { shifts: [first, { from: in_hours(6), until: in_hours(8) }] };
  await must_refuse(shifts, doubled, 'shifts_must_not_overlap', 'shifts');
  first.breaks = [{ from: in_hours(-0.5), until: in_hours(0.5) }];
  const on = await server.post(shifts, { shifts: [first] });
  assert.equal(on.state, 'free');
  assert.equal(on.on_break, true);
  assert.equal(await server.count(`${crews}?state=free`), 1);
});

test('parts are taken on and used up; a vehicle is fuelled, out of service and back', async () => {
  const spent = await server.post(`${crews}/C1/spend`, { parts: { 保险丝: 3 } });
  assert.equal(spent.parts.保险丝, 1);
  await must_refuse(
    `${crews}/C1/spend`,
    { parts: { 保险丝: 2 } },
    'parts_must_be_in_stock',
    'parts',
    409,
  );
  assert.equal((await server.post(`${crews}/C1/stock`, { parts: { 保险丝: 9 } })).parts.保险丝, 10);
  assert.equal((await server.post(`${vehicles}/V1/fuel`, { fuel_l: 100 })).range_km, 500);
  await must_refuse(`${vehicles}/V1/fuel`, { fuel_l: 200 }, 'fuel_must_fit_the_tank', 'fuel_l');
  await must_refuse(`${vehicles}/V1/out_of_service`, {}, 'reason_must_be_given', 'reason');
  const out = await server.post(`${vehicles}/V1/out_of_service`, { reason: '刹车' });
  assert.equal(out.in_service, false);
  assert.equal((await server.post(`${vehicles}/V1/in_service`, {})).in_service, true);
  await must_refuse(
    `${vehicles}/V1/remove`,
    { reason: '报废' },
    'vehicle_must_be_of_no_crew',
    '',
    409,
  );
});

test('a member speaks for the crew, another of the ground only for what is its own', async () => {
  const zhang = await server.token_for('zhang', 'viewer', '420106');
  const well = await server.post(`${crews}/C1/check_in`, {}, { token: zhang });
  assert.ok(well.check_in_last);
  watched_from = Date.now();
  await server.post(`${crews}/C2/check_in`, {}, { token: zhang, status: 403 });
  const xiang = await server.token_for('xiang', 'operator', '420600');
  await server.post(`${crews}/C1/check_in`, {}, { token: xiang, status: 403 });
  await server.ask('GET', `${crews}/C1`, { token: xiang }).then(({ status }) => {
    assert.equal(status, 404);
  });
});

test('a silent crew is looked for once, by whoever answers for its unit', async () => {
  const group = {
    kind: 'leading_group',
    unit: '420100',
    name_zh: '武汉领导小组',
    members: [{ person: 'S3', post: '值班' }],
  };
  await server.post('/api/v1/rosters', group, { status: 201 });
  const crew = await until(
    'the crew is silent',
    async () => {
      const row = await server.get(`${crews}/C1`);
      return row.check_in_missed && row;
    },
    silence_s * 1000 + 30_000,
  );
  assert.ok(Date.now() >= watched_from + silence_s * 1000 - 1000);
  assert.ok(crew.check_in_due);
  const orders = (await server.rows('/api/v1/orders')).filter(({ subject_zh }) =>
    subject_zh.startsWith('安全：'),
  );
  assert.equal(orders.length, 1);
  assert.match(orders[0].subject_zh, /光缆一班（C1）未按时报平安/);
  const order = await server.get(`/api/v1/orders/${orders[0].id}`);
  assert.match(JSON.stringify(order), /"person":"S3"/);
  assert.match(JSON.stringify(order), /\+8613800001111/);
  assert.equal(await server.count(`${crews}?check_in_missed=true`), 1);
  const back = await server.post(`${crews}/C1/check_in`, {});
  assert.equal(back.check_in_missed, false);
});

test('all of it is there after the power went, and headquarters has heard of it', async () => {
  const rows = await server.rows(crews, '&fields=name_zh,state,vehicle,check_in_interval_s');
  const parts = (await server.get(`${crews}/C1`)).parts;
  await server.kill();
  await server.start();
  assert.deepEqual(
    await server.rows(crews, '&fields=name_zh,state,vehicle,check_in_interval_s'),
    rows,
  );
  const crew = await server.get(`${crews}/C1`);
  assert.deepEqual(crew.parts, parts);
  assert.equal(crew.longitude_deg, 114.31, 'the journalled position');
  assert.equal((await server.get(`${vehicles}/V1`)).fuel_l, 100);
});
