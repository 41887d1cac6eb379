// SPDX-License-Identifier: Apache-2.0
// The scenario's clock: asked once from the server, then carried on at its speed. `now_ms` steps
// once a second; in a rehearsal at ×120 one step is two minutes.
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { get } from '@/base/api/client';
import type { ClockRow } from './model';

export const use_clock = defineStore('clock', () => {
  const row = ref<ClockRow>({
    now: '',
    speed: 1,
    rehearsal: false,
    zone: 'Asia/Shanghai',
    scenario: '',
  });
  const now_ms = ref(Date.now());
  let asked_at_ms = performance.now();
  let base_ms = Date.now();
  let timer = 0;

  function step(): void {
    now_ms.value = base_ms + (performance.now() - asked_at_ms) * row.value.speed;
  }

  async function ask(): Promise<void> {
    const before = performance.now();
    row.value = await get<ClockRow>('/clock');
    asked_at_ms = (before + performance.now()) / 2;
    base_ms = Date.parse(row.value.now);
    step();
    if (!timer) timer = window.setInterval(step, 1000);
  }

  const zone = computed(() => row.value.zone);
  const rehearsal = computed(() => row.value.rehearsal);
  const speed = computed(() => row.value.speed);
  const scenario = computed(() => row.value.scenario);
  return { now_ms, zone, rehearsal, speed, scenario, ask };
});
