// SPDX-License-Identifier: Apache-2.0
// Syslog from a real logger, over UDP, TCP and TLS, and from raw sockets what logger does not send:
// structured alarms, broken frames, floods. What comes in by any of them is one alarm list.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { free_port, new_folder, root, Server, until } from './server.mjs';

const rules = {
  rules: [
    {
      name: 'link down',
      app: 'rpd',
      text: '*Interface * down*',
      does: 'raise',
      condition: 'linkDown',
      interface: '{2}',
      severity: 'major',
      event_type: 'communicationsAlarm',
    },
    {
      name: 'link up',
      app: 'rpd',
      text: '*Interface * up*',
      does: 'clear',
      condition: 'linkDown',
      interface: '{2}',
    },
    { name: 'flood', app: 'flood', text: '*', condition: 'flood', interface: '{1}' },
  ],
};

const peers = join(root, '.cache/peers');
const libraries = join(peers, `usr/lib/${process.arch === 'x64' ? 'x86_64' : 'aarch64'}-linux-gnu`);
const rsyslogd = join(peers, 'usr/sbin/rsyslogd');
const unless_rsyslog = existsSync(rsyslogd)
  ? false
  : 'there is no rsyslogd: ./dev test unpacks one';
const has_logger = existsSync('/usr/bin/logger');
const has_openssl = spawnSync('openssl', ['version']).status === 0;
const unless_logger = has_logger ? false : 'there is no logger';

const folder = new_folder();
const certificate = join(folder, 'door.pem');
const key = join(folder, 'door.key');
const children = new Set();
let server;
const ports = {};

function make_certificate() {
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'],
    ...['-keyout', key, '-out', certificate],
  ]);
  assert.equal(made.status, 0, String(made.stderr));
}

before(async () => {
  const file = join(folder, 'rules.json');
  writeFileSync(file, JSON.stringify(rules));
  for (const kind of ['udp', 'tcp', 'tls']) ports[kind] = await free_port();
  const args = ['--syslog-udp', String(ports.udp), '--syslog-tcp', String(ports.tcp)];
  if (has_openssl) {
    make_certificate();
    args.push('--syslog-tls', String(ports.tls));
    args.push('--syslog-tls-certificate', certificate, '--syslog-tls-key', key);
  }
  server = await Server.start({ args: [...args, '--syslog-rules', file] });
});
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await server?.kill();
});

const alarms = (source, state = 'raised') =>
  server.rows('/api/v1/alarms', `&source_name=${source}&state=${state}`);
const one_alarm = (source, state) =>
  until(`${source} has one alarm that is ${state}`, async () => {
    const rows = await alarms(source, state);
    return rows.length === 1 && rows[0];
  });
const door = async (name) =>
  (await server.get('/api/v1/doors')).find((candidate) => candidate.name === name);
const refusals = async (name) =>
  Object.fromEntries((await door(name)).refusals.map(({ reason, count }) => [reason, count]));

function logger(...args) {
  const ran = spawnSync('logger', args, { timeout: 20_000 });
  assert.equal(ran.status, 0, String(ran.stderr));
}
const to = (kind, port) => [`--${kind}`, '--server', '127.0.0.1', '--port', String(port)];

// A door for plain TCP that leads to the TLS door, as a stunnel beside a logger would be.
async function tunnel() {
  const listener = net.createServer((plain) => {
    const secure = tls.connect({
      host: '127.0.0.1',
      port: ports.tls,
      ca: readFileSync(certificate),
    });
    plain.pipe(secure).pipe(plain);
    plain.on('error', () => secure.destroy());
    secure.on('error', () => plain.destroy());
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}

const stamp = () => new Date().toISOString();
const structured = (host, words) =>
  `<165>1 ${stamp()} ${host} agent - ID1 [alarm ${Object.entries(words)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ')}] from the field`;

async function send_tcp(bytes) {
  const socket = net.connect(ports.tcp, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  socket.resume();
  socket.end(bytes);
  await once(socket, 'close');
}

test('a logger raises and clears over UDP', { skip: unless_logger }, async () => {
  const send = (text) =>
    logger(...to('udp', ports.udp), '--rfc5424', '-t', 'rpd', '-p', 'local0.err', text);
  const host = spawnSync('hostname').stdout.toString().trim();
  send('42 Interface udp-0 down now');
  const alarm = await one_alarm(host, 'raised');
  assert.equal(alarm.probable_cause, 'linkDown');
  assert.equal(alarm.perceived_severity, 'major');
  assert.equal(alarm.event_type, 'communicationsAlarm');
  assert.match(alarm.additional_text, /Interface udp-0 down/);
  send('43 Interface udp-0 up again');
  await one_alarm(host, 'cleared');
});

test(
  'a logger of RFC 3164 and one that counts octets come in by TCP',
  {
    skip: unless_logger,
  },
  async () => {
    const from = ['-t', 'rpd', '-p', 'local0.err'];
    logger(...to('tcp', ports.tcp), '--rfc5424=nohost', ...from, '1 Interface tcp-0 down now');
    logger(
      ...to('tcp', ports.tcp),
      '--rfc5424=nohost',
      '--octet-count',
      ...from,
      '2 Interface tcp-1 down',
    );
    await until('both are raised', async () => (await alarms('127.0.0.1')).length === 2);
    logger(
      ...to('tcp', ports.tcp),
      '--rfc3164',
      ...from,
      '--octet-count',
      '3 Interface tcp-2 down',
    );
    const host = spawnSync('hostname').stdout.toString().trim();
    await one_alarm(host, 'raised');
    for (const port of ['tcp-0', 'tcp-1'])
      logger(...to('tcp', ports.tcp), '--rfc5424=nohost', ...from, `9 Interface ${port} up`);
    await until('both are cleared', async () => (await alarms('127.0.0.1')).length === 0);
  },
);

test('a logger comes in by TLS', { skip: unless_logger || !has_openssl }, async () => {
  const way = await tunnel();
  try {
    const { port } = way.address();
    const from = ['--rfc5424=nohost', '--octet-count', '-t', 'rpd', '-p', 'local0.err'];
    const before_it = (await door('syslog-tls')).taken;
    logger(...to('tcp', port), ...from, '1 Interface tls-0 down');
    await until('it is taken', async () => (await door('syslog-tls')).taken === before_it + 1);
    assert.ok((await alarms('127.0.0.1')).some((row) => /tls-0/.test(row.additional_text)));
  } finally {
    way.close();
  }
});

test('a structured alarm comes in by openssl s_client', { skip: !has_openssl }, async () => {
  const args = ['s_client', '-quiet', '-verify_return_error', '-CAfile', certificate];
  const client = spawn('openssl', [...args, '-connect', `127.0.0.1:${ports.tls}`]);
  children.add(client);
  client.stderr.resume();
  const words = {
    resource: 'port 3',
    probableCause: 'lossOfSignal',
    perceivedSeverity: 'critical',
  };
  client.stdin.write(structured('SYSLOG-TLS', words) + '\n');
  const alarm = await one_alarm('SYSLOG-TLS', 'raised');
  assert.equal(alarm.perceived_severity, 'critical');
  client.stdin.write(structured('SYSLOG-TLS', { ...words, perceivedSeverity: 'cleared' }) + '\n');
  await one_alarm('SYSLOG-TLS', 'cleared');
  client.kill();
});

test('a message that comes twice is one report', async () => {
  const words = { resource: 'a', probableCause: 'fire', perceivedSeverity: 'major' };
  const message = structured('SYSLOG-TWICE', words);
  const before_it = (await door('syslog-tcp')).taken;
  await send_tcp(`${message}\n${message}\n`);
  await send_tcp(`${message}\n`);
  await until(
    'all three are taken',
    async () => (await door('syslog-tcp')).taken === before_it + 3,
  );
  const [row] = await alarms('SYSLOG-TWICE');
  assert.equal(row.count, 1);
});

test('what is broken is refused by name with an example, and the next is taken', async () => {
  const words = { resource: 'a', probableCause: 'fire', perceivedSeverity: 'major' };
  await send_tcp(`<999>1 password=hunter2\n${structured('SYSLOG-NEXT', words)}\n`);
  await one_alarm('SYSLOG-NEXT', 'raised');
  await send_tcp('GET / HTTP/1.1\r\n\r\n');
  await send_tcp(`<13>${'x'.repeat(9000)}\n`);
  await send_tcp('<13>1 half of a mess');
  await send_tcp(structured('SYSLOG-BAD', { ...words, perceivedSeverity: 'loud' }) + '\n');
  const expected = {
    frame_must_begin_with_a_count_or_priority: 1,
    message_must_be_short: 1,
    message_must_be_whole: 1,
    priority_must_be_given: 1,
    severity_must_be_known: 1,
  };
  await until('all are refused', async () => {
    const found = await refusals('syslog-tcp');
    return Object.keys(expected).every((reason) => found[reason] >= expected[reason]);
  });
  assert.deepEqual(await refusals('syslog-tcp'), expected);
  const { examples } = await door('syslog-tcp');
  const [example] = examples.filter((one) => one.reason.startsWith('priority_must_be_given'));
  assert.match(example.text, /password=\*\*\*\*/);
  const metrics = (await server.ask('GET', '/metrics')).text;
  assert.match(
    metrics,
    /lifeline_door_refused_total\{door="syslog-tcp",reason="message_must_be_whole"\} 1/,
  );
});

test('what is no alarm is passed over and counted', async () => {
  const before_it = (await door('syslog-udp')).passed_over;
  const socket = dgram.createSocket('udp4');
  socket.send('<14>1 - host cron - - - all is well', ports.udp, '127.0.0.1');
  socket.send(Buffer.alloc(9000, 60), ports.udp, '127.0.0.1');
  await until('one is passed over and one refused', async () => {
    const { passed_over, refused } = await door('syslog-udp');
    return passed_over === before_it + 1 && refused === 1;
  });
  socket.close();
});

test('a flood by TCP loses nothing, also when the server is killed', async () => {
  const count = 20_000;
  const lines = [];
  for (let i = 0; i < count; ++i) lines.push(`<11>1 ${stamp()} SYSLOG-FLOOD flood - - - ${i}\n`);
  const before_it = (await door('syslog-tcp')).taken;
  await send_tcp(lines.join(''));
  await until(
    'all are durable',
    async () => (await door('syslog-tcp')).taken === before_it + count,
    60_000,
  );
  await server.kill();
  await server.start();
  assert.equal(await server.count('/api/v1/alarms?source_name=SYSLOG-FLOOD&state=raised'), count);
  assert.equal((await door('syslog-tcp')).state, 'listening');
});

test('a server that ends in order says so and is back', async () => {
  const end = await server.stop();
  assert.equal(end.code, 0, end.text);
  await server.start();
  assert.equal((await door('syslog-udp')).state, 'listening');
});

test('rsyslog forwards as the documentation says', { skip: unless_rsyslog }, async () => {
  const config = join(folder, 'rsyslog.conf');
  const port = await free_port();
  writeFileSync(
    config,
    `module(load="imudp")
input(type="imudp" address="127.0.0.1" port="${port}")
*.err action(type="omfwd" target="127.0.0.1" port="${ports.tcp}" protocol="tcp"
  TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format")
`,
  );
  const child = spawn(
    rsyslogd,
    ['-n', '-f', config, '-i', join(folder, 'rsyslog.pid'), '-M', join(libraries, 'rsyslog')],
    { env: { ...process.env, LD_LIBRARY_PATH: libraries } },
  );
  children.add(child);
  child.stdout.resume();
  child.stderr.resume();
  const socket = dgram.createSocket('udp4');
  const tell = (text) =>
    socket.send(`<27>Jan 23 10:00:00 agg-9 rpd[1]: ${text}`, port, '127.0.0.1');
  await until('the alarm that rsyslog told on', async () => {
    tell('Interface xe-0/0/9 down now');
    return (await alarms('agg-9')).length === 1;
  });
  const [alarm] = await alarms('agg-9');
  assert.equal(alarm.interface, 'xe-0/0/9');
  assert.equal(alarm.origin, 'syslog');
  socket.close();
});

test(
  'a peer without the certificate that is asked for is not heard',
  {
    skip: !has_openssl,
  },
  async () => {
    const port = await free_port();
    const strict = await Server.start({
      args: [
        ...['--syslog-tls', String(port), '--syslog-tls-certificate', certificate],
        ...['--syslog-tls-key', key, '--syslog-tls-ca', certificate],
      ],
    });
    const message = (host) =>
      `<165>1 - ${host} agent - - [alarm resource="p" probableCause="los"` +
      ' perceivedSeverity="major"]\n';
    const tell = async (host, credentials) => {
      const socket = tls.connect({
        port,
        host: '127.0.0.1',
        ca: readFileSync(certificate),
        ...credentials,
      });
      socket.on('error', () => undefined);
      socket.end(message(host));
      await new Promise((resolve) => socket.on('close', resolve));
    };
    const own_certificate = { cert: readFileSync(certificate), key: readFileSync(key) };
    const rows = () => strict.rows('/api/v1/alarms', '');
    try {
      await tell('unknown', {});
      await tell('known', own_certificate);
      await until('the known one is heard', async () => (await rows()).length > 0);
      assert.deepEqual(
        (await rows()).map((one) => one.source_name),
        ['known'],
      );
    } finally {
      await strict.kill();
    }
  },
);
