// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { histogram } from './histogram';

describe('histogram', () => {
  it('counts every moment once', () => {
    const times = Array.from({ length: 2000 }, (_, i) => 1_579_744_800_000 + i * 30);
    const found = histogram(times);
    expect(found.counts.reduce((a, b) => a + b, 0)).toBe(2000);
    expect(found.width_ms).toBe(5000);
  });

  it('keeps to its bars for a second, a day and a century', () => {
    for (const span of [0, 1000, 86_400_000, 3.2e12]) {
      const found = histogram([1e12, 1e12 + span, 1e12 + span / 2]);
      expect(found.counts.length).toBeLessThanOrEqual(40);
      expect(found.counts.reduce((a, b) => a + b, 0)).toBe(3);
    }
  });

  it('is empty for no moments', () => {
    expect(histogram([Number.NaN]).counts).toEqual([]);
  });
});
