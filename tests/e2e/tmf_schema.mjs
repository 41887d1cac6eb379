// SPDX-License-Identifier: Apache-2.0
// Checks answers against a TM Forum API's own description, where the standards are at hand.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { wrongs } from './schema.mjs';
import { root } from './server.mjs';

const folder = resolve(root, '../../shared/specs/tmforum');
const folders = [folder, resolve(root, '../shared/specs/tmforum')];

/// The description of an API, or null when this machine does not have it.
export function description_of(file) {
  const found = folders.map((one) => resolve(one, file)).find((path) => existsSync(path));
  return found ? JSON.parse(readFileSync(found, 'utf8')) : null;
}

// A reference and what stands beside it, resolved.
function plain(description, schema) {
  if (Array.isArray(schema)) return schema.map((one) => plain(description, one));
  if (typeof schema !== 'object' || schema === null) return schema;
  if (schema.$ref) {
    const name = schema.$ref.replace('#/definitions/', '');
    return plain(description, description.definitions[name]);
  }
  // Each word when it is asked for: a work order's item has items of its kind.
  const resolved = {};
  for (const [word, inner] of Object.entries(schema))
    Object.defineProperty(resolved, word, {
      enumerable: true,
      get: () => plain(description, inner),
    });
  return resolved;
}

/// Fails unless the value is what the description calls by that name; without one all fits.
export function must_fit(description, name, value) {
  if (!description) return;
  const schema = plain(description, description.definitions[name]);
  assert.deepEqual(wrongs(schema, value), [], `${name}: ${JSON.stringify(value)}`);
}
