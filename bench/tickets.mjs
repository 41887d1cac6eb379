// SPDX-License-Identifier: Apache-2.0
// Trouble tickets on a real server: pages of a list over many, and notifications to one listener on
// loopback, which had been away; beside it a plain client loop that posts the same bodies to the
// same listener.
//
//   LIFELINE=build-release/lifeline node bench/tickets.mjs [tickets] [notifications]
import http from 'node:http';
import { units_csv } from '../tests/e2e/ground.mjs';
import { CountingListener } from '../tests/e2e/counting_listener.mjs';
import { Server, until } from '../tests/e2e/server.mjs';

const api = '/tmf-api/troubleTicket/v4';
const tickets = `${api}/troubleTicket`;
const count = Number(process.argv[2] ?? 100_000);
const events = Number(process.argv[3] ?? 20_000);
const in_flight = 64;
const pages_of_form = 200;
const say = (text) => console.log(text);

const quantile = (times, share) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

async function open_many(server, from, to) {
  const words = ['Critical', 'Major', 'Minor', 'Low'];
  let next = from;
  const work = async () => {
    while (next < to) {
      const i = next++;
      await server.post(
        tickets,
        {
          description: `Complaint ${i}: no service in ward ${i % 40}`,
          severity: words[i % 4],
          ticketType: 'incident',
          externalId: `INC-${i}`,
          requestedResolutionDate: '2020-01-24T08:00:00+08:00',
          relatedParty: [{ id: `${i % 1000}`, role: 'customer', '@referredType': 'Individual' }],
        },
        { status: 201 },
      );
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: in_flight }, work));
  return (to - from) / ((performance.now() - began) / 1000);
}

async function measure_pages(server) {
  const forms = {
    'the first page': '',
    'severity=Major, the last page': `severity=Major&offset=${count / 4 - 50}`,
    'relatedParty.id=7': 'relatedParty.id=7',
    'externalId of one': `externalId=INC-${Math.floor(count / 2)}`,
    'status and severity, newest first':
      'status=acknowledged&severity=Critical,Major&sort=-creationDate',
  };
  for (const [name, query] of Object.entries(forms)) {
    const times = [];
    for (let i = 0; i < pages_of_form; ++i) {
      const began = performance.now();
      await server.get(`${tickets}?limit=50&${query}`);
      times.push(performance.now() - began);
    }
    const [half, most] = [0.5, 0.99].map((share) => quantile(times, share).toFixed(1));
    say(`page of 50 over ${count} tickets, ${name}: p50 ${half} ms, p99 ${most} ms`);
  }
}

async function taken_by(listener, wanted, began) {
  await until(
    `${wanted} were taken`,
    async () => (await listener.asked('count')).taken >= wanted,
    120_000,
  );
  return wanted / ((performance.now() - began) / 1000);
}

async function measure_hub(server, listener, port) {
  const callback = `http://127.0.0.1:${port}/told`;
  const query = 'eventType=TroubleTicketCreateEvent';
  const { id } = await server.post(`${api}/hub`, { callback, query }, { status: 201 });
  await open_many(server, count, count + events);
  await listener.asked('come back');
  await server.post(`${api}/hub`, { callback, query }, { status: 201 });
  const rate = await taken_by(listener, events, performance.now());
  say(`notifications, ${events} that waited, to one listener: ${Math.round(rate)}/s`);
  await server.ask('DELETE', `${api}/hub/${id}`);
}

async function measure_loop(server, listener, port) {
  const ticket = await server.get(`${tickets}/100000-1`);
  const event = { eventId: '1', eventTime: ticket.creationDate, event: { troubleTicket: ticket } };
  const body = JSON.stringify({ ...event, eventType: 'TroubleTicketCreateEvent' });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const post = () =>
    new Promise((settle, fail) => {
      const where = { host: '127.0.0.1', port, path: '/told', method: 'POST', headers, agent };
      const request = http.request(where, (response) => response.resume().on('end', settle));
      request.on('error', fail);
      request.end(body);
    });
  const began = performance.now();
  for (let i = 0; i < events; ++i) await post();
  const rate = events / ((performance.now() - began) / 1000);
  say(`peer: a plain Node client loop, ${body.length} bytes each: ${Math.round(rate)}/s`);
  agent.destroy();
}

async function main() {
  const server = await Server.start({ args: ['--hub-callbacks', '127.0.0.1'] });
  await server.import('units', units_csv);
  const listener = new CountingListener();
  const { port } = await listener.asked();
  say(`tickets opened, ${in_flight} at once: ${Math.round(await open_many(server, 0, count))}/s`);
  await measure_pages(server);
  await measure_hub(server, listener, port);
  await measure_loop(server, listener, port);
  listener.worker.terminate();
  await server.stop();
}

await main();
