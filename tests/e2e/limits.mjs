// SPDX-License-Identifier: Apache-2.0
// The limits that the program was built with, from their one place.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './server.mjs';

const source = readFileSync(join(root, 'src/base/limits.h'), 'utf8');

export function limit(name) {
  const found = new RegExp(`\\b${name}\\s*=\\s*([^;]+);`).exec(source);
  assert.ok(found, `src/base/limits.h has ${name}`);
  return found[1]
    .split('*')
    .reduce((product, factor) => product * Number(factor.replaceAll("'", '')), 1);
}
