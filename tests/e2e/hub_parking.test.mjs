// SPDX-License-Identifier: Apache-2.0
// A listener of TM Forum's notifications that stays away for a day is parked, is seen to be, and
// has everything when it asks again. The server's clocks are moved on by libfaketime, which is
// unpacked and not installed; see `./dev`, fetch_peer.
import assert from 'node:assert/strict';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { lay_ground } from './ground.mjs';
import { Listener } from './listener.mjs';
import { new_folder, root, Server, until } from './server.mjs';

const peers = resolve(process.env.PEERS ?? join(root, '.cache/peers'));
const architecture = { x64: 'x86_64', arm64: 'aarch64' }[process.arch];
const library = join(peers, `usr/lib/${architecture}-linux-gnu/faketime/libfaketimeMT.so.1`);
const skip = existsSync(library) ? false : `not there: ${library}`;
const api = '/tmf-api/troubleTicket/v4';

/// A clock that the server reads and the test moves.
class Clock {
  constructor() {
    this.file = join(new_folder(), 'clock');
    this.move('+0');
    this.env = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_RESET: '1',
    };
  }

  move(offset) {
    writeFileSync(`${this.file}.new`, `${offset}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}

test(
  'a listener that is away for a day is parked, and has all when it asks again',
  { skip },
  async (t) => {
    const clock = new Clock();
    const server = await Server.start({ args: ['--hub-callbacks', '127.0.0.1'], env: clock.env });
    t.after(() => server.kill());
    await lay_ground(server);
    const listener = await Listener.start();
    t.after(() => listener.stop());
    const subscribe = () => server.post(`${api}/hub`, { callback: listener.url }, { status: 201 });
    const { id } = await subscribe();
    const opened = async () => {
      const words = { description: 'No service', severity: 'Major', ticketType: 'incident' };
      return (await server.post(`${api}/troubleTicket`, words, { status: 201 })).id;
    };
    const standing = () => server.get(`${api}/hub/${id}`);
    const is_in = (state) =>
      until(`it is ${state}`, async () => {
        const now = await standing();
        return now.state === state && now;
      });

    listener.mode = 'fail';
    const ids = [await opened(), await opened()];
    assert.equal((await is_in('waiting')).waiting, 2);
    clock.move('+23h');
    const asked = listener.asked;
    await subscribe();
    await until('it is tried again', () => listener.asked > asked);
    assert.equal((await standing()).state, 'waiting', 'not a day yet');
    clock.move('+25h');
    await subscribe();
    const parked = await is_in('parked');
    assert.equal(parked.last_error, 'HTTP 503');
    assert.equal(parked.waiting, 2);
    const metrics = (await server.ask('GET', '/metrics')).text;
    assert.match(metrics, /^lifeline_hub_subscriptions\{state="parked"\} 1$/m);
    ids.push(await opened());

    listener.mode = 'take';
    assert.equal((await subscribe()).id, id, 'it is the same subscription');
    await until('all has come', () => listener.taken.length >= 3);
    assert.deepEqual(
      listener.taken.map(({ event }) => event.troubleTicket.id),
      ids,
    );
    await is_in('delivering');
    ids.push(await opened());
    await until('it is told at once again', () => listener.taken.length === 4);
  },
);
