// SPDX-License-Identifier: Apache-2.0
// Orders as the journal has them, without the program that wrote it: who was asked, what became of
// each, who was forgotten, and how far the orders of a tree are at a position.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, until } from './server.mjs';

const steps = ['issued', 'delivered', 'read', 'acknowledged', 'started', 'done', 'declined'];
const taken = ['handed_on', 'released'];
const rank = (step) => [...steps, ...taken].indexOf(step);

const ms_of = (text) => (text ? Date.parse(text) : 0);
const who_key = (unit, person) => (person ? `${unit}/${person}` : unit);

class Recipient {
  constructor(way, asked_ms) {
    Object.assign(this, { way, asked_ms, step: 'issued', told: new Map(), next: null });
  }
  rise(step) {
    if (rank(this.step) < rank('done')) this.step = rank(step) > rank(this.step) ? step : this.step;
  }
  is_counted() {
    return this.way !== 'escalation' && !taken.includes(this.step);
  }
  has_word() {
    return rank(this.step) >= rank('acknowledged') && this.step !== 'declined';
  }
}

/// The orders that a desk issued, from its own journal up to a position.
export class Orders {
  constructor(batches, desk, position = Number.MAX_SAFE_INTEGER) {
    this.desk = desk;
    this.orders = new Map();
    for (const batch of batches) {
      if (batch.desk !== desk || batch.first + batch.count - 1 > position) continue;
      for (const [type, event] of batch.events)
        if (type.startsWith('order.')) this.take(type.slice('order.'.length), event);
    }
  }

  take(type, e) {
    if (type === 'Issued') return this.issued(e);
    const order = this.orders.get(e.id);
    if (!order) return;
    const one = order.recipients.get(who_key(e.unit, e.person));
    if (type === 'Acknowledged') one?.rise('acknowledged');
    else if (type === 'Stepped') one?.rise(e.step ?? 'read');
    else if (type === 'Finished') one?.rise('done');
    else if (type === 'Declined') one?.rise('declined');
    else if (type === 'Recalled') order.is_recalled = true;
    else if (type === 'Escalated') this.escalated(order, one, e);
    else if (type === 'QuorumJudged') this.judged(order, e);
  }

  issued(e) {
    const order = { id: e.id, what: e.what, recipients: new Map(), escalated: [], judged: [] };
    this.orders.set(e.id, order);
    for (const unit of e.recipients ?? []) this.ask(order, { unit }, 'issue', e.at);
    for (const who of e.people ?? []) this.ask(order, who, 'issue', e.at);
  }

  ask(order, { unit, person }, way, at) {
    const key = who_key(unit, person);
    if (!order.recipients.has(key)) order.recipients.set(key, new Recipient(way, ms_of(at)));
  }

  escalated(order, one, e) {
    const way = e.way ?? 'escalation';
    order.escalated.push(e);
    one?.told.set(e.missed ?? 'nothing', e.to ? e.to_person || e.in_charge || '' : 'all');
    if (one && way !== 'escalation' && one.step !== 'done') {
      one.step = 'handed_on';
      one.next = who_key(e.to, e.to_person);
    }
    if (e.to) this.ask(order, { unit: e.to, person: e.to_person }, way, e.at);
  }

  judged(order, e) {
    order.judged.push(e);
    for (const who of e.widened_to ?? []) this.ask(order, who, 'widening', e.at);
    for (const { unit, person } of e.released ?? []) {
      const one = order.recipients.get(who_key(unit, person));
      if (one && rank(one.step) < rank('acknowledged')) one.step = 'released';
    }
  }

  /// Who was asked, has let its time pass, and of whom nobody by name was told.
  forgotten(now_ms) {
    const sentences = [];
    for (const order of this.orders.values()) {
      if (order.is_recalled) continue;
      for (const [key, one] of order.recipients) {
        const why = this.why_forgotten(order, one, now_ms);
        if (why) sentences.push(`${order.id} to ${key}: ${why}`);
      }
    }
    return sentences;
  }

  why_forgotten(order, one, now_ms) {
    if (one.step === 'done' || one.step === 'released') return '';
    if (one.step === 'handed_on') return this.is_with_somebody(order, one) ? '' : 'nobody has it';
    if (one.step === 'declined') return one.told.get('declined') ? '' : 'declined, nobody knows';
    const is_past = (within_s) => within_s > 0 && one.asked_ms + within_s * 1000 <= now_ms;
    const { what } = order;
    const is_asked = !what.quorum || one.way === 'escalation';
    const is_silent = is_asked && !one.has_word() && is_past(what.acknowledge_within_s);
    if (is_silent && !one.told.get('acknowledge') && !one.told.get('absent')) return 'is silent';
    if (one.way === 'escalation' || (!one.has_word() && !is_asked)) return '';
    return is_past(what.finish_within_s) && !one.told.get('finish') ? 'is not done' : '';
  }

  // Along those who took its place there is one in the end who has not passed it on.
  is_with_somebody(order, one) {
    for (let steps = 0; steps <= order.recipients.size; ++steps) {
      if (one?.step !== 'handed_on') return one !== undefined;
      one = order.recipients.get(one.next);
    }
    return false;
  }

  /// {total, acknowledged, done, silent} of all orders of the desk that came down from `root`.
  below(root) {
    const tally = { total: 0, acknowledged: 0, done: 0, silent: 0 };
    for (const order of this.orders.values()) {
      if (order.what.root !== root) continue;
      for (const one of order.recipients.values()) {
        if (!one.is_counted()) continue;
        ++tally.total;
        if (one.has_word()) ++tally.acknowledged;
        else if (one.step !== 'declined' && (one.told.has('acknowledge') || one.told.has('absent')))
          ++tally.silent;
        if (one.step === 'done') ++tally.done;
      }
    }
    return tally;
  }
}

/// The units of the scenario, with a tree of Hunan beside that of Hubei.
export function units_of_two_provinces() {
  const more = [
    '430100,长沙,Changsha,city,430000,长沙值班室,+861000000201,112.94,28.23',
    '430200,株洲,Zhuzhou,city,430000,株洲值班室,+861000000202,113.13,27.83',
    '430102,芙蓉,Furong,county,430100,芙蓉值班室,+861000000203,113.03,28.19',
    '430104,岳麓,Yuelu,county,430100,岳麓值班室,+861000000204,112.93,28.23',
    '430202,荷塘,Hetang,county,430200,荷塘值班室,+861000000205,113.17,27.86',
    '430102901,五一,Wuyi Grid,grid,430102,五一值班岗,+861000000206,113.03,28.2',
    '430102902,东屯,Dongtun Grid,grid,430102,东屯值班岗,+861000000207,113.04,28.2',
    '430104901,麓山,Lushan Grid,grid,430104,麓山值班岗,+861000000208,112.93,28.2',
  ];
  const csv = readFileSync(join(root, 'scenarios/wuhan-2020/units.csv'), 'utf8');
  return `${csv.trimEnd()}\n${more.join('\n')}\n`;
}

export const people_header = 'id,name_zh,name_en,unit,skills,phone,email,account,substitute';
export const person_line = (id, unit, { account = '', substitute = '' } = {}) =>
  `${id},人员 ${id},Person ${id},${unit},,+861000000300,,${account},${substitute}`;

/// Imports a file as soon as every desk knows the units that it names.
export async function import_when_known(server, noun, csv) {
  const headers = { 'content-type': 'text/csv; charset=utf-8' };
  return until(`${noun} are imported`, async () => {
    const answer = await server.ask('POST', `/api/v1/${noun}/import`, { body: csv, headers });
    if (answer.status === 200) return answer.json();
    if (!answer.text.includes('unit_must_be_known')) throw new Error(answer.text);
    return null;
  });
}

/// How far `desk` has heard `of`.
export async function heard(server, desk, of) {
  const desks = await server.get('/api/v1/desks');
  const row = desks.find((one) => one.desk === of);
  return row.followers.find((follower) => follower.desk === desk)?.position ?? 0;
}
