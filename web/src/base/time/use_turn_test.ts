// SPDX-License-Identifier: Apache-2.0
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, type EffectScope } from 'vue';
import { use_clock } from './clock';
import { earliest_ms, use_turn } from './use_turn';

const ms = (at: string) => Date.parse(at);
const eight = '2020-01-23T08:00:00Z';
const nine = '2020-01-23T09:00:00Z';

describe('earliest_ms', () => {
  it('is never for no moment and for none that is given', () => {
    expect(earliest_ms([])).toBe(Infinity);
    expect(earliest_ms([''])).toBe(Infinity);
    expect(earliest_ms(['', nine, eight])).toBe(ms(eight));
  });
});

describe('use_turn', () => {
  let scope: EffectScope;
  beforeEach(() => {
    setActivePinia(createPinia());
    scope = effectScope();
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });

  async function at(time: string, later_ms: number): Promise<void> {
    use_clock().now_ms = ms(time) + later_ms;
    await nextTick();
  }

  it('asks once when the earliest moment has passed, and again while it stays', async () => {
    let moments = [nine, eight];
    const passed = vi.fn();
    scope.run(() => use_turn(() => moments, passed));
    await at(eight, -1000);
    expect(passed).not.toHaveBeenCalled();
    await at(eight, 1000);
    await at(eight, 2000);
    expect(passed).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(6000);
    await at(eight, 7000);
    expect(passed).toHaveBeenCalledTimes(2);
    moments = [];
  });
});
