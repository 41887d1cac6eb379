// SPDX-License-Identifier: Apache-2.0
// Mail of notices against a real peer (aiosmtpd): to a person that an order names, over STARTTLS
// and with a password, and what is seen when the peer refuses either.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { lay_ground, order_for } from './ground.mjs';
import { read_journal } from './journal.mjs';
import { BadMailServer, no_bad_mail_server } from './mail.mjs';
import { new_folder, Server, until } from './server.mjs';

const skip = no_bad_mail_server;
const user = 'lifeline';
const password = 'a right long password of the relay';
const wrong = 'a wrong long password of the relay';
const from = ['--mail-from', 'lifeline@operator.example'];
const folder = new_folder();
const certificate = join(folder, 'relay.pem');
const key = join(folder, 'relay.key');
const demands = { certificate, key, user, password };

before(() => {
  const words = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost';
  const name = ['-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', [...words.split(' '), ...name, ...files], { stdio: 'ignore' });
});

const file_of = (text) => {
  const file = join(new_folder(), 'password');
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
  return file;
};
const at = (mail, who = `${user}@`) => `smtp://${who}localhost:${mail.port}`;
const logged_in = (mail, secret) => [
  ...['--smtp', at(mail), '--smtp-password-file', file_of(secret), '--smtp-ca', certificate],
  ...from,
];

async function started(t, args) {
  const server = await Server.start({ args });
  t.after(() => server.kill());
  await lay_ground(server);
  return server;
}

async function peer(t, ...words) {
  const mail = await BadMailServer.start(...words);
  t.after(() => mail.stop());
  return mail;
}

const add = (server) =>
  server.post(
    '/api/v1/channels',
    { kind: 'email', address: 'duty@hubei.example', unit: '100000', about: ['issued'] },
    { status: 201 },
  );
const issue = (server, words) =>
  server.post('/api/v1/orders', order_for(['420000'], words), { status: 201 });
const notice_that = (server, says) =>
  until('the notice says how it stands', async () => {
    const [notice] = await server.rows('/api/v1/notices');
    return notice && says(notice) ? notice : false;
  });

/// Nothing that the server says, keeps or prints holds the secret.
async function must_hide(server, secret) {
  const lists = await Promise.all(
    ['notices', 'channels'].map((list) => server.rows(`/api/v1/${list}`)),
  );
  const metrics = (await server.ask('GET', '/metrics')).text;
  const journal = JSON.stringify(read_journal(server.folder));
  const encoded = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const plain = Buffer.from(`\0${user}\0${secret}`).toString('base64').replace(/=+$/, '');
  for (const text of [JSON.stringify(lists), metrics, journal, server.text])
    for (const hidden of [secret, encoded, plain]) assert.ok(!text.includes(hidden));
}

test('an order to a person reaches the mailbox that the staff list names', { skip }, async (t) => {
  const mail = await peer(t);
  const server = await started(t, [
    ...['--smtp', at(mail, ''), ...from],
    ...['--public-url', 'https://lifeline.example'],
  ]);
  await server.import(
    'people',
    'id,name_zh,name_en,unit,skills,phone,email,account,substitute\n' +
      'S1,陈静,Chen Jing,420000,传输,+8613800000001,chen@hubei.example,,\n' +
      'S2,刘洋,Liu Yang,420000,无线,+8613800000002,,,\n',
  );
  const order = await server.post(
    '/api/v1/orders',
    { ...order_for([], { subject_zh: '抢修光缆' }), people: ['S1', 'S2'] },
    { status: 201 },
  );
  await until('the mail is there', () => mail.taken.length > 0);
  const [message] = mail.taken;
  assert.deepEqual(message.to, ['chen@hubei.example']);
  assert.match(message.subject, /抢修光缆/);
  assert.ok(message.text.includes(`https://lifeline.example/orders?open=order:${order.id}`));
  const sent = await notice_that(server, ({ state }) => state === 'sent');
  assert.equal(sent.person, 'S1');
  assert.equal(mail.taken.length, 1, 'one message, and none to who has no address');
});

test('a relay that demands TLS and a password gets both', { skip }, async (t) => {
  const mail = await peer(t, demands);
  const server = await started(t, logged_in(mail, password));
  await add(server);
  await issue(server, { subject_en: 'over TLS' });
  await until('the mail is there', () => mail.taken.length === 1);
  assert.deepEqual(mail.log_ins, [`ok ${user}`]);
  await notice_that(server, ({ state }) => state === 'sent');
  await must_hide(server, password);
});

test('a wrong password is said, is kept secret, and loses nothing', { skip }, async (t) => {
  const mail = await peer(t, demands);
  const server = await started(t, logged_in(mail, wrong));
  await add(server);
  await issue(server, { subject_en: 'with a wrong password' });
  const waiting = await notice_that(server, ({ answer }) => answer !== '');
  assert.equal(waiting.state, 'waiting');
  assert.match(waiting.answer, /535|[Ll]ogin denied/);
  assert.ok(mail.log_ins.length > 0 && mail.log_ins.every((one) => one === `wrong ${user}`));
  assert.equal(mail.taken.length, 0);
  await must_hide(server, wrong);
  await server.stop();
  server.args = logged_in(mail, password);
  await server.start();
  await until('what waited arrives once', () => mail.taken.length === 1, 90_000);
  await notice_that(server, ({ state }) => state === 'sent');
});

test('no word goes to a relay without TLS where TLS is demanded', { skip }, async (t) => {
  const mail = await peer(t);
  const server = await started(t, ['--smtp', at(mail, ''), '--smtp-tls', 'demanded', ...from]);
  await add(server);
  await issue(server, { subject_en: 'in the open' });
  const waiting = await notice_that(server, ({ answer }) => answer !== '');
  assert.equal(waiting.state, 'waiting');
  assert.match(waiting.answer, /STARTTLS|SSL|TLS/i);
  assert.equal(mail.taken.length, 0);
});

test('a relay whose certificate nobody vouches for gets no password', { skip }, async (t) => {
  const mail = await peer(t, demands);
  const args = logged_in(mail, password).filter((_, i, all) => {
    const ca = all.indexOf('--smtp-ca');
    return i !== ca && i !== ca + 1;
  });
  const server = await started(t, args);
  await add(server);
  await issue(server, { subject_en: 'to an impostor' });
  const waiting = await notice_that(server, ({ answer }) => answer !== '');
  assert.match(waiting.answer, /certificate/i);
  assert.deepEqual(mail.log_ins, []);
  assert.equal(mail.taken.length, 0);
});
