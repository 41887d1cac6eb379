// SPDX-License-Identifier: Apache-2.0
// A listener of notifications on a thread of its own, as little as HTTP/1.1 lets it be: away (503)
// until it is told to come back, then it takes all and counts.
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

function listen() {
  let is_away = true;
  let taken = 0;
  const server = net.createServer((socket) => {
    let text = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (part) => {
      text = text.length === 0 ? part : Buffer.concat([text, part]);
      for (;;) {
        const head = text.indexOf('\r\n\r\n');
        if (head < 0) return;
        const said = text.toString('latin1', 0, head).match(/content-length: (\d+)/i);
        const end = head + 4 + Number(said?.[1] ?? 0);
        if (text.length < end) return;
        text = text.subarray(end);
        if (!is_away) ++taken;
        const status = is_away ? '503 Service Unavailable' : '201 Created';
        socket.write(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage({ port: server.address().port }));
  parentPort.on('message', (wish) => {
    if (wish === 'come back') is_away = false;
    if (wish === 'end') process.exit(0);
    parentPort.postMessage({ taken });
  });
}

/// Its first word is its port; each wish ("come back", "count", "end") is answered by {taken}.
export class CountingListener {
  constructor() {
    this.worker = new Worker(fileURLToPath(import.meta.url), { argv: ['listen'] });
  }
  asked(wish) {
    return new Promise((settle) => {
      this.worker.once('message', settle);
      if (wish) this.worker.postMessage(wish);
    });
  }
}

if (!isMainThread && process.argv[2] === 'listen') listen();
