// SPDX-License-Identifier: Apache-2.0
// A subscriber of a TM Forum hub: keeps what it takes, and fails, refuses or hangs when told to.
import { createServer } from 'node:http';

export class Listener {
  constructor() {
    this.taken = []; // what was answered with 201, in the order of its coming
    this.asked = 0;
    this.mode = 'take'; // take, fail (503), refuse (400), hang
    this.hung = new Set();
    this.server = createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => this.#answer(request, response, Buffer.concat(parts).toString()));
    });
  }

  static async start() {
    const listener = new Listener();
    await new Promise((settle) => listener.server.listen(0, '127.0.0.1', settle));
    listener.url = `http://127.0.0.1:${listener.server.address().port}/told`;
    return listener;
  }

  #answer(request, response, text) {
    ++this.asked;
    if (this.mode === 'hang') return this.hung.add(response);
    if (this.mode === 'take')
      this.taken.push({
        ...JSON.parse(text),
        path: request.url,
        content_type: request.headers['content-type'],
      });
    response.writeHead({ take: 201, fail: 503, refuse: 400 }[this.mode]).end();
  }

  types() {
    return this.taken.map(({ eventType }) => eventType);
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
