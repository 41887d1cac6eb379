// SPDX-License-Identifier: Apache-2.0
// Evidence photos: kept once under the digest of their bytes, on the disk before anybody is told
// so, and never at the cost of the journal. The full disk is a small one in memory, which needs
// root.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { lay_ground } from './ground.mjs';
import { events_of, read_journal } from './journal.mjs';
import { new_folder, Server, until } from './server.mjs';

const path = '/api/v1/attachments';
const bytes_max = 8 * 1024 * 1024;

// Eight by eight grey pixels: a whole baseline JPEG, as a decoder takes it.
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRT' +
    'c4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAf/EABQQAQAAAAAA' +
    'AAAAAAAAAAAAAAD/2gAIAQEAAD8AH//Z',
  'base64',
);
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(50)]);
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
const photo_of = (size) => Buffer.concat([jpeg, randomBytes(size)]);

const mounted = [];
const unmount = () => mounted.forEach((folder) => spawnSync('umount', ['-l', folder]));
after(unmount);
process.once('exit', unmount);

function new_disk(size) {
  const folder = new_folder();
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  if (done.status !== 0) return null;
  mounted.push(folder);
  return folder;
}

let server;

before(async () => {
  server = await Server.start({ args: ['--desks', '420000'] });
  await lay_ground(server);
});
after(() => server?.kill());

function send(bytes, { type = 'image/jpeg', ...options } = {}) {
  return server.ask('POST', path, { body: bytes, headers: { 'content-type': type }, ...options });
}

// The photos on the disk, drafts among them.
function files(folder = server.folder) {
  const all = join(folder, 'attachments');
  return readdirSync(all).flatMap((part) => readdirSync(join(all, part)));
}

test('a photo comes back as it was sent, under the digest of its bytes', async () => {
  const sent = await send(jpeg);
  assert.equal(sent.status, 201, sent.text);
  const id = digest(jpeg);
  const { at, ...row } = sent.json();
  assert.deepEqual(row, { id, type: 'image/jpeg', bytes: jpeg.length, by: 'admin' });
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
  assert.equal(sent.headers.location, `${path}/${id}`);

  const shown = await server.ask('GET', `${path}/${id}`);
  assert.equal(shown.status, 200);
  assert.deepEqual(shown.bytes, jpeg);
  assert.equal(shown.headers['content-type'], 'image/jpeg');
  assert.equal(shown.headers['content-disposition'], 'inline');
  assert.equal(shown.headers['x-content-type-options'], 'nosniff');
  assert.match(shown.headers['cache-control'], /max-age=31536000/);
  const etag = shown.headers.etag;
  const again = await server.ask('GET', `${path}/${id}`, { headers: { 'if-none-match': etag } });
  assert.equal(again.status, 304);
});

test('the same bytes again are the same photo, kept once', async () => {
  const many = await Promise.all(Array.from({ length: 8 }, () => send(png, { type: 'image/png' })));
  assert.deepEqual(new Set(many.map(({ status }) => status)), new Set([200, 201]));
  assert.equal(many.filter(({ status }) => status === 201).length, 1);
  assert.deepEqual(new Set(many.map((answer) => answer.json().id)), new Set([digest(png)]));
  assert.equal(files().filter((name) => name.startsWith(digest(png))).length, 1);
});

test('what is no photo is refused by name, and nothing of it stays', async () => {
  const before_all = files().length;
  const refuse = async (bytes, type, status, name) => {
    const answer = await send(bytes, { type });
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.equal(answer.json().name, name);
  };
  await refuse(Buffer.from('<svg/>'), 'image/svg+xml', 415, 'content_type_must_be_an_image');
  await refuse(jpeg, 'text/html', 415, 'content_type_must_be_an_image');
  await refuse(jpeg, 'image/png', 400, 'image_must_be_of_its_type');
  await refuse(Buffer.from('<script>'), 'image/jpeg', 400, 'image_must_be_of_its_type');
  await refuse(Buffer.alloc(0), 'image/jpeg', 400, 'image_must_be_of_its_type');
  await refuse(photo_of(bytes_max), 'image/jpeg', 413, 'body_must_not_be_too_large');
  const viewer = await server.token_for('photo-viewer', 'viewer', '420106');
  assert.equal((await send(jpeg, { token: viewer })).status, 403);
  assert.equal((await send(jpeg, { token: '' })).status, 401);
  assert.equal((await server.ask('GET', `${path}/${'0'.repeat(64)}`)).status, 404);
  assert.equal((await server.ask('GET', `${path}/..%2f..%2fjournal.db`)).status, 404);
  assert.equal(files().length, before_all);
});

// Sends until the server answers, however little of the body it wanted.
function pour(size, chunked) {
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'image/jpeg' };
  if (!chunked) headers['content-length'] = size;
  const where = { host: '127.0.0.1', port: server.port, method: 'POST', path, headers };
  return new Promise((settle, fail) => {
    const request = http.request(where, (response) => {
      let text = '';
      response.on('data', (part) => (text += part));
      response.on('end', () => settle({ status: response.statusCode, text }));
    });
    request.on('error', fail);
    request.write(jpeg);
    const block = Buffer.alloc(64 * 1024);
    for (let sent = jpeg.length; sent < size; sent += block.length)
      request.write(block.subarray(0, Math.min(block.length, size - sent)));
    request.end();
  });
}

const memory_kb = (what) =>
  Number(
    spawnSync('grep', [what, `/proc/${server.child.pid}/status`], {
      encoding: 'utf8',
    }).stdout.replace(/\D+/g, ''),
  );

test('fifty megabytes are refused without being read into memory', async (t) => {
  const before_all = memory_kb('VmRSS');
  for (const chunked of [false, true]) {
    const answer = await pour(50 * 1024 * 1024, chunked);
    assert.equal(answer.status, 413, answer.text);
  }
  const more_mb = (memory_kb('VmHWM') - before_all) / 1024;
  t.diagnostic(`at most ${more_mb.toFixed(1)} MB more than before`);
  assert.ok(more_mb < 24, `${more_mb} MB`);
});

test('a photo is seen above and below its unit, not beside it', async () => {
  const wuchang = await server.token_for('photo-wuchang', 'operator', '420106');
  const kept = await send(photo_of(10), { token: wuchang });
  assert.equal(kept.status, 201, kept.text);
  const { id } = kept.json();
  const status = async (token) => (await server.ask('GET', `${path}/${id}`, { token })).status;
  assert.equal(await status(wuchang), 200);
  assert.equal(await status(server.token), 200);
  assert.equal(await status(await server.token_for('photo-wuhan', 'viewer', '420100')), 200);
  assert.equal(await status(await server.token_for('photo-xiangyang', 'viewer', '420600')), 404);
});

test('an answered photo is whole whatever moment the power goes', async (t) => {
  const answered = new Map();
  for (let round = 0; round < 5; ++round) {
    const sending = Array.from({ length: 12 }, async () => {
      const bytes = photo_of(1_000_000);
      try {
        const answer = await send(bytes);
        if (answer.status === 201) answered.set(digest(bytes), bytes);
      } catch {
        // the connection went with the server
      }
    });
    const enough = answered.size + 1 + round; // the others are still on their way
    await until('some are answered', () => answered.size >= enough);
    await server.kill();
    await Promise.all(sending);
    await server.start();
    const kept = new Set(
      events_of(read_journal(server.folder), 'attachment.Kept').map(({ event }) => event.id),
    );
    for (const name of files()) assert.ok(kept.has(name), `${name} has its event`);
    for (const [id, bytes] of answered) {
      const shown = await server.ask('GET', `${path}/${id}`);
      assert.equal(shown.status, 200);
      assert.ok(shown.bytes.equals(bytes));
    }
  }
  t.diagnostic(`${answered.size} photos answered over five ends`);
  assert.ok(answered.size >= 15);
});

test('photos that fill the disk are refused, and the journal goes on', async (t) => {
  const folder = new_disk('96m');
  if (!folder) {
    console.error('skipped: this user may not mount a small disk; run it as root');
    return t.skip('needs root');
  }
  const small = await Server.start({ folder });
  t.after(() => small.kill());
  const headers = { 'content-type': 'image/jpeg' };
  const kept = [];
  let refused;
  for (let n = 0; n < 20 && !refused; ++n) {
    const bytes = photo_of(4_000_000);
    const answer = await small.ask('POST', path, { body: bytes, headers });
    if (answer.status === 201) kept.push(digest(bytes));
    else refused = answer;
  }
  assert.equal(refused?.status, 503, refused?.text);
  assert.equal(refused.json().name, 'disk_must_have_room');
  assert.ok(kept.length > 2, `${kept.length} were kept before`);
  assert.equal(files(folder).length, kept.length, 'nothing is left of the one refused');
  await lay_ground(small);
  for (const id of kept) assert.equal((await small.ask('GET', `${path}/${id}`)).status, 200);
  assert.equal((await small.stop()).code, 0);
});

test('a start sweeps what has no event and leaves what has', async () => {
  const id = digest(jpeg);
  assert.equal((await server.stop()).code, 0);
  const stray = join(
    server.folder,
    'attachments',
    id.slice(0, 2),
    `${id.slice(0, 2)}${'0'.repeat(62)}`,
  );
  writeFileSync(stray, 'nobody knows it');
  writeFileSync(`${stray}.new`, 'half');
  await server.start();
  assert.ok(!existsSync(stray) && !existsSync(`${stray}.new`));
  assert.ok(statSync(join(server.folder, 'attachments', id.slice(0, 2), id)).size > 0);
});
