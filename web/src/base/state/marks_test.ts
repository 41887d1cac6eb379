// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { contrast, marks, worst } from './marks';

const style = readFileSync(new URL('../style/tokens.css', import.meta.url), 'utf8');

describe('state marks', () => {
  it('give each state a shape of its own', () => {
    expect(new Set(Object.values(marks).map((mark) => mark.shape)).size).toBe(5);
  });

  it('name the worst state, and normal for none', () => {
    expect(worst(['normal', 'stale', 'degraded'])).toBe('degraded');
    expect(worst(['suppressed', 'down'])).toBe('down');
    expect(worst([])).toBe('normal');
  });

  it('stand out from both surfaces as graphics must (3:1)', () => {
    for (const mark of Object.values(marks)) {
      expect(contrast(mark.light, '#FFFFFF')).toBeGreaterThanOrEqual(3);
      expect(contrast(mark.dark, '#14181E')).toBeGreaterThanOrEqual(3);
    }
  });

  it('have the same colours in the style sheet', () => {
    for (const [state, mark] of Object.entries(marks)) {
      expect(style).toContain(`--state-${state}: ${mark.light.toLowerCase()};`);
      expect(style).toContain(`--state-${state}: ${mark.dark.toLowerCase()};`);
    }
  });
});

describe('text colours', () => {
  const token = (block: string, name: string) =>
    new RegExp(`--${name}: (#[0-9A-Fa-f]{6});`).exec(block)?.[1] ?? '';
  const [light = '', dark = ''] = style.split('/* dark */');

  it.each([
    ['light', light],
    ['dark', dark],
  ])('are readable in the %s theme (4.5:1)', (_theme, block) => {
    for (const surface of ['surface', 'ground', 'raised', 'selected']) {
      for (const ink of ['ink', 'ink-soft', 'ink-faint', 'accent', 'rehearsal']) {
        expect(contrast(token(block, ink), token(block, surface))).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
