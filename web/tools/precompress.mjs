// SPDX-License-Identifier: Apache-2.0
// A Vite plugin that writes name.gz and name.br beside every text file of the build, where they
// save at least a tenth. Files under 1 KiB are left alone: a header costs more than they save.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const text_extensions = new Set(['.js', '.css', '.html', '.json', '.svg', '.txt', '.webmanifest']);
const bytes_min = 1024;

async function files_under(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath ?? e.path, e.name));
}

async function compress(path) {
  const bytes = await readFile(path);
  if (bytes.length < bytes_min) return;
  const zipped = await promisify(gzip)(bytes, { level: 9 });
  const brotli = await promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 10,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  if (zipped.length < bytes.length * 0.9) await writeFile(`${path}.gz`, zipped);
  if (brotli.length < bytes.length * 0.9) await writeFile(`${path}.br`, brotli);
}

/** @returns {import('vite').Plugin} */
export function precompress() {
  let folder = 'dist';
  return {
    name: 'lifeline-precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      for (const path of await files_under(folder)) {
        if (text_extensions.has(extname(path))) await compress(path);
      }
    },
  };
}
