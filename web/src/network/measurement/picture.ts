// SPDX-License-Identifier: Apache-2.0
// One series as an ECharts option: what is usual as a band, the values as a line with its gaps, the
// limit as a dashed line. Colours come from the page, so both themes are right.
import { band_at, time_of, type Series, type SeriesAnswer } from './model';

export interface Colours {
  ink: string;
  line: string;
  value: string;
  band: string;
  limit: string;
}

export interface Words {
  usual: string;
  value: string;
  limit: string;
  time: (at_ms: number) => string;
  moment: (at_ms: number) => string;
}

type Pair = [number, number | null];

export function option_of(answer: SeriesAnswer, series: Series, colours: Colours, words: Words) {
  const values: Pair[] = series.values.map((value, at) => [time_of(answer, at), value]);
  const bands = series.values.map((_, at) => band_at(answer, at));
  // What is usual is the same for an hour: a point where it changes, and one at the end.
  const last = bands.length - 1;
  const turns = bands.flatMap((band, at) => (at === last || bands[at - 1] !== band ? [at] : []));
  const low: Pair[] = turns.map((at) => [time_of(answer, at), series.low[bands[at] ?? -1] ?? null]);
  const width: Pair[] = turns.map((at) => {
    const band = bands[at] ?? -1;
    const [from, to] = [series.low[band] ?? null, series.high[band] ?? null];
    return [time_of(answer, at), from === null || to === null ? null : to - from];
  });
  const seen = series.values.filter((value): value is number => value !== null);
  const is_near = seen.some((value) =>
    series.worse === 'high' ? value >= 0.6 * series.warning : value <= 1.5 * series.warning,
  );
  const plain = { type: 'line', showSymbol: false, animation: false, silent: true };
  return {
    animation: false,
    aria: { enabled: false },
    grid: { left: 52, right: 12, top: 12, bottom: 24 },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      formatter: (shown: { axisValue: number; dataIndex: number; seriesName: string }[]) => {
        const first = shown.find((one) => one.seriesName === words.value);
        if (!first) return '';
        const value = series.values[first.dataIndex];
        const band = bands[first.dataIndex] ?? -1;
        const lines = [words.moment(first.axisValue)];
        lines.push(`${words.value} ${value ?? '-'} ${series.unit}`);
        if (series.low[band] != null)
          lines.push(`${words.usual} ${series.low[band]} – ${series.high[band]} ${series.unit}`);
        return lines.join('\n');
      },
    },
    xAxis: {
      type: 'time',
      min: Date.parse(answer.from),
      max: Date.parse(answer.to),
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.ink, hideOverlap: true, formatter: words.time },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      scale: true,
      max: (extent: { max: number }) => (series.unit === '%' && extent.max > 80 ? 100 : null),
      splitNumber: 3,
      axisLabel: { color: colours.ink },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      { ...plain, name: 'low', stack: 'band', step: 'end', data: low, lineStyle: { opacity: 0 } },
      {
        ...plain,
        name: words.usual,
        stack: 'band',
        step: 'end',
        data: width,
        lineStyle: { opacity: 0 },
        areaStyle: { color: colours.band, opacity: 1 },
      },
      {
        ...plain,
        name: words.value,
        data: values,
        connectNulls: false,
        lineStyle: { color: colours.value, width: 1.5 },
        itemStyle: { color: colours.value },
        markLine: is_near
          ? {
              symbol: 'none',
              silent: true,
              lineStyle: { color: colours.limit, type: 'dashed', width: 1.5 },
              label: {
                position: 'insideStartTop',
                color: colours.limit,
                formatter: () => words.limit,
              },
              data: [{ yAxis: series.warning }],
            }
          : undefined,
      },
    ],
  };
}
