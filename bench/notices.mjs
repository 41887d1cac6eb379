// SPDX-License-Identifier: Apache-2.0
// How many notices a second reach one listener: webhooks at one address, orders issued while all of
// them fail, and then the time from its first "yes" to the last notice taken.
//
//   LIFELINE=build-release/lifeline node bench/notices.mjs [channels] [orders]
import http from 'node:http';
import { lay_ground, order_for } from '../tests/e2e/ground.mjs';
import { Server, until } from '../tests/e2e/server.mjs';

const [channels = 1, orders = 5_000] = process.argv.slice(2).map(Number);
const taken = new Set();
let first_ms = 0;
let is_open = false;
const listener = http.createServer((request, response) => {
  request.resume().on('end', () => {
    if (is_open) {
      first_ms ||= performance.now();
      taken.add(request.headers['idempotency-key']);
    }
    response.writeHead(is_open ? 204 : 503, is_open ? {} : { 'retry-after': '5' }).end();
  });
});
await new Promise((settle) => listener.listen(0, '127.0.0.1', settle));
const server = await Server.start({ args: ['--notify-private'] });
await lay_ground(server);
for (let i = 0; i < channels; ++i)
  await server.post(
    '/api/v1/channels',
    {
      kind: 'webhook',
      unit: '100000',
      about: ['issued'],
      address: `http://127.0.0.1:${listener.address().port}/${i}`,
      secret: 'a-secret-of-the-benchmark',
    },
    { status: 201 },
  );
const began_ms = performance.now();
for (let issued = 0; issued < orders; issued += 50)
  await Promise.all(
    Array.from({ length: Math.min(50, orders - issued) }, () =>
      server.post('/api/v1/orders', order_for(['420000']), { status: 201 }),
    ),
  );
const issued_s = (performance.now() - began_ms) / 1000;
is_open = true;
await until('all are taken', () => taken.size === channels * orders || null, 600_000);
const told_s = (performance.now() - first_ms) / 1000;
const rate = Math.round(taken.size / told_s);
console.log(
  `${orders} orders issued in ${issued_s.toFixed(1)} s\n` +
    `${taken.size} notices to ${channels} webhooks of one listener in ${told_s.toFixed(1)} s: ` +
    `${rate} a second`,
);
await server.stop();
process.exit(0);
