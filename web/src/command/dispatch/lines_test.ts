// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { crew, proposal } from './fixtures';
import {
  find_job,
  lines_of,
  rows_of,
  sought_lines,
  stop_beside,
  stop_of,
  unassigned_of,
  work_first,
} from './lines';

const at = (time: string) => Date.parse(`2020-01-23T${time}:00Z`);

describe('a stop', () => {
  it('is late by as much as the crew arrives after the latest', () => {
    const late = stop_of(proposal({ latest: '2020-01-23T02:05:00Z' }));
    expect([late.is_late, late.late_ms]).toEqual([true, 15 * 60_000]);
    const in_time = stop_of(proposal({ latest: '2020-01-23T02:20:00Z' }));
    expect([in_time.is_late, in_time.late_ms]).toEqual([false, 0]);
  });

  it('is late when the job is marked so, whatever is planned', () => {
    expect(stop_of(proposal({ late: true })).is_late).toBe(true);
  });

  it('never ends before it begins, even where times are missing', () => {
    const bare = stop_of(
      proposal({ depart_at: '', arrive_at: '2020-01-23T02:20:00Z', start_at: '', finish_at: '' }),
    );
    const { depart_ms, arrive_ms, start_ms, finish_ms } = bare;
    expect([depart_ms, arrive_ms, start_ms, finish_ms]).toEqual(Array(4).fill(at('02:20')));
  });
});

describe('the lines of the board', () => {
  it('have each crew once, by number, with its stops in order', () => {
    const lines = lines_of(
      [crew({ id: 'C10' }), crew({ id: 'C2' })],
      [
        proposal({ job: 'b', crew: 'C2', position: 2 }),
        proposal({ job: 'a', crew: 'C2', position: 1 }),
        proposal({ job: 'c', crew: '', state: 'unassigned', position: 0 }),
        proposal({ job: 'd', crew: 'C1' }),
      ],
    );
    expect(lines.map((line) => line.crew)).toEqual(['C1', 'C2', 'C10']);
    expect(lines[1]?.stops.map((stop) => stop.proposal.job)).toEqual(['a', 'b']);
    expect(lines[0]?.row).toBeNull();
  });

  it('stay in their order when a plan moves all jobs', () => {
    const crews = ['C3', 'C1', 'C2'].map((id) => crew({ id }));
    const order = (to: string) =>
      lines_of(crews, [proposal({ crew: to })]).map((line) => line.crew);
    expect(order('C3')).toEqual(order('C1'));
  });

  it('have crews with work first, and the others in one row until they are unfolded', () => {
    const crews = [crew({ id: 'C1' }), crew({ id: 'C2', job: '420000-9' }), crew({ id: 'C3' })];
    const lines = work_first(lines_of([...crews, crew({ id: 'C4' })], [proposal({ crew: 'C3' })]));
    const ids = (unfolded: boolean) => rows_of(lines, unfolded).map((row) => row.crew);
    expect(ids(false)).toEqual(['C2', 'C3', '']);
    expect(ids(true)).toEqual(['C2', 'C3', '', 'C1', 'C4']);
  });

  it('have no such row while every crew has work', () => {
    const lines = work_first(lines_of([crew({ id: 'C1' })], [proposal({ crew: 'C1' })]));
    expect(rows_of(lines, false).map((row) => row.crew)).toEqual(['C1']);
  });

  it('are found by crew, skill or job, and by whether they have jobs or are at work', () => {
    const lines = lines_of(
      [crew({ id: 'C1' }), crew({ id: 'C2', skills: ['发电'], state: 'off_duty' })],
      [proposal({ crew: 'C1', title_en: 'Bring the Generator' })],
    );
    const ids = (q: string, shown: 'all' | 'with_jobs' | 'at_work' = 'all') =>
      sought_lines(lines, q, shown).map((line) => line.crew);
    expect(ids('')).toEqual(['C1', 'C2']);
    expect(ids('发电')).toEqual(['C2']);
    expect(ids('generator')).toEqual(['C1']);
    expect(ids('', 'with_jobs')).toEqual(['C1']);
    expect(ids('', 'at_work')).toEqual(['C1']);
  });
});

describe('unassigned jobs', () => {
  it('come by urgency, then by number', () => {
    const all = [
      proposal({ job: '420000-10', state: 'unassigned', crew: '' }),
      proposal({ job: '420000-9', state: 'unassigned', crew: '' }),
      proposal({ job: '420000-11', state: 'unassigned', crew: '', priority: 'urgent' }),
      proposal({ job: '420000-1' }),
    ];
    expect(unassigned_of(all).map((one) => one.job)).toEqual([
      '420000-11',
      '420000-9',
      '420000-10',
    ]);
  });
});

describe('moving by arrow keys', () => {
  const hour = (h: number) => `2020-01-23T0${h}:00:00Z`;
  const stop = (name: string, to: string, position: number, h: number) =>
    proposal({ job: name, crew: to, position, arrive_at: hour(h), start_at: hour(h) });
  const lines = lines_of(
    ['C1', 'C2', 'C3'].map((id) => crew({ id })),
    [stop('a', 'C1', 1, 2), stop('b', 'C1', 2, 6), stop('c', 'C3', 1, 1), stop('d', 'C3', 2, 5)],
  );
  const go = (from: string, key: string) => {
    const spot = find_job(lines, from);
    const to = spot && stop_beside(lines, spot, key);
    return to ? lines[to.line]?.stops[to.stop]?.proposal.job : null;
  };

  it('goes along the line and stops at its ends', () => {
    expect([go('a', 'ArrowRight'), go('b', 'ArrowRight')]).toEqual(['b', null]);
    expect([go('b', 'ArrowLeft'), go('a', 'ArrowLeft')]).toEqual(['a', null]);
  });

  it('goes to the nearest in time, past lines without jobs', () => {
    expect([go('a', 'ArrowDown'), go('b', 'ArrowDown')]).toEqual(['c', 'd']);
    expect([go('d', 'ArrowUp'), go('a', 'ArrowUp')]).toEqual(['b', null]);
  });

  it('goes nowhere for other keys, or from a job that is not there', () => {
    expect([go('a', 'Enter'), go('x', 'ArrowDown')]).toEqual([null, null]);
  });
});
