// SPDX-License-Identifier: Apache-2.0
// The server under test: one that runs already (LIFELINE_URL, LIFELINE_USER, LIFELINE_PASSWORD,
// LIFELINE_TOKEN), or the binary LIFELINE_BINARY, started on a folder of its own and killed without
// warning when a test asks for it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = join(dirname(fileURLToPath(import.meta.url)), '../dist');
const start_ms_max = 30_000;

function free_port() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// Reads "address: …", "user: …", "password: …" and "token: …" from what the binary prints. After a
// restart only the address is certain to be printed again.
function read_words(child, wanted) {
  return new Promise((resolve, reject) => {
    const words = {};
    let text = '';
    const timer = setTimeout(
      () => reject(new Error(`no address within 30 s:\n${text}`)),
      start_ms_max,
    );
    const settle = () => {
      clearTimeout(timer);
      resolve(words);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      for (const [, name, value] of text.matchAll(/^(address|user|password|token): (\S+)$/gm)) {
        words[name] = value;
      }
      if (wanted.every((name) => words[name])) settle();
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}:\n${text}`));
    });
  });
}

async function start_binary(binary) {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-console-'));
  const port = await free_port();
  const extra = (process.env.LIFELINE_ARGUMENTS ?? '').split(' ').filter(Boolean);
  let child;
  const run = async (wanted, env = {}) => {
    const options = ['serve', '--port', String(port), '--data', folder, '--web', web, ...extra];
    const inherited = { ...process.env, ...env };
    child = spawn(binary, options, { stdio: ['ignore', 'pipe', 'pipe'], env: inherited });
    return read_words(child, wanted);
  };
  const ended = () => new Promise((resolve) => child.once('exit', resolve));
  const words = await run(['address', 'user', 'password', 'token']);
  return {
    url: words.address.replace(/\/$/, ''),
    user: words.user,
    password: words.password,
    token: words.token,
    async kill() {
      const gone = ended();
      child.kill('SIGKILL');
      await gone;
    },
    start_again: (env) => run(['address'], env),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = ended();
        child.kill('SIGTERM');
        await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function open_server() {
  const { LIFELINE_BINARY, LIFELINE_URL, LIFELINE_USER, LIFELINE_PASSWORD, LIFELINE_TOKEN } =
    process.env;
  if (LIFELINE_BINARY) return start_binary(LIFELINE_BINARY);
  if (!LIFELINE_URL) return null;
  return {
    url: LIFELINE_URL.replace(/\/$/, ''),
    user: LIFELINE_USER ?? '',
    password: LIFELINE_PASSWORD ?? '',
    token: LIFELINE_TOKEN ?? '',
    stop: async () => undefined,
  };
}
