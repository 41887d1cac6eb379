// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '@/messages/en.json';
import zh from '@/messages/zh.json';
import { preferred_language } from './i18n';

type Messages = { [key: string]: string | Messages };

function flat(messages: Messages, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [name, text] of flat(value, `${prefix}${key}.`)) found.set(name, text);
  }
  return found;
}

const chinese = flat(zh as Messages);
const english = flat(en as Messages);
const source = new URL('../../', import.meta.url).pathname;

function source_files(): string[] {
  const entries = readdirSync(source, { recursive: true, withFileTypes: true });
  return entries
    .filter((e) => e.isFile() && /\.(vue|ts)$/.test(e.name) && !e.name.endsWith('_test.ts'))
    .map((e) => join(e.parentPath, e.name));
}

describe('the message files', () => {
  it('have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have the same placeholders in each sentence', () => {
    const holes = (text = '') => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
    for (const [key, text] of english) {
      expect([key, holes(chinese.get(key))]).toEqual([key, holes(text)]);
    }
  });

  it('say something in every sentence', () => {
    for (const text of [...chinese.values(), ...english.values()]) expect(text).not.toBe('');
  });

  it('hold every sentence that the code names', () => {
    for (const path of source_files()) {
      for (const [, key = ''] of readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)) {
        expect([path, key, english.has(key)]).toEqual([path, key, true]);
      }
    }
  });

  it('are the only place with Chinese text', () => {
    for (const path of source_files()) {
      expect([path, /[\u4e00-\u9fff]/.test(readFileSync(path, 'utf8'))]).toEqual([path, false]);
    }
  });
});

describe('the language at first', () => {
  it("is the one chosen before, then the browser's, then Chinese", () => {
    expect(preferred_language('en', ['zh-CN'])).toBe('en');
    expect(preferred_language('', ['en-GB', 'zh'])).toBe('en');
    expect(preferred_language('', ['de', 'zh-TW'])).toBe('zh');
    expect(preferred_language('', ['fr'])).toBe('zh');
  });
});
