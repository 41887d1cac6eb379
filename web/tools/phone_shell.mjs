// SPDX-License-Identifier: Apache-2.0
// A Vite plugin that tells the phone's service worker which files make up its page: the entry, all
// that the phone's own code needs, both languages, the icons. The version is their digest.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const begin = '/src/command/phone/start.ts';
const languages = ['/src/messages/zh.json', '/src/messages/en.json'];
const beside = ['icon.svg', 'phone.webmanifest', 'phone-192.png', 'phone-512.png'];
const place = '__phone_shell__';

/// The file names of the chunks, and of what they import, styles and pictures included.
export function files_of(bundle, chunks) {
  const files = new Set();
  const waiting = [...chunks];
  while (waiting.length > 0) {
    const chunk = waiting.pop();
    if (files.has(chunk.fileName)) continue;
    files.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
    for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset);
    for (const name of chunk.imports ?? []) {
      if (bundle[name]) waiting.push(bundle[name]);
    }
  }
  return [...files].sort();
}

const is_of = (chunk, path) =>
  chunk.facadeModuleId?.endsWith(path) || chunk.moduleIds?.some((id) => id.endsWith(path));

/** @returns {import('vite').Plugin} */
export function phone_shell() {
  return {
    name: 'lifeline-phone-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const all = Object.values(bundle);
      const chunks = all.filter((one) => one.type === 'chunk');
      const worker = chunks.find((one) => one.name === 'phone_worker');
      const wanted = [begin, ...languages].map((path) => chunks.find((one) => is_of(one, path)));
      const entry = chunks.find((one) => one.isEntry && one !== worker);
      if (!worker || !entry || wanted.some((one) => !one))
        throw new Error('the phone has no worker, or a part of its page is not in the build');
      const built = files_of(bundle, [entry, ...wanted]);
      const digest = createHash('sha256').update(built.join());
      for (const name of beside) digest.update(readFileSync(`public/${name}`));
      const html = bundle['index.html']?.source ?? readFileSync('index.html');
      const version = digest.update(html).digest('hex').slice(0, 16);
      const files = ['/phone', ...beside.map((name) => `/${name}`), ...built.map((f) => `/${f}`)];
      worker.code = worker.code.replaceAll(place, () => JSON.stringify({ version, files }));
    },
  };
}
