// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { days_of, turns, with_stretch } from './week';

const zone = 'Asia/Shanghai';
const ms = (text: string) => Date.parse(`${text}+08:00`);
const shift = (from: string, until: string, person = 'A') => ({
  from: new Date(ms(from)).toISOString(),
  until: new Date(ms(until)).toISOString(),
  person,
});
const noon = ms('2020-01-23T12:00');

describe('the days of a duty roster', () => {
  it('begin at midnight on the zone’s clock and show gaps from now on only', () => {
    const [today, tomorrow] = days_of(
      [shift('2020-01-23T18:00', '2020-01-24T06:00')],
      noon,
      zone,
      2,
    );
    expect(today?.from_ms).toBe(ms('2020-01-23T00:00'));
    const said = (day = today) =>
      day?.pieces.map((piece) => [piece.left, piece.width, piece.shift?.person ?? 'gap']);
    expect(said()).toEqual([
      [0.5, 0.25, 'gap'],
      [0.75, 0.25, 'A'],
    ]);
    expect(said(tomorrow)).toEqual([
      [0, 0.25, 'A'],
      [0.25, 0.75, 'gap'],
    ]);
  });

  it('are as long as the clock makes them', () => {
    const days = days_of([], Date.parse('2020-03-28T12:00:00Z'), 'Europe/Berlin', 3);
    const hours = days.slice(1).map((day, at) => (day.from_ms - (days[at]?.from_ms ?? 0)) / 3.6e6);
    expect(hours).toEqual([24, 23]);
  });
});

describe('turns', () => {
  it('go round in the order of the people and end with the time', () => {
    const planned = turns(['A', 'B'], 8, ms('2020-01-23T00:00'), ms('2020-01-23T20:00'));
    expect(planned).toEqual([
      shift('2020-01-23T00:00', '2020-01-23T08:00', 'A'),
      shift('2020-01-23T08:00', '2020-01-23T16:00', 'B'),
      shift('2020-01-23T16:00', '2020-01-23T20:00', 'A'),
    ]);
    expect(turns([], 8, 0, 1)).toEqual([]);
    expect(turns(['A'], 0, 0, 1)).toEqual([]);
  });
});

describe('a stretch of time given anew', () => {
  it('cuts what reaches into it and leaves the rest', () => {
    const before = [
      shift('2020-01-23T00:00', '2020-01-23T12:00', 'A'),
      shift('2020-01-23T12:00', '2020-01-24T00:00', 'B'),
      shift('2020-01-25T00:00', '2020-01-25T12:00', 'A'),
    ];
    const own = shift('2020-01-23T10:00', '2020-01-23T14:00', 'C');
    expect(with_stretch(before, [own], Date.parse(own.from), Date.parse(own.until))).toEqual([
      shift('2020-01-23T00:00', '2020-01-23T10:00', 'A'),
      own,
      shift('2020-01-23T14:00', '2020-01-24T00:00', 'B'),
      before[2],
    ]);
  });
});
