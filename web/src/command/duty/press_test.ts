// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { press_of } from './press';

describe('an action on my duty', () => {
  it('is one press where no words are needed', () => {
    const order = { kind: 'order' as const, evidence: false };
    expect(['acknowledge', 'start', 'finish'].map((a) => press_of(order, a))).toEqual([
      'press',
      'press',
      'press',
    ]);
    expect(['report', 'decline'].map((a) => press_of(order, a))).toEqual(['words', 'words']);
  });

  it('opens the order where evidence is asked', () => {
    expect(press_of({ kind: 'order', evidence: true }, 'finish')).toBe('sheet');
    expect(press_of({ kind: 'order', evidence: true }, 'acknowledge')).toBe('press');
  });

  it('is left to the sheet when the page does not know it', () => {
    expect(press_of({ kind: 'alarm', evidence: false }, 'close')).toBe('none');
  });
});
