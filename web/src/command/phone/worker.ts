// SPDX-License-Identifier: Apache-2.0
// The phone's service worker: the page opens without a network. The build puts the files that make
// up the page, and a word that changes with them, where `shell` stands. All are fetched before this
// worker takes over, so a page is of one build or of another and never of both; the build before is
// kept as long as a page of it may be open.
export {};

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response> | Response): void;
}
interface Worker {
  addEventListener(kind: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(kind: 'fetch', listener: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}

declare const __phone_shell__: { version: string; files: string[] };
const shell = __phone_shell__;
const page = '/phone';
const prefix = 'lifeline-phone-';
const caches_kept = 2;
const worker = self as unknown as Worker;

async function install(): Promise<void> {
  const cache = await caches.open(prefix + shell.version);
  await cache.addAll(shell.files.map((file) => new Request(file, { cache: 'reload' })));
  await worker.skipWaiting();
}

// Caches come in the order in which they were made.
async function activate(): Promise<void> {
  const own = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const others = own.filter((name) => name !== prefix + shell.version);
  const old = others.slice(0, Math.max(0, others.length - (caches_kept - 1)));
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const is_page = request.mode === 'navigate';
  const cache = await caches.open(prefix + shell.version);
  const options = { ignoreVary: true };
  const kept =
    (await cache.match(is_page ? page : request, options)) ??
    (is_page ? undefined : await caches.match(request, options));
  return kept ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  const is_own = origin === worker.location.origin && event.request.method === 'GET';
  if (is_own && !pathname.startsWith('/api')) event.respondWith(answer(event.request));
});
