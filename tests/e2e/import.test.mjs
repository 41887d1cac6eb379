// SPDX-License-Identifier: Apache-2.0
// `lifeline import` as an office would use it: files as they come out of spreadsheets, all or
// nothing, and the same file again changes nothing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { elements_csv, sites_csv, units_csv } from './ground.mjs';
import { new_folder, root, run, Server, shared_data } from './server.mjs';

const byte_order_mark = '\ufeff';
const hubei_clinics = 549;

let server;
let folder;

before(async () => {
  server = await Server.start();
  folder = new_folder();
});
after(() => server?.kill());

// Runs the command on a file of these bytes.
async function import_file(noun, bytes, ...options) {
  const file = join(folder, `${noun}.csv`);
  writeFileSync(file, bytes);
  const args = ['import', noun, file, '--to', `http://127.0.0.1:${server.port}`, ...options];
  return run(args, { env: { LIFELINE_TOKEN: server.token } });
}

async function must_tell(noun, bytes, report, ...options) {
  const done = await import_file(noun, bytes, ...options);
  assert.equal(done.code, 0, done.out + done.error);
  assert.match(done.out, report);
}

const position = async () => (await server.get('/api/v1/picture')).position;

function in_gb18030(text) {
  const done = spawnSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text });
  assert.equal(done.status, 0, `iconv: ${done.error ?? done.stderr}`);
  return done.stdout;
}

test('units, elements and sites come in from CSV files, and again changes nothing', async () => {
  await must_tell('units', units_csv, /^rows: 5, added: 5, changed: 0, unchanged: 0\n$/);
  await must_tell('elements', elements_csv, /^rows: 3, added: 3, changed: 0, unchanged: 0\n$/);
  await must_tell('sites', sites_csv, /^rows: 1, added: 1, changed: 0, unchanged: 0\n$/);
  const before_again = await position();
  await must_tell('units', units_csv, /added: 0, changed: 0, unchanged: 5\n/);
  await must_tell('elements', elements_csv, /added: 0, changed: 0, unchanged: 3\n/);
  await must_tell('sites', sites_csv, /added: 0, changed: 0, unchanged: 1\n/);
  assert.equal(await position(), before_again, 'no event came of it');
  assert.equal(await server.count('/api/v1/units'), 5);
  const site = await server.get('/api/v1/sites/E2E-HOSPITAL');
  assert.equal(site.name_zh, '测试医院');
  assert.deepEqual(
    site.services.map(({ kind, elements }) => [kind, ...elements]),
    [
      ['5g', 'E2E-STATION-1'],
      ['4g', 'E2E-STATION-2'],
    ],
  );
});

test('GB18030, a byte order mark, CRLF and quotes are read as what they say', async () => {
  const before_again = await position();
  const again = /added: 0, changed: 0, unchanged: 5\n/;
  await must_tell('units', in_gb18030(units_csv), again);
  await must_tell('units', byte_order_mark + units_csv.replaceAll('\n', '\r\n'), again);
  await must_tell('units', units_csv.replace(/^([^,\n]+),([^,\n]+)/gm, '"$1","$2"'), again);
  assert.equal(await position(), before_again);

  const address = '东湖路 169 号，"门诊" 楼,\r\n二层 𠮷'; // the last is outside the basic plane
  const quoted = `"${address.replaceAll('"', '""')}"`;
  const row = `QUOTED,中南医院,"Hospital, quoted",hospital,2,420106,420106,114.35,30.55,${quoted},`;
  const file = `${sites_csv.split('\n')[0]}\r\n${row}\r\n`;
  await must_tell('sites', in_gb18030(file), /^rows: 1, added: 1/);
  const site = await server.get('/api/v1/sites/QUOTED');
  assert.equal(site.name_en, 'Hospital, quoted');
  assert.equal(site.address, address);
});

test('a check says what an import would do and does nothing', async () => {
  const changed = `${units_csv.replace('武昌值班室', '武昌新值班室')}421000,荆州,Jingzhou,city,420000,值班,+861000000009,112.24,30.33\n`;
  const before_check = await position();
  await must_tell(
    'units',
    changed,
    /added: 1, changed: 1, unchanged: 4\n.*nothing is imported/,
    '--check',
  );
  assert.equal(await position(), before_check);
  await must_tell('units', changed, /added: 1, changed: 1, unchanged: 4\n$/);
  assert.equal((await server.get('/api/v1/units/420106')).duty_name, '武昌新值班室');
});

async function must_refuse(noun, bytes, places) {
  const before_refusal = await position();
  const done = await import_file(noun, bytes);
  assert.equal(done.code, 1, done.out + done.error);
  for (const [line, column, name] of places)
    assert.match(done.out, new RegExp(`^line ${line}, ${column}: ${name}\\b`, 'm'));
  const told = done.out.split('\n').filter((line) => line.startsWith('line '));
  assert.equal(told.length, places.length, done.out);
  assert.match(done.out, /nothing is imported/);
  assert.equal(await position(), before_refusal, 'nothing is imported');
}

test('each wrong field is told by line and column, and nothing of the file comes in', async () => {
  const head = sites_csv.split('\n')[0];
  const site = (fields) => {
    const row = {
      id: 'S',
      name_zh: '院',
      name_en: '',
      kind: 'hospital',
      tier: 1,
      region: '420106',
      unit: '420106',
      longitude_deg: 114.3,
      latitude_deg: 30.5,
      address: '',
      services: '',
      ...fields,
    };
    return head
      .split(',')
      .map((column) => row[column])
      .join(',');
  };
  const rows = [
    head,
    site({ id: 'GOOD' }),
    site({ id: 'A', tier: 9 }),
    site({ id: 'B', kind: 'castle', longitude_deg: 'east' }),
    site({ id: 'C', latitude_deg: 114.3, longitude_deg: 30.5 }),
    site({ id: 'D', unit: '429999' }),
    site({ id: 'E', services: '5g:NO-SUCH-ELEMENT' }),
    site({ id: 'GOOD' }),
    site({ id: 'F', name_zh: '' }),
  ];
  await must_refuse('sites', `${rows.join('\n')}\n`, [
    [3, 'tier', 'number_must_be_in_range'],
    [4, 'kind', 'field_must_be_a_known_word'],
    [4, 'longitude_deg', 'degrees_must_be_decimal'],
    [5, 'latitude_deg', 'degrees_must_be_on_earth'],
    [6, 'unit', 'unit_must_be_known'],
    [7, 'services', 'element_must_be_known'],
    [8, 'id', 'row_must_not_be_repeated'],
    [9, 'name_zh', 'field_must_be_given'],
  ]);
  const missing = await server.ask('GET', '/api/v1/sites/GOOD');
  assert.equal(missing.status, 404);
});

test('dependencies in a circle or on nothing are refused with their row', async () => {
  const head = elements_csv.split('\n')[0];
  const element = (id, on) => `${id},${id},fibre,420106,114.3,30.5,${on}`;
  const circle = [head, element('R1', 'R2'), element('R2', 'R3'), element('R3', 'R1'), ''];
  const done = await import_file('elements', circle.join('\n'));
  assert.equal(done.code, 1, done.out + done.error);
  assert.match(done.out, /^line \d, depends_on: dependency_must_not_be_circular/m);
  await must_refuse('elements', [head, element('R4', 'NOWHERE'), ''].join('\n'), [
    [2, 'depends_on', 'dependency_must_be_known'],
  ]);
});

test('a file that is no such table is refused as a whole, and says why', async () => {
  const cases = [
    ['code;name_zh\n1;2\n', /separator_must_be_a_comma/],
    [units_csv.replace('duty_phone', 'phone'), /line 1, phone: column_must_be_known/],
    [units_csv.replace(/,latitude_deg/, ''), /line 1, latitude_deg: column_must_be_given/],
    ['', /column_must_be_given|must/],
    [`${units_csv}420107,"青山`, /quote_must_be_closed/],
    [`${units_csv}420107,青山\n`, /line 7: fields_must_be_as_many_as_columns/],
  ];
  for (const [bytes, message] of cases) {
    const done = await import_file('units', bytes);
    assert.equal(done.code, 1, `${bytes.slice(0, 40)}… ${done.out}${done.error}`);
    assert.match(done.out, message);
  }
  const bytes = Buffer.concat([Buffer.from(units_csv), Buffer.from([0xff, 0xff, 0x80])]);
  const done = await import_file('units', bytes);
  assert.notEqual(done.code, 0);
  assert.match(done.out + done.error, /text_must_be_well_encoded/);
});

test('the command says what stops it: no file, no server, no right to', async () => {
  const url = `http://127.0.0.1:${server.port}`;
  const nowhere = join(folder, 'nowhere.csv');
  const no_file = await run(['import', 'units', nowhere, '--to', url, '--token', server.token]);
  assert.notEqual(no_file.code, 0);
  assert.match(no_file.error, /file_must_be_readable.*nowhere\.csv/);
  const file = join(folder, 'units.csv');
  writeFileSync(file, units_csv);
  const no_right = await run(['import', 'units', file, '--to', url, '--token', 'wrong']);
  assert.notEqual(no_right.code, 0);
  assert.match(no_right.error, /token_must_be_valid/);
  const viewer = await server.token_for('import-viewer', 'viewer', '100000');
  const viewing = await run(['import', 'units', file, '--to', url, '--token', viewer]);
  assert.notEqual(viewing.code, 0);
  assert.match(viewing.error, /role_must_suffice/);
  await server.stop();
  const no_server = await run(['import', 'units', file, '--to', url, '--token', server.token]);
  assert.notEqual(no_server.code, 0);
  assert.match(no_server.error, /server_must_be_reachable/);
  await server.start();
});

const clinics = join(shared_data, 'fever-clinics-cn/clinics.csv');
const skip = existsSync(clinics) ? false : `${clinics} is not here`;
if (skip) console.error(`skipped: ${skip}`);

test('the fever clinics of Hubei come in, their duplicates listed', { skip }, async (t) => {
  const tables = ['china-boundaries/place_coordinates.csv', 'epidemic-cn/area_code.csv'];
  const args = [clinics, ...tables.map((table) => join(shared_data, table))];
  const made = spawnSync(join(root, 'tools/clinics_to_sites.py'), args, { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const units = join(root, 'scenarios/wuhan-2020/units.csv');
  const to = ['--to', `http://127.0.0.1:${server.port}`, '--token', server.token];
  const grown = await run(['import', 'units', units, ...to]);
  assert.equal(grown.code, 0, grown.out + grown.error);
  const known = await server.count('/api/v1/sites');
  const added = `^rows: ${hubei_clinics}, added: ${hubei_clinics}, .*duplicates: \\d+`;
  await must_tell('sites', made.stdout, new RegExp(added));
  assert.equal(await server.count('/api/v1/sites'), known + hubei_clinics);
  const kinds = '/api/v1/sites?kind=fever_clinic,designated_hospital&fields=id&limit=1000';
  const listed = await server.get(kinds);
  assert.ok(listed.length >= hubei_clinics);

  const pairs = await server.rows('/api/v1/sites/duplicates');
  t.diagnostic(`${pairs.length} pairs of likely duplicates among ${hubei_clinics} clinics`);
  assert.ok(pairs.length >= 4, 'the list names four clinics twice');
  for (const { left, right, similarity } of pairs) {
    assert.notEqual(left.id, right.id);
    assert.ok(similarity > 0 && similarity <= 1, `${left.name_zh} ${right.name_zh} ${similarity}`);
  }
  const same = pairs.filter(({ left, right }) => left.name_zh === right.name_zh);
  assert.ok(same.length >= 4, 'pairs of one name and region are among them');
  const [{ left, right }] = same;
  const decision = { left: left.id, right: right.id, same: false, reason: 'two buildings' };
  await server.post('/api/v1/sites/duplicates/decide', decision);
  const rest = await server.rows('/api/v1/sites/duplicates');
  assert.equal(rest.length, pairs.length - 1, 'what was decided is not asked again');
  await must_tell('sites', made.stdout, new RegExp(`unchanged: ${hubei_clinics}`));
});
