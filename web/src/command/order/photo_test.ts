// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fitted } from './photo';

describe('a photo', () => {
  it('is drawn smaller without changing its shape', () => {
    expect(fitted(4096, 3072)).toEqual({ width: 2048, height: 1536 });
    expect(fitted(3000, 6000)).toEqual({ width: 1024, height: 2048 });
  });

  it('is never drawn larger, nor as nothing', () => {
    expect(fitted(640, 480)).toEqual({ width: 640, height: 480 });
    expect(fitted(100_000, 1)).toEqual({ width: 2048, height: 1 });
  });
});
