// SPDX-License-Identifier: Apache-2.0
// Situation reports: the row of the list, and a report as a document whose numbers are links.
export type ReportState = 'draft' | 'released' | 'withdrawn';
export const report_states: ReportState[] = ['draft', 'released', 'withdrawn'];

export interface ReportRow {
  id: string;
  plan: string;
  number: number;
  unit: string;
  scenario: string;
  from: string;
  cut_off: string;
  state: ReportState;
  previous: string;
  languages: string[];
  drawn_up_by: string;
  drawn_up_at: string;
  released_by: string;
  released_at: string;
  note: string;
  withdrawn_by: string;
  withdrawn_at: string;
  withdrawal_reason: string;
  digest: string;
}

export interface PlanRow {
  id: string;
  unit: string;
  scenario: string;
  every_min: number;
  daily_at: string;
  from: string;
  until: string;
  running: boolean;
  next_at: string;
  reports_total: number;
  planned_by: string;
  end_reason: string;
}

export interface Span {
  text: string;
  figure: string;
}
export interface Cell extends Span {
  state: string;
  link: string;
}
export interface BarSeries {
  name: string;
  colour: string;
  values: number[];
  figures: string[];
}
export interface Chart {
  categories: string[];
  series: BarSeries[];
}
export interface Block {
  kind: 'heading' | 'paragraph' | 'notice' | 'table' | 'chart';
  spans: Span[];
  columns: string[];
  rows: Cell[][];
  chart: Chart;
}
export interface ReportDocument {
  title: string;
  subtitle: string;
  mark: string;
  footer: string;
  blocks: Block[];
}
export interface Figure {
  name: string;
  value: number;
  events: string;
}
export interface ReportPage {
  report: ReportRow;
  digest: string;
  is_as_released: boolean;
  document: ReportDocument;
  content: {
    previous: string;
    figures: Figure[];
    corrections: { name: string; was: number; is: number }[];
  };
  labels: Record<string, string>;
}

export interface FigureEvent {
  event: string;
  desk: string;
  position: number;
  at: string;
  type: string;
  subject: string;
  unit: string;
  amount: number;
  link: string;
  kept: string;
}

// "/orders?open=order:420000-3" → the sheet that shows it.
export function sheet_of(link: string): { kind: string; id: string } | null {
  const found = /[?&]open=([a-z_]+):(.+)$/.exec(link);
  return found?.[1] && found[2] ? { kind: found[1], id: found[2] } : null;
}

export interface Compared {
  name: string;
  label: string;
  before: number;
  now: number;
  change: number;
  corrected: boolean;
}

// Figures over all of the report, side by side; what neither counts is left out.
export function compare(page: ReportPage, previous: ReportPage): Compared[] {
  const before = new Map(previous.content.figures.map(({ name, value }) => [name, value]));
  const corrected = new Set(page.content.corrections.map(({ name }) => name));
  return page.content.figures
    .filter(({ name }) => name in page.labels && !name.startsWith('corrections.'))
    .map(({ name, value }) => ({
      name,
      label: page.labels[name] ?? name,
      before: before.get(name) ?? 0,
      now: value,
      change: Math.round((value - (before.get(name) ?? 0)) * 100) / 100,
      corrected: corrected.has(name),
    }))
    .filter((one) => one.before > 0 || one.now > 0);
}

const plot = { width: 720, left: 44, right: 6, top: 8, height: 120, bottom: 20 };

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: string;
  figure: string;
  title: string;
}

export interface Picture {
  width: number;
  height: number;
  bars: Bar[];
  lines: { y: number; value: number }[];
  words: { x: number; text: string }[];
}

function step_of(most: number): number {
  for (let ten = 1; ; ten *= 10)
    for (const times of [1, 2, 5]) if (most / (ten * times) <= 5) return ten * times;
}

// The same picture as on the server's pages, in the console's colours.
export function draw(chart: Chart): Picture {
  const values = chart.series.flatMap((series) => series.values);
  const step = step_of(Math.max(1, ...values));
  const most = Math.ceil(Math.max(1, ...values) / step) * step;
  const base = plot.top + plot.height;
  const slot = (plot.width - plot.left - plot.right) / Math.max(1, chart.categories.length);
  const gap = Math.min(slot * 0.2, 10);
  const bar = Math.min((slot - gap) / Math.max(1, chart.series.length), 24);
  const middle = (at: number) => plot.left + slot * (at + 0.5);
  const bars = chart.series.flatMap((series, turn) =>
    series.values.map((value, at) => {
      const height = (plot.height * value) / most;
      return {
        x: middle(at) + bar * (turn - chart.series.length / 2),
        y: base - height,
        width: Math.max(bar - 1, 0.5),
        height,
        colour: series.colour,
        figure: series.figures[at] ?? '',
        title: `${chart.categories[at]} ${series.name} ${value}`,
      };
    }),
  );
  const every = Math.max(1, Math.ceil(34 / slot));
  return {
    width: plot.width,
    height: base + plot.bottom,
    bars: bars.filter((one) => one.height > 0),
    lines: Array.from({ length: most / step + 1 }, (_, at) => ({
      y: base - (plot.height * at * step) / most,
      value: at * step,
    })),
    words: chart.categories
      .map((text, at) => ({ x: middle(at), text }))
      .filter((_, at) => at % every === 0),
  };
}
