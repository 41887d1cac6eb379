// SPDX-License-Identifier: Apache-2.0
// Notices of orders to real peers: Exim, a mail server that misbehaves (aiosmtpd) and webhooks that
// do. What must have been told is recounted from the journal; each notice arrived once, or is
// counted as in doubt.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { lay_ground, order_for } from './ground.mjs';
import { Hook } from './hook.mjs';
import { events_of, read_journal } from './journal.mjs';
import { BadMailServer, Exim, no_mail_server } from './mail.mjs';
import { Server, until } from './server.mjs';

const secret = `whsec_${Buffer.from('a secret of the tests, 32 bytes!').toString('base64')}`;
const everything = [
  'issued',
  'amended',
  'recalled',
  'escalated',
  'supervised',
  'handed_back',
  'declined',
  'done',
];
const from = ['--mail-from', 'lifeline@operator.example'];
const private_too = '--notify-private';

const started = (t, options) =>
  Server.start(options).then((server) => {
    t.after(() => server.kill());
    return server;
  });
const peer = (t, starting) =>
  starting.then((made) => {
    t.after(() => made.stop());
    return made;
  });

const channel_of = (kind, address, words = {}) => ({
  kind,
  address,
  unit: '100000',
  about: everything,
  ...words,
});
const add = (server, channel) => server.post('/api/v1/channels', channel, { status: 201 });
const issue = (server, words) =>
  server.post('/api/v1/orders', order_for(['420000'], words), { status: 201 });
const notices = (server, filter = '') => server.rows('/api/v1/notices', filter);
const one_notice = (server, filter, states) =>
  until(`a notice ${filter} is ${states}`, async () => {
    const [notice] = await notices(server, filter);
    return notice && states.includes(notice.state) ? notice : false;
  });

/// The keys that a channel for the whole country on a server with one desk must have been told.
function keys_owed(folder, channel) {
  const told = new Set([
    'Issued',
    'Amended',
    'Recalled',
    'Escalated',
    'Supervised',
    'HandedBack',
    'Declined',
    'Finished',
  ]);
  const keys = [];
  for (const { desk, first, events } of read_journal(folder))
    events.forEach(([name], index) => {
      if (name.startsWith('order.') && told.has(name.slice(6)))
        keys.push(`${desk}-${first + index}-${channel}`);
    });
  return keys;
}

test('a webhook is told once of each event, signed, with what it needs to act', async (t) => {
  const hook = await peer(t, Hook.start({ secret }));
  const server = await started(t, {
    args: [private_too, '--public-url', 'https://lifeline.example'],
  });
  await lay_ground(server);
  const channel = await add(server, channel_of('webhook', hook.url, { secret, label: 'desk' }));
  assert.equal(channel.is_signed, true);
  const order = await issue(server, { subject_zh: '抢修光缆', priority: 'urgent' });
  await server.post(`/api/v1/orders/${order.id}/recall`, { reason: 'a drill' });
  await until('both were told', () => hook.taken.size === 2);
  const [issued, recalled] = [...hook.taken.values()];
  assert.equal(issued.type, 'order.issued');
  assert.equal(issued.order.id, order.id);
  assert.equal(issued.order.subject_zh, '抢修光缆');
  assert.equal(issued.order.priority, 'urgent');
  assert.deepEqual(issued.order.units, ['420000']);
  assert.equal(issued.url, `https://lifeline.example/orders?open=order:${order.id}`);
  assert.equal(recalled.type, 'order.recalled');
  assert.equal(recalled.reason, 'a drill');
  assert.equal(hook.badly_signed, 0);
  const { headers } = hook.requests[0];
  assert.equal(headers['webhook-id'], headers['idempotency-key']);
  assert.equal(headers['idempotency-key'], issued.id);
  assert.deepEqual([...hook.taken.keys()].sort(), keys_owed(server.folder, channel.id).sort());
  const rows = await until('both are known to be sent', async () => {
    const rows = await notices(server, '&state=sent');
    return rows.length === 2 && rows;
  });
  assert.equal(rows[0].attempts, 1);
  const [row] = await server.rows('/api/v1/channels');
  assert.equal(row.sent, 2);
});

test('a secret is in no answer, no journal and no log, and only its owner reads it', async (t) => {
  const server = await started(t, {});
  await lay_ground(server);
  const hidden = 'a-secret-that-nobody-may-see';
  const channel = await add(server, channel_of('webhook', 'https://a.example', { secret: hidden }));
  const change = { address: 'https://b.example', about: ['issued'], secret: `${hidden}-2` };
  await server.post(`/api/v1/channels/${channel.id}/change`, change);
  const folder = join(server.folder, 'secrets');
  const files = readdirSync(folder);
  assert.equal(files.length, 1, 'what was replaced is gone');
  assert.equal(readFileSync(join(folder, files[0]), 'utf8'), `${hidden}-2`);
  assert.equal(statSync(join(folder, files[0])).mode & 0o777, 0o600);
  const shown = JSON.stringify(await server.rows('/api/v1/channels')) + server.text;
  assert.ok(!shown.includes(hidden));
  assert.ok(!JSON.stringify(read_journal(server.folder)).includes(hidden));
  const wrong = await server.ask('POST', '/api/v1/channels', {
    body: channel_of('webhook', 'ftp://a', { secret: hidden }),
  });
  assert.equal(wrong.json().name, 'url_must_be_well_formed');
  assert.equal(readdirSync(folder).length, 1, 'a channel that was refused leaves no secret');
  const gone = await server.ask('POST', `/api/v1/channels/${channel.id}/drop`, { body: {} });
  assert.equal(gone.status, 204);
  assert.equal(readdirSync(folder).length, 0);
});

test('a webhook that fails, hangs and breaks gets each notice all the same', async (t) => {
  const [bad, good] = [await peer(t, Hook.start()), await peer(t, Hook.start())];
  const server = await started(t, { args: [private_too] });
  await lay_ground(server);
  const [worse, better] = [
    await add(server, channel_of('webhook', bad.url)),
    await add(server, channel_of('webhook', good.url)),
  ];
  for (const mode of ['500', 'break', 'hang', '429']) {
    bad.mode = mode;
    const before = performance.now();
    for (let i = 0; i < 5; ++i) await issue(server, { subject_en: `${mode} ${i}` });
    const owed = keys_owed(server.folder, better.id).length;
    await until('the one that works is told', () => good.taken.size === owed, 3_000);
    assert.ok(performance.now() - before < 3_000, 'at once');
    await until(
      'the other was asked',
      () => bad.requests.some((asked) => asked.mode === mode),
      40_000, // it may hang for ten seconds before, and rest after that
    );
  }
  bad.mode = 'take';
  const owed = keys_owed(server.folder, worse.id).sort();
  await until('all have arrived', () => bad.taken.size === owed.length, 60_000);
  assert.deepEqual([...bad.taken.keys()].sort(), owed);
  assert.equal(good.requests.length, owed.length, 'nobody was asked twice without need');
});

test('a webhook that refuses is not asked again, and its words are kept', async (t) => {
  const [hook, other] = [await peer(t, Hook.start()), await peer(t, Hook.start())];
  const server = await started(t, { args: [private_too] });
  await lay_ground(server);
  const channel = await add(server, channel_of('webhook', hook.url));
  hook.mode = '410';
  await issue(server);
  const refused = await one_notice(server, '', ['refused']);
  assert.equal(refused.answer, '410 said 410');
  hook.mode = 'redirect';
  hook.elsewhere = other.url;
  const probe = await server.post(`/api/v1/channels/${channel.id}/test`, undefined, {
    status: 202,
  });
  await one_notice(server, `&id=${probe.id}`, ['refused']);
  assert.equal(other.requests.length, 0, 'no redirect is followed');
  hook.mode = 'take';
  await server.post(`/api/v1/notices/${refused.id}/send_again`);
  await one_notice(server, `&id=${refused.id}`, ['sent']);
  const again = await server.ask('POST', `/api/v1/notices/${refused.id}/send_again`);
  assert.equal(again.json().name, 'notice_must_not_be_sent');
});

test('no webhook is on a private network unless that was allowed', async (t) => {
  const hook = await peer(t, Hook.start());
  const server = await started(t, {});
  await lay_ground(server);
  const by_name = `http://localhost:${hook.port}/`;
  const wrapped = `http://[::ffff:127.0.0.1]:${hook.port}/`;
  for (const url of [hook.url, by_name, wrapped]) {
    const channel = await add(server, channel_of('webhook', url));
    const probe = await server.post(`/api/v1/channels/${channel.id}/test`, undefined, {
      status: 202,
    });
    const notice = await one_notice(server, `&id=${probe.id}`, ['refused']);
    assert.match(notice.answer, /not of the open Internet/);
  }
  assert.equal(hook.requests.length, 0);
});

test('a channel hears of its own ground, from its priority on, unless it is paused', async (t) => {
  const hook = await peer(t, Hook.start());
  const server = await started(t, { args: [private_too, '--desks', '420000'] });
  await lay_ground(server);
  const words = { unit: '420100', about: ['issued'], priority_min: 'high' };
  const { id } = await add(server, channel_of('webhook', hook.url, words));
  assert.equal(id.slice(0, 6), '420000', 'it stands on the desk of its ground');
  const to = (units, more) =>
    server.post('/api/v1/orders', order_for(units, more), { status: 201 });
  await to(['420600']);
  await to(['420106'], { priority: 'normal' });
  await server.post(`/api/v1/channels/${id}/pause`, {});
  await to(['420106']);
  await until('Wuhan has received them', async () => {
    const orders = await server.rows('/api/v1/orders');
    const pages = await Promise.all(orders.map((o) => server.get(`/api/v1/orders/${o.id}`)));
    return pages.every((page) => page.recipients.every((r) => r.delivered_at !== ''));
  });
  await server.post(`/api/v1/channels/${id}/resume`, {});
  const heard = await to(['420106', '420600']);
  await until('it is told', () => hook.taken.size > 0);
  const told = [...hook.taken.values()];
  assert.deepEqual(
    told.map((one) => [one.order.id, one.order.units, one.unit]),
    [[heard.id, ['420106'], '420100']],
  );
  const viewer = await server.token_for('viewer', 'viewer', '100000');
  for (const path of ['channels', 'notices'])
    assert.equal((await server.ask('GET', `/api/v1/${path}`, { token: viewer })).status, 403);
  const elsewhere = await server.token_for('xiangyang', 'commander', '420600');
  for (const path of ['channels', 'notices'])
    assert.deepEqual(await server.get(`/api/v1/${path}`, { token: elsewhere }), []);
});

test(
  'an e-mail says in both languages what to do until when',
  { skip: no_mail_server },
  async (t) => {
    const mail = await peer(t, BadMailServer.start());
    const server = await started(t, {
      args: ['--smtp', mail.url, ...from, '--public-url', 'https://lifeline.example'],
    });
    await lay_ground(server);
    const channel = await add(server, channel_of('email', 'duty@hubei.example'));
    const subject_zh = '请立即抢修武昌光缆,并报告进展情况和预计恢复时间,务必在两小时内完成';
    const order = await issue(server, {
      subject_zh: `${subject_zh}\r\nBcc: thief@evil.example`,
      subject_en: 'Repair\r\n\r\n<b>now</b>',
      priority: 'urgent',
    });
    await until('it is there', () => mail.taken.length === 1);
    const [message] = mail.taken;
    assert.equal(message.from, 'lifeline@operator.example');
    assert.deepEqual(message.to, ['duty@hubei.example']);
    assert.equal(message.id, `<${keys_owed(server.folder, channel.id)[0]}@operator.example>`);
    assert.ok(message.subject.startsWith('[Lifeline 特急 / urgent] 新指令 / New order'));
    assert.ok(message.subject.includes(subject_zh));
    assert.ok(!message.headers.some((name) => name.toLowerCase() === 'bcc'));
    for (const words of [
      `https://lifeline.example/orders?open=order:${order.id}`,
      '确认时限 / Acknowledge by: ',
      '北京时间',
    ])
      assert.ok(message.text.includes(words), words);
    assert.ok(Math.abs(Date.parse(message.date) - Date.parse(order.issued_at)) < 2_000);
  },
);

test(
  'without a mail server the channel says so, and what waited is sent once there is one',
  {
    skip: no_mail_server,
  },
  async (t) => {
    const mail = await peer(t, BadMailServer.start());
    const server = await started(t, {});
    await lay_ground(server);
    const { problem } = await add(server, channel_of('email', 'duty@hubei.example'));
    assert.equal(problem, 'mail_server_must_be_set');
    await issue(server);
    await one_notice(server, '', ['waiting']);
    await server.stop();
    server.args = ['--smtp', mail.url, ...from];
    await server.start();
    await one_notice(server, '', ['sent']);
    const [row] = await server.rows('/api/v1/channels');
    assert.equal(row.problem, '');
  },
);

test(
  'a mail server that misbehaves gets each message once, or it is in doubt',
  {
    skip: no_mail_server,
  },
  async (t) => {
    const mail = await peer(t, BadMailServer.start());
    const server = await started(t, { args: ['--smtp', mail.url, ...from] });
    await lay_ground(server);
    await add(server, channel_of('email', 'duty@hubei.example'));
    for (const mode of ['busy', 'later', 'drop_before_dot']) {
      await mail.mode(mode, 1);
      await issue(server, { subject_en: mode });
      const notice = await one_notice(server, `&q=${mode}`, ['sent']);
      assert.equal(notice.attempts, 2, mode);
    }
    await mail.mode('slow', 1);
    await issue(server, { subject_en: 'slow' });
    await until('it has taken all four', () => mail.taken.length === 4 || null);
    await one_notice(server, '&q=slow', ['handing_over']);
    await mail.mode('take');
    await one_notice(server, '&q=slow', ['sent']);
    assert.equal(mail.taken.length, 4);

    await mail.mode('refuse', 1);
    await issue(server, { subject_en: 'nobody' });
    const refused = await one_notice(server, '&q=nobody', ['refused']);
    assert.equal(refused.answer, '550 5.1.1 no such duty room');

    await mail.mode('drop_after_dot', 1);
    await issue(server, { subject_en: 'unknown' });
    const unknown = await one_notice(server, '&q=unknown', ['in_doubt']);
    assert.equal(unknown.may_have_arrived, true);
    await issue(server, { subject_en: 'after it' });
    await one_notice(server, '&q=after%20it', ['sent']);
    assert.equal(mail.taken.length, 6, 'what is in doubt was not sent again by itself');
    await server.post(`/api/v1/notices/${unknown.id}/send_again`);
    await one_notice(server, '&q=unknown', ['sent']);
    const ids = mail.taken.map(({ id }) => id);
    assert.equal(ids.filter((id) => id.includes(unknown.key)).length, 2, 'under the same id');
    const metrics = (await server.ask('GET', '/metrics')).text;
    assert.match(metrics, /^lifeline_notices_total\{state="in_doubt"\} 1$/m);
    assert.match(metrics, /^lifeline_notices_waiting 0$/m);
  },
);

test(
  'through kill -9 every notice arrives once at Exim, or is in doubt; none is missing',
  {
    skip: no_mail_server,
  },
  async (t) => {
    const mail = await peer(t, Exim.start());
    const hook = await peer(t, Hook.start());
    const server = await started(t, { args: ['--smtp', mail.url, ...from, private_too] });
    await lay_ground(server);
    const by_mail = await add(server, channel_of('email', 'duty@hubei.example'));
    const by_hook = await add(server, channel_of('webhook', hook.url));
    let is_over = false;
    let answered = 0;
    const commander = (async () => {
      for (let i = 0; !is_over; ++i)
        await server
          .ask('POST', '/api/v1/orders', { body: order_for(['420000'], { subject_en: `n ${i}` }) })
          .then(() => (answered += 1))
          .catch(() => pause(50));
    })();
    for (const orders of [9, 3, 14, 6, 11]) {
      const before = answered;
      await until('orders are issued', () => answered >= before + orders, 60_000);
      await server.kill();
      await server.start();
    }
    is_over = true;
    await commander;
    const open = '&state=waiting,handing_over';
    await until('nothing waits', async () => (await notices(server, open)).length === 0, 120_000);
    const owed_by_hook = keys_owed(server.folder, by_hook.id).sort();
    assert.ok(owed_by_hook.length > 20, 'there was something to tell');
    assert.deepEqual([...hook.taken.keys()].sort(), owed_by_hook, 'a webhook got every key');
    const doubtful = new Set((await notices(server, '&state=in_doubt')).map(({ key }) => key));
    await until('Exim has delivered', async () => {
      const at_mail = mail.ids();
      return keys_owed(server.folder, by_mail.id).every(
        (key) => at_mail.has(key) || doubtful.has(key),
      );
    });
    const at_mail = mail.ids();
    const owed = keys_owed(server.folder, by_mail.id);
    for (const key of owed) {
      const count = at_mail.get(key) ?? 0;
      assert.ok(doubtful.has(key) ? count <= 1 : count === 1, `${key} arrived ${count} times`);
    }
    assert.equal([...at_mail.keys()].filter((key) => !owed.includes(key)).length, 0);
    const sent = await notices(server, `&state=sent&channel=${by_mail.id}`);
    assert.equal(sent.length + doubtful.size, owed.length);
    t.diagnostic(
      `${owed.length} e-mails owed, ${doubtful.size} in doubt, of which ` +
        `${[...doubtful].filter((key) => at_mail.has(key)).length} had arrived; ` +
        `${hook.requests.length} requests for ${owed_by_hook.length} webhook notices`,
    );
    assert.equal(events_of(read_journal(server.folder), 'notice.ChannelAdded').length, 2);
  },
);
