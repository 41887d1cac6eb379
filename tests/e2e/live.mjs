// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/live as a browser reads it (WHATWG HTML, section 9.2: server-sent events).
import assert from 'node:assert/strict';
import http from 'node:http';

function parsed(block) {
  const event = { event: 'message', id: '', data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon <= 0) continue;
    event[line.slice(0, colon)] = line.slice(colon + 2);
  }
  if (event.data) event.data = JSON.parse(event.data);
  event.arrived_ms = performance.now();
  return event;
}

export class Live {
  constructor(response) {
    this.response = response;
    this.events = [];
    this.taken = 0;
    this.is_over = false;
    this.wake = () => undefined;
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (part) => {
      text += part;
      const blocks = text.split('\n\n');
      text = blocks.pop();
      for (const block of blocks) if (/^event:/m.test(block)) this.events.push(parsed(block));
      this.wake();
    });
    const end = () => {
      this.is_over = true;
      this.wake();
    };
    response.on('close', end);
    response.on('error', end);
  }

  /// `since` goes as Last-Event-ID.
  static open(server, { since = '', token = server.token } = {}) {
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    if (since) headers['last-event-id'] = since;
    const where = { host: '127.0.0.1', port: server.port, path: '/api/v1/live', headers };
    return new Promise((settle, fail) => {
      const request = http.get({ ...where, agent: false }, (response) => {
        assert.equal(response.statusCode, 200, 'the live stream is answered');
        settle(new Live(response));
      });
      request.on('error', fail);
    });
  }

  /// The next event, in order, that matches; what comes before it is passed over.
  async next(sentence, matches, within_ms = 10_000) {
    const end = performance.now() + within_ms;
    for (;;) {
      while (this.taken < this.events.length) {
        const event = this.events[this.taken++];
        if (matches(event)) return event;
      }
      const left_ms = end - performance.now();
      assert.ok(left_ms > 0, `within ${within_ms} ms on the stream: ${sentence}`);
      assert.ok(!this.is_over, `before the stream is over: ${sentence}`);
      await new Promise((settle) => {
        const timer = setTimeout(settle, left_ms);
        this.wake = () => {
          clearTimeout(timer);
          settle();
        };
      });
    }
  }

  row(sentence, list, matches, within_ms) {
    return this.next(
      sentence,
      (event) => event.event === 'change' && event.data[list].some(matches),
      within_ms,
    );
  }

  close() {
    this.response.destroy();
  }
}
