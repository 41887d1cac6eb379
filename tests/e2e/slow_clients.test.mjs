// SPDX-License-Identifier: Apache-2.0
// Clients that dawdle hold up nobody: they are cut with 408 when their time is over, and a thousand
// connections that say nothing cost nobody else an answer.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { limit } from './limits.mjs';
import { Server } from './server.mjs';
import { fault, report } from './ves.mjs';

const byte_interval_ms = 1_000;
const slow_clients = 5;
const idle_connections = 1_000;
// Of two requests meanwhile; the machine may be doing other work, but nothing waits for the slow.
const half_ms_max = 1_000;
const slowest_ms_max = 5_000;
const head_ms = limit('http_header_wait_s') * 1000;
const body_ms = limit('http_body_wait_s') * 1000;
const cut_late_ms_max = 3_000;

let server;

before(async () => {
  server = await Server.start();
});
after(() => server?.kill());

// Sends `at_once`, then byte after byte of what follows; answers {text, took_ms, sent}.
function dribble(at_once, bytes) {
  return new Promise((settle, fail) => {
    const began = performance.now();
    let text = '';
    let sent = 0;
    const socket = connect(server.port, '127.0.0.1', () => socket.write(at_once || bytes[sent++]));
    const timer = setInterval(() => {
      if (sent < bytes.length) socket.write(bytes[sent++]);
    }, byte_interval_ms);
    socket.setEncoding('utf8');
    socket.on('data', (part) => (text += part));
    socket.on('end', () => socket.destroy());
    socket.on('error', (error) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') fail(error);
    });
    socket.on('close', () => {
      clearInterval(timer);
      settle({ text, took_ms: performance.now() - began, sent });
    });
  });
}

function must_be_cut({ text, took_ms }, after_ms) {
  assert.match(text, /^HTTP\/1\.1 408 /);
  assert.match(text, /\r\nConnection: close\r\n/i);
  assert.match(text.split('\r\n\r\n')[1], /"request_must_arrive_in_time\b/);
  assert.ok(took_ms >= after_ms - 500, `it had its ${after_ms} ms: ${Math.round(took_ms)} ms`);
  assert.ok(took_ms <= after_ms + cut_late_ms_max, `it was cut late: ${Math.round(took_ms)} ms`);
}

// A thousand connections, once all are accepted.
async function open_idle(t) {
  const sockets = await Promise.all(
    Array.from(
      { length: idle_connections },
      () =>
        new Promise((settle, fail) => {
          const socket = connect(server.port, '127.0.0.1', () => settle(socket));
          socket.on('error', fail);
        }),
    ),
  );
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  return sockets;
}

test('clients of one byte a second are cut in time, and others are served meanwhile', async (t) => {
  const idle = await open_idle(t);
  const head = `GET /healthz HTTP/1.1\r\nHost: e2e\r\nX-Slow: ${'x'.repeat(100)}`;
  const in_head = Array.from({ length: slow_clients }, () => dribble('', head));
  const post = `POST /eventListener/v7 HTTP/1.1\r\nHost: e2e\r\nContent-Type: application/json\r\n`;
  const begun = `${post}Authorization: Bearer ${server.token}\r\nContent-Length: 1000\r\n\r\n`;
  const in_body = Array.from({ length: slow_clients }, () => dribble(begun, ' '.repeat(1000)));

  let are_over = false;
  const all = Promise.all([...in_head, ...in_body]).finally(() => (are_over = true));
  const served_ms = [];
  while (!are_over) {
    const began = performance.now();
    await report(server, fault({ source: `MEANWHILE-${served_ms.length}` }));
    await server.get('/api/v1/picture');
    served_ms.push(performance.now() - began);
    await new Promise((settle) => setTimeout(settle, 20));
  }
  await all;
  served_ms.sort((a, b) => a - b);
  const half_ms = Math.round(served_ms[served_ms.length >> 1]);
  const slowest_ms = Math.round(served_ms.at(-1));
  const served = served_ms.length;
  t.diagnostic(`${served} served: half in ${half_ms} ms, the slowest in ${slowest_ms} ms`);
  for (const one of in_head) must_be_cut(await one, head_ms);
  for (const one of in_body) must_be_cut(await one, body_ms);
  assert.ok(half_ms < half_ms_max, `half took ${half_ms} ms or more`);
  assert.ok(slowest_ms < slowest_ms_max, `the slowest took ${slowest_ms} ms`);
  assert.equal(await server.count('/api/v1/alarms'), served);
  for (const socket of idle) assert.ok(!socket.destroyed && socket.readable, 'an idle one is open');
});

test('a request in pieces, within its time, is served as a whole', async () => {
  const pieces = [
    'GET /hea',
    'lthz HTT',
    'P/1.1\r\nHo',
    'st: e2e\r\nConnection: close\r',
    '\n\r\n',
  ];
  const { text } = await new Promise((settle, fail) => {
    let text = '';
    const socket = connect(server.port, '127.0.0.1', async () => {
      for (const piece of pieces) {
        await new Promise((written) => socket.write(piece, written));
        await new Promise((turn) => setImmediate(turn));
      }
    });
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('data', (part) => (text += part));
    socket.on('close', () => settle({ text }));
    socket.on('error', fail);
  });
  assert.match(text, /^HTTP\/1\.1 200 OK\r\n/);
});
