// SPDX-License-Identifier: Apache-2.0
// The board's lines: each crew with its stops in order, and the jobs that nobody goes to.
import type { CrewRow } from '@/command/crew/model';
import type { Proposal } from './model';

export interface Stop {
  key: string; // the proposal's id
  proposal: Proposal;
  depart_ms: number;
  arrive_ms: number;
  start_ms: number;
  finish_ms: number;
  latest_ms: number; // of the arrival; 0: any time
  late_ms: number; // how late the crew will be there; 0: in time
  is_late: boolean;
}

export interface Line {
  crew: string;
  row: CrewRow | null; // null: not in the reader's reach
  stops: Stop[];
}

export type Shown = 'all' | 'with_jobs' | 'at_work';

const time_of = (at: string, otherwise: number): number => {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? otherwise : ms;
};

export function stop_of(proposal: Proposal): Stop {
  const arrive_ms = time_of(proposal.arrive_at, time_of(proposal.start_at, 0));
  const start_ms = Math.max(arrive_ms, time_of(proposal.start_at, arrive_ms));
  const latest_ms = time_of(proposal.latest, 0);
  const late_ms = latest_ms > 0 ? Math.max(0, arrive_ms - latest_ms) : 0;
  return {
    key: proposal.id,
    proposal,
    depart_ms: Math.min(arrive_ms, time_of(proposal.depart_at, arrive_ms)),
    arrive_ms,
    start_ms,
    finish_ms: Math.max(start_ms, time_of(proposal.finish_at, start_ms)),
    latest_ms,
    late_ms,
    is_late: late_ms > 0 || proposal.late,
  };
}

const by_number = new Intl.Collator('en', { numeric: true });

// In the order of the crews' numbers, which no plan changes: lines stay where they are.
export function lines_of(crews: readonly CrewRow[], proposals: readonly Proposal[]): Line[] {
  const lines = new Map<string, Line>();
  for (const row of crews) lines.set(row.id, { crew: row.id, row, stops: [] });
  for (const proposal of proposals) {
    if (!proposal.crew) continue;
    const line = lines.get(proposal.crew) ?? { crew: proposal.crew, row: null, stops: [] };
    line.stops.push(stop_of(proposal));
    lines.set(proposal.crew, line);
  }
  for (const { stops } of lines.values())
    stops.sort((a, b) => a.proposal.position - b.proposal.position || a.start_ms - b.start_ms);
  return [...lines.values()].sort((a, b) => by_number.compare(a.crew, b.crew));
}

// A crew on a job has work even where the job is not in the plan.
export const has_work = (line: Line): boolean => line.stops.length > 0 || Boolean(line.row?.job);

// Crews with work first, each group in its order: all that have stops stand before the fold.
export const work_first = (lines: readonly Line[]): Line[] => [
  ...lines.filter(has_work),
  ...lines.filter((line) => !has_work(line)),
];

export interface BoardRow {
  crew: string;
  line: Line | null; // null: the fold, which stands for all crews without work
}

// Of lines in the order of work_first().
export function rows_of(lines: readonly Line[], unfolded: boolean): BoardRow[] {
  const rows = lines.map((line) => ({ crew: line.crew, line }));
  const fold_at = lines.findIndex((line) => !has_work(line));
  if (fold_at < 0) return rows;
  const idle = unfolded ? rows.slice(fold_at) : [];
  return [...rows.slice(0, fold_at), { crew: '', line: null }, ...idle];
}

const weight = { urgent: 0, high: 1, normal: 2 };

// Jobs that nobody goes to: the most urgent first, then by number.
export function unassigned_of(proposals: readonly Proposal[]): Proposal[] {
  return proposals
    .filter((one) => one.state === 'unassigned')
    .sort((a, b) => weight[a.priority] - weight[b.priority] || by_number.compare(a.job, b.job));
}

function words_of(line: Line): string {
  const { row } = line;
  const crew = row
    ? [row.name_zh, row.name_en, row.vehicle, row.unit, ...row.skills].join(' ')
    : '';
  const jobs = line.stops.map(({ proposal: p }) => `${p.job} ${p.title_zh} ${p.title_en}`);
  return `${line.crew} ${crew} ${jobs.join(' ')}`.toLowerCase();
}

export function sought_lines(lines: readonly Line[], q: string, shown: Shown): Line[] {
  const sought = q.trim().toLowerCase();
  return lines.filter((line) => {
    if (shown === 'with_jobs' && line.stops.length === 0) return false;
    if (shown === 'at_work' && (line.row?.state ?? 'off_duty') === 'off_duty') return false;
    return sought === '' || words_of(line).includes(sought);
  });
}

export interface Spot {
  line: number;
  stop: number;
}

export function find_job(lines: readonly Line[], job: string): Spot | null {
  for (const [at, { stops }] of lines.entries()) {
    const stop = stops.findIndex(({ proposal }) => proposal.job === job);
    if (stop >= 0) return { line: at, stop };
  }
  return null;
}

// The stop that an arrow key leads to: along the line, or to the nearest in time on the next line
// that has any. Null: there is none that way.
export function stop_beside(lines: readonly Line[], from: Spot, key: string): Spot | null {
  const stops = lines[from.line]?.stops ?? [];
  const along = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (along) return stops[from.stop + along] ? { ...from, stop: from.stop + along } : null;
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  const here = stops[from.stop];
  if (!step || !here) return null;
  for (let at = from.line + step; lines[at]; at += step) {
    const there = (lines[at] as Line).stops;
    if (there.length === 0) continue;
    const away = there.map((stop) => Math.abs(stop.start_ms - here.start_ms));
    return { line: at, stop: away.indexOf(Math.min(...away)) };
  }
  return null;
}
