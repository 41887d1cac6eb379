// SPDX-License-Identifier: Apache-2.0
// The console's words, as it has them.
import { readFileSync } from 'node:fs';

const read = (language) =>
  JSON.parse(readFileSync(new URL(`../src/messages/${language}.json`, import.meta.url), 'utf8'));

export const messages = { zh: read('zh'), en: read('en') };
