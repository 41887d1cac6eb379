// SPDX-License-Identifier: Apache-2.0
// The doors that alarms come in by, the numbered feeds behind some of them, and the sources that
// beat: as the server tells of them, and what of it is said first.
import type { SiteState } from '@/network/site/model';

export type DoorState = 'closed' | 'listening' | 'connecting' | 'connected' | 'failed';

export interface RefusedExample {
  at: string;
  peer: string;
  reason: string; // what must be true, and of which field
  text: string; // the first bytes, printable
}

export interface DoorRow {
  name: string;
  kind: string;
  address: string;
  state: DoorState;
  trouble: string; // a name, and behind a colon what else is known
  heard: number;
  passed_over: number;
  taken: number;
  shed: number;
  lost: number;
  refused: number;
  gaps: number;
  heard_per_s: number;
  last_heard: string;
  refusals: { reason: string; count: number }[];
  examples: RefusedExample[]; // newest first
}

export interface FeedRow {
  name: string;
  count: number; // how often it began again
  sequence: number;
  latest: string;
  desk: string;
}

export interface BeatRow {
  name: string;
  interval_s: number;
  heard_at: string;
  lost: boolean;
  desk: string;
}

export const looks: Record<DoorState, SiteState> = {
  failed: 'down',
  connecting: 'degraded',
  closed: 'stale',
  listening: 'normal',
  connected: 'normal',
};

// How long ago a refusal still counts as what goes on.
const lately_ms = 10 * 60_000;

export type Worry = 'failed' | 'connecting' | 'closed' | 'loses' | 'refuses' | 'none';
const worries: Worry[] = ['failed', 'connecting', 'closed', 'loses', 'refuses', 'none'];

export const worry_of = (door: DoorRow, now_ms: number): Worry => {
  if (door.state === 'failed' || door.state === 'connecting' || door.state === 'closed')
    return door.state;
  if (door.lost + door.shed + door.gaps > 0) return 'loses';
  const newest = Date.parse(door.examples[0]?.at ?? '');
  return now_ms - newest < lately_ms ? 'refuses' : 'none';
};

// What is wrong stands first, by name among the like.
export function wrong_first(doors: readonly DoorRow[], now_ms: number): DoorRow[] {
  const rank = (door: DoorRow) => worries.indexOf(worry_of(door, now_ms));
  return [...doors].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

export interface Trouble {
  name: string;
  detail: string;
}

export function trouble_of(text: string): Trouble | null {
  if (!text) return null;
  const [, name = '', detail = ''] = /^(\w+)(?:: ?(.*))?$/s.exec(text) ?? ['', '', text];
  return { name, detail };
}

// "priority_must_be_given at pri": what must be true, and of which field.
export function reason_of(text: string): { name: string; field: string } {
  const at = text.indexOf(' at ');
  return at < 0
    ? { name: text, field: '' }
    : { name: text.slice(0, at), field: text.slice(at + 4) };
}

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const count_text = (count: number): string => grouped.format(count);
export function rate_text(rate: number): string {
  if (rate > 0 && rate < 0.05) return '< 0.1';
  return (rate < 10 ? tenths : grouped).format(rate);
}

// The door of a feed: an OMC's alarms are numbered.
export const door_of_feed = (doors: readonly DoorRow[], feed: FeedRow): DoorRow | undefined =>
  doors.find((door) => door.name === `omc-${feed.name}`);

// What an operator's rules decide: to be mended in them.
const reasons_of_mappings = [
  'notification_must_be_mapped',
  'condition_must_be_given',
  'source_must_be_given',
  'severity_must_be_known',
];
const kinds_with_mappings = ['snmp', 'syslog', 'omc'];

export const may_be_mapped = (door: DoorRow, reason: string): boolean =>
  kinds_with_mappings.includes(door.kind) && reasons_of_mappings.includes(reason_of(reason).name);

// Where such an example is tried.
export const place_of_trial = (door: DoorRow, example: RefusedExample) => ({
  path: '/mappings',
  query: { door: door.kind, message: example.text, peer: example.peer },
});

// Of a door's counts those that ought to be nothing, in the order of a row.
export const losses = ['gaps', 'lost', 'shed', 'refused'] as const;
export const counted = ['heard', 'taken', 'passed_over', ...losses] as const;
