// SPDX-License-Identifier: Apache-2.0
// When a crew does not work, as spans on the time axis: off its shifts, in its breaks. Of a crew
// whose page has not come yet only the shift that the list has is known.
import type { Crew, CrewRow } from '@/command/crew/model';
import type { Axis } from './axis';

export interface Span {
  kind: 'off' | 'break';
  from_ms: number;
  until_ms: number;
}

type Shifts = Crew['shifts'];

function known_shifts(shifts: Shifts | null, row: CrewRow | null): Shifts {
  if (shifts) return shifts;
  if (!row?.shift_from || !row.shift_until) return [];
  return [{ from: row.shift_from, until: row.shift_until, breaks: [] }];
}

function clipped(span: Span, axis: Axis): Span[] {
  const from_ms = Math.max(axis.from_ms, span.from_ms);
  const until_ms = Math.min(axis.until_ms, span.until_ms);
  return until_ms > from_ms ? [{ ...span, from_ms, until_ms }] : [];
}

export function shift_spans(shifts: Shifts | null, row: CrewRow | null, axis: Axis): Span[] {
  const sorted = known_shifts(shifts, row)
    .map((one) => ({ ...one, from_ms: Date.parse(one.from), until_ms: Date.parse(one.until) }))
    .filter((one) => one.until_ms > one.from_ms)
    .sort((a, b) => a.from_ms - b.from_ms);
  const spans: Span[] = [];
  let worked_until_ms = axis.from_ms;
  for (const shift of sorted) {
    if (shift.from_ms > worked_until_ms)
      spans.push({ kind: 'off', from_ms: worked_until_ms, until_ms: shift.from_ms });
    worked_until_ms = Math.max(worked_until_ms, shift.until_ms);
    for (const one of shift.breaks) {
      const [from_ms, until_ms] = [Date.parse(one.from), Date.parse(one.until)];
      spans.push({ kind: 'break', from_ms, until_ms });
    }
  }
  spans.push({ kind: 'off', from_ms: worked_until_ms, until_ms: axis.until_ms });
  return spans.flatMap((span) => clipped(span, axis));
}
