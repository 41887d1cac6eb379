// SPDX-License-Identifier: Apache-2.0
// Moments counted into bars of equal, round width: at most `bars_max` of them.

export interface Histogram {
  start_ms: number;
  width_ms: number;
  counts: number[];
}

const second = 1000;
const widths_ms = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 86_400, 604_800].map(
  (seconds) => seconds * second,
);

export function histogram(times_ms: readonly number[], bars_max = 40): Histogram {
  const times = times_ms.filter((time) => !Number.isNaN(time));
  if (times.length === 0) return { start_ms: 0, width_ms: second, counts: [] };
  let [least, most] = [Infinity, -Infinity];
  for (const time of times) [least, most] = [Math.min(least, time), Math.max(most, time)];
  const span = most - least;
  const widest = widths_ms[widths_ms.length - 1] as number;
  const width =
    widths_ms.find((w) => span / w < bars_max - 1) ??
    Math.ceil(span / (bars_max - 1) / widest) * widest;
  const start = Math.floor(least / width) * width;
  const counts = new Array<number>(Math.floor((most - start) / width) + 1).fill(0);
  for (const time of times) {
    const at = Math.floor((time - start) / width);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { start_ms: start, width_ms: width, counts };
}
