// SPDX-License-Identifier: Apache-2.0
// The binary as a child process, and a plain HTTP client for it. A server lives on a data folder of
// its own, keeps its port over restarts, and is gone when the test process is, however that ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const binary = resolve(process.env.LIFELINE ?? join(root, 'build/lifeline'));
export const shared_data = resolve(root, '../shared/data');

const start_ms_max = 60_000;
const stop_ms_max = 15_000;
const request_ms_max = 60_000;
// Below the ports that the system gives to clients, so that a restart finds its port free.
const ports = { first: 12_000, count: 18_000 };

const children = new Set();
const folders = new Set();

function end_all() {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // A disk that is still mounted there goes with the machine's next start.
    }
  }
}
process.once('exit', end_all);
for (const signal of ['SIGTERM', 'SIGINT'])
  process.once(signal, () => {
    end_all();
    process.exit(1);
  });

/// A process of the binary that is gone when the test process is.
export function launch(args, options) {
  assert.ok(existsSync(binary), `${binary} is missing: build it or name it in LIFELINE`);
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  children.add(child);
  child.once('exit', () => children.delete(child));
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  return child;
}

/// A folder that is gone after the test process.
export function new_folder() {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-e2e-'));
  folders.add(folder);
  return folder;
}

export async function free_port() {
  for (let attempt = 0; attempt < 100; ++attempt) {
    const port = ports.first + Math.floor(Math.random() * ports.count);
    const is_free = await new Promise((settle) => {
      const probe = createServer();
      probe.once('error', () => settle(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => settle(true)));
    });
    if (is_free) return port;
  }
  throw new Error('no port is free');
}

/// Asks until the answer is neither false nor nothing; fails, with the sentence, when time is up.
export async function until(sentence, ask_once, within_ms = 10_000) {
  const end = performance.now() + within_ms;
  for (;;) {
    const answer = await ask_once();
    if (answer !== false && answer !== undefined && answer !== null) return answer;
    assert.ok(performance.now() < end, `within ${within_ms} ms: ${sentence}`);
    await pause(20);
  }
}

/// Runs a command of the binary to its end: {code, signal, out, error, took_ms}.
export function run(args, { env = {}, within_ms = 120_000, cwd = root } = {}) {
  return new Promise((settle) => {
    const began = performance.now();
    const child = launch(args, { cwd, env: { ...process.env, LIFELINE_TOKEN: '', ...env } });
    const result = { out: '', error: '' };
    child.stdout.on('data', (text) => (result.out += text));
    child.stderr.on('data', (text) => (result.error += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), within_ms);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      settle({ ...result, code, signal, took_ms: performance.now() - began });
    });
  });
}

export class Server {
  constructor({ folder = new_folder(), port = 0, args = [], env = {} } = {}) {
    this.env = env;
    this.folder = folder;
    this.port = port;
    this.args = args;
    this.child = null;
    this.text = '';
    this.ended = null; // a promise of {code, signal} while a process is there
  }

  static async start(options) {
    const server = new Server(options);
    await server.start();
    return server;
  }

  /// Starts the process without waiting for it.
  async launch() {
    this.port ||= await free_port();
    const args = ['serve', '--data', this.folder, '--port', String(this.port), ...this.args];
    this.agent?.destroy();
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
    this.text = '';
    this.child = launch(args, { cwd: root, env: { ...process.env, ...this.env } });
    const child = this.child;
    child.stdout.on('data', (text) => (this.text += text));
    child.stderr.on('data', (text) => (this.text += text));
    this.ended = new Promise((settle) =>
      child.once('close', (code, signal) => settle({ code, signal, text: this.text })),
    );
  }

  async start() {
    await this.launch();
    const child = this.child;
    let is_over = false;
    this.ended.then(() => (is_over = true));
    await until(
      'the server is ready',
      () => {
        if (is_over) throw new Error(`the server ended at once:\n${this.text}`);
        return /^address: \S+$/m.test(this.text) && /^token: \S+$/m.test(this.text);
      },
      start_ms_max,
    ).catch((error) => {
      child.kill('SIGKILL');
      throw error;
    });
    for (const [, name, value] of this.text.matchAll(/^(address|user|password|token): (\S+)$/gm))
      this[name] = value;
    return this;
  }

  is_running() {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /// Without warning, as when the power goes.
  async kill() {
    if (!this.is_running()) return;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /// In order; answers {code, signal, text, took_ms}. One that does not end in time is killed.
  async stop(signal = 'SIGTERM') {
    if (!this.is_running()) return null;
    const began = performance.now();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), stop_ms_max);
    this.child.kill(signal);
    const end = await this.ended;
    clearTimeout(timer);
    this.agent.destroy();
    return { ...end, took_ms: performance.now() - began };
  }

  /// {status, headers, bytes, text, json()}; rejects when the connection breaks.
  ask(method, path, { body, headers = {}, token = this.token, within_ms = request_ms_max } = {}) {
    const all = { ...headers };
    if (token) all.authorization = `Bearer ${token}`;
    let bytes = body;
    if (body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body)) {
      bytes = JSON.stringify(body);
      all['content-type'] ??= 'application/json';
    }
    if (bytes !== undefined) all['content-length'] = Buffer.byteLength(bytes);
    const where = { host: '127.0.0.1', port: this.port, method, path, headers: all };
    return new Promise((settle, fail) => {
      const request = http.request({ ...where, agent: this.agent }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', fail);
        response.on('end', () => {
          const whole = Buffer.concat(parts);
          const text = whole.toString('utf8');
          settle({
            status: response.statusCode,
            headers: response.headers,
            bytes: whole,
            text,
            json: () => JSON.parse(text),
          });
        });
      });
      const late = () => {
        const error = new Error(`no answer to ${method} ${path} within ${within_ms} ms`);
        request.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
      };
      const timer = setTimeout(late, within_ms);
      request.on('error', fail);
      request.on('close', () => clearTimeout(timer));
      request.end(bytes);
    });
  }

  async get(path, options) {
    const answer = await this.ask('GET', path, options);
    assert.equal(answer.status, 200, `GET ${path}: ${answer.status} ${answer.text}`);
    return answer.json();
  }

  /// Posts JSON and expects the status; answers the JSON, if there is any.
  async post(path, body, { status = 200, ...options } = {}) {
    const answer = await this.ask('POST', path, { body, ...options });
    assert.equal(answer.status, status, `POST ${path}: ${answer.status} ${answer.text}`);
    return answer.text ? answer.json() : null;
  }

  async import(noun, csv) {
    const headers = { 'content-type': 'text/csv; charset=utf-8' };
    return this.post(`/api/v1/${noun}/import`, csv, { headers });
  }

  /// An account of that role for the unit, by its token.
  async token_for(name, role, unit) {
    const account = { name, display_name: name, role, unit, password: `${name} has a long one` };
    await this.post('/api/v1/accounts', account, { status: 201 });
    const made = await this.post(
      `/api/v1/accounts/${name}/tokens`,
      { label: 'e2e' },
      { status: 201 },
    );
    return made.token;
  }

  /// All rows of a list, page by page.
  async rows(path, parameters = '', options = {}) {
    const rows = [];
    for (;;) {
      const page = `${path}?limit=1000&offset=${rows.length}${parameters}`;
      const answer = await this.ask('GET', page, options);
      assert.equal(answer.status, 200, `GET ${page}: ${answer.status} ${answer.text}`);
      const part = answer.json();
      rows.push(...part);
      const total = Number(answer.headers['x-total-count']);
      if (part.length === 0 || rows.length >= total) {
        assert.equal(rows.length, total, `${path} lists as many rows as it counts`);
        return rows;
      }
    }
  }

  /// How many rows a list has.
  async count(path) {
    const answer = await this.ask('GET', path);
    assert.equal(answer.status, 200, `GET ${path}: ${answer.status} ${answer.text}`);
    return Number(answer.headers['x-total-count']);
  }
}
