// SPDX-License-Identifier: Apache-2.0
// A webhook on loopback that misbehaves on demand: takes, fails, hangs, breaks the connection once
// it has read the body, redirects. What it took it keeps by the notice's key, as a peer should.
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';

export class Hook {
  static async start({ secret = '' } = {}) {
    const hook = new Hook();
    hook.mode = 'take';
    hook.secret = secret;
    hook.taken = new Map(); // key → body
    hook.requests = []; // {key, mode, at_ms}
    hook.badly_signed = 0;
    hook.server = http.createServer((request, response) => hook.answer(request, response));
    hook.server.keepAliveTimeout = 60_000;
    await new Promise((settle) => hook.server.listen(0, '127.0.0.1', settle));
    hook.port = hook.server.address().port;
    hook.url = `http://127.0.0.1:${hook.port}/notices`;
    return hook;
  }

  answer(request, response) {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const key = request.headers['idempotency-key'];
      const { mode } = this;
      this.requests.push({ key, mode, at_ms: performance.now(), headers: request.headers });
      if (this.secret && !this.is_signed(request.headers, body)) this.badly_signed += 1;
      if (mode === 'hang') return;
      if (mode === 'break') {
        this.keep(key, body);
        request.socket.destroy();
        return;
      }
      if (mode === 'redirect') response.writeHead(302, { location: this.elsewhere }).end();
      else if (mode !== 'take') response.writeHead(Number(mode)).end(`said ${mode}`);
      else {
        this.keep(key, body);
        response.writeHead(204).end();
      }
    });
  }

  keep(key, body) {
    if (!this.taken.has(key)) this.taken.set(key, JSON.parse(body));
  }

  // Standard Webhooks 1.0.0.
  is_signed(headers, body) {
    const key = Buffer.from(this.secret.replace('whsec_', ''), 'base64');
    const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const wanted = Buffer.from(`v1,${createHmac('sha256', key).update(text).digest('base64')}`);
    const given = Buffer.from(headers['webhook-signature'] ?? '');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
