// SPDX-License-Identifier: Apache-2.0
// Counts every figure of a situation report again, from the journal as it lies on the disk and by
// the words of docs/report.md, without the program that wrote either.
//
// A counted fact is {desk, position, at, unit, amount}; facts_of(name) gives those of any figure of
// the report: of all of it, of a unit below, of a day or an hour.

const beijing_ms = 8 * 3_600_000;
const day_ms = 24 * 3_600_000;
const kinds_of_teams = ['commando', 'vanguard', 'volunteer'];

const ms_of = (text) => (text ? Date.parse(text) : NaN);
const key_of = ({ unit, person = '' }) => `${unit}/${person}`;
const who_of = (json) => (typeof json === 'string' ? { unit: json } : json);
const sum = (facts) =>
  Math.round(facts.reduce((so_far, { amount }) => so_far + amount, 0) * 100) / 100;

/// The value of a list of facts, to a hundredth.
export const value_of = sum;

/// The same list of facts as text, in an order of its own: to be compared.
export const listed = (facts) =>
  facts
    .map(({ desk, position, unit, amount }) => `${desk}/${position} ${unit ?? ''} ${amount}`)
    .sort();

export class Recount {
  constructor(batches, { unit, from, cut_off }) {
    Object.assign(this, { unit, from, cut_off, figures: new Map(), parents: new Map() });
    this.from_ms = ms_of(from);
    this.until_ms = ms_of(cut_off);
    this.is_hourly = this.until_ms - this.from_ms <= 2 * day_ms;
    const events = [];
    for (const { desk, first, events: some, at } of batches)
      some.forEach(([type, event], index) => {
        if (at < cut_off) events.push({ desk, position: first + index, at, type, event });
      });
    for (const { type, event } of events)
      if (type === 'unit.Imported')
        for (const { code, parent } of event.units) this.parents.set(code, parent);
    const of_noun = (noun) => events.filter(({ type }) => type.startsWith(`${noun}.`));
    this.sites(of_noun('site'));
    this.incidents(of_noun('incident'));
    this.alarms(of_noun('alarm'));
    this.orders(of_noun('order'));
    this.teams(of_noun('team'));
  }

  /// The facts of a figure by its whole name; none where nothing is counted.
  facts_of(name) {
    const [, base, part, value] = /^(.+?)(?:\.(unit|at)\.([^.]+))?$/.exec(name);
    const facts = this.figures.get(base) ?? [];
    if (part === 'unit') return facts.filter((fact) => this.below(fact.unit) === value);
    if (part === 'at') return facts.filter((fact) => this.column(fact.at) === value);
    return facts;
  }

  // From a unit up: the last one before the report's own.
  below(unit) {
    let last = null;
    for (let at = unit; at; at = this.parents.get(at)) {
      if (at === this.unit) return last ?? 'own';
      last = at;
    }
    return null;
  }
  holds(unit) {
    return this.below(unit) !== null;
  }
  column(at) {
    return new Date(ms_of(at) + beijing_ms).toISOString().slice(0, this.is_hourly ? 13 : 10);
  }
  is_in_time({ at }) {
    return at >= this.from;
  }
  put(name, facts) {
    this.figures.set(name, facts);
  }
  fact({ desk, position, at }, unit, amount = 1) {
    return { desk, position, at, unit, amount };
  }

  sites(events) {
    const known = new Map();
    for (const one of events) {
      if (one.type === 'site.Imported')
        for (const site of one.event.sites) {
          const unit = site.unit ?? site.region;
          const before = known.get(site.id);
          known.set(site.id, {
            unit,
            groups: ['', `tier_${site.tier ?? 3}_`, `${site.kind ?? 'other'}_`],
            fact: this.fact(one, unit),
            story: before?.story ?? [{ state: 'normal', fact: this.fact(one, unit) }],
          });
        }
      if (one.type === 'site.HealthChanged') {
        const site = known.get(one.event.id);
        site?.story.push({
          state: one.event.to ?? 'normal',
          fact: this.fact(one, site.unit),
          is_now: this.is_in_time(one),
        });
      }
    }
    const ours = [...known.values()].filter(({ unit }) => this.holds(unit));
    const is_hit = ({ state }) => state === 'down' || state === 'degraded';
    const pairs = ({ story }) => story.slice(1).map((next, index) => [story[index], next]);
    const hits = ours.map((site) =>
      pairs(site).filter(([before, next]) => next.is_now && is_hit(next) && !is_hit(before)),
    );
    const facts = (found) => found.filter(Boolean).map(([, next]) => next.fact);
    this.put(
      'sites',
      ours.map(({ fact }) => fact),
    );
    this.put('site_hits', facts(hits.flat()));
    this.put('sites_hit', facts(hits.map((of_site) => of_site[0])));
    this.put(
      'sites_cut_off',
      ours.flatMap(({ story }) =>
        story
          .filter(({ state, is_now }) => is_now && state === 'down')
          .slice(0, 1)
          .map(({ fact }) => fact),
      ),
    );
    this.put(
      'sites_restored',
      facts(
        ours.map((site) => {
          const last = pairs(site)
            .filter(([before, next]) => next.is_now && is_hit(before) !== is_hit(next))
            .at(-1);
          return last && is_hit(last[0]) ? last : null;
        }),
      ),
    );
    for (const { groups, story } of ours)
      for (const group of groups) {
        const name = `sites_${group}${story.at(-1).state}`;
        this.put(name, [...(this.figures.get(name) ?? []), story.at(-1).fact]);
      }
  }

  incidents(events) {
    const stories = new Map();
    for (const one of events) {
      if (one.type === 'incident.Opened') stories.set(one.event.id, []);
      stories.get(one.event.id)?.push(one);
    }
    const found = [];
    for (const story of stories.values()) {
      const [opened] = story;
      const unit = opened.event.unit ?? opened.event.region;
      if (!this.holds(unit)) continue;
      const kind = ({ type }) => type.slice('incident.'.length);
      const last = (wanted) => story.filter((one) => wanted.includes(kind(one))).at(-1);
      const told = last(['Opened', 'SeverityRaised']);
      const merged = story.filter((one) => kind(one) === 'Explained' && one.event.into).at(-1);
      const end = story
        .filter((one) => ['Resolved', 'Closed', 'Reopened'].includes(kind(one)) || one === merged)
        .at(-1);
      const reopened = last(['Reopened']);
      const resolved = last(['Resolved']);
      found.push({
        opened: this.fact(opened, unit),
        severity: told.event.severity ?? 'minor',
        is_open: !end || end === reopened,
        ends: {
          opened: this.is_in_time(opened) && opened,
          resolved: resolved && !(story.indexOf(reopened) > story.indexOf(resolved)) && resolved,
          closed: last(['Closed']),
          reopened,
          merged,
        },
        unit,
      });
    }
    for (const end of ['opened', 'resolved', 'closed', 'reopened', 'merged'])
      this.put(
        `incidents_${end}`,
        found
          .filter(({ ends }) => ends[end] && this.is_in_time(ends[end]))
          .map(({ ends, unit }) => this.fact(ends[end], unit)),
      );
    const open = found.filter(({ is_open }) => is_open);
    this.put(
      'incidents_open',
      open.map(({ opened }) => opened),
    );
    for (const severity of ['critical', 'major', 'minor', 'warning']) {
      const is_so = (one) => one.severity === severity;
      const opened = found.filter((one) => is_so(one) && one.ends.opened);
      this.put(
        `incidents_opened_${severity}`,
        opened.map((one) => one.opened),
      );
      this.put(
        `incidents_open_${severity}`,
        open.filter(is_so).map((one) => one.opened),
      );
    }
  }

  alarms(events) {
    const alarms = new Map();
    for (const one of events) {
      const { event } = one;
      const kind = one.type.slice('alarm.'.length);
      if (kind === 'Raised')
        alarms.set(event.id, {
          raised: one,
          unit: event.unit ?? event.region ?? one.desk,
          as: event.severity ?? 'indeterminate',
          now: event.severity ?? 'indeterminate',
        });
      const alarm = alarms.get(event.id);
      if (!alarm || alarm.cleared) continue;
      if (kind === 'Placed') alarm.unit = event.unit;
      if (kind === 'Repeated' && event.severity_changed)
        alarm.now = event.severity ?? 'indeterminate';
      if (kind === 'Cleared') alarm.cleared = one;
    }
    const ours = [...alarms.values()].filter(({ unit }) => this.holds(unit));
    const facts = (found, which) => found.map((alarm) => this.fact(alarm[which], alarm.unit));
    const raised = ours.filter((alarm) => this.is_in_time(alarm.raised));
    const open = ours.filter((alarm) => !alarm.cleared);
    this.put('alarms_raised', facts(raised, 'raised'));
    this.put('alarms_open', facts(open, 'raised'));
    this.put(
      'alarms_cleared',
      facts(
        ours.filter(({ cleared }) => cleared && this.is_in_time(cleared)),
        'cleared',
      ),
    );
    for (const severity of ['critical', 'major', 'minor', 'warning', 'indeterminate']) {
      const is_as = (name) => (alarm) => alarm[name] === severity;
      this.put(`alarms_raised_${severity}`, facts(raised.filter(is_as('as')), 'raised'));
      this.put(`alarms_open_${severity}`, facts(open.filter(is_as('now')), 'raised'));
    }
  }

  // A recipient's answers are kept apart from what it was asked: an amendment or a result that was
  // handed back asks anew.
  orders(events) {
    const orders = new Map();
    for (const one of events) {
      if (!one.event.id.startsWith(`${one.desk}-`)) continue;
      if (one.type === 'order.Issued') orders.set(one.event.id, { people: new Map(), own: [] });
      const order = orders.get(one.event.id);
      if (order) this.take_order(order, one);
    }
    const by_order = [...orders.values()];
    const recipients = by_order.flatMap((order) =>
      [...order.people.values()]
        .filter(({ unit }) => this.holds(unit))
        .map((one) => ({ ...one, order })),
    );
    const in_time = (one) => one && this.is_in_time(one);
    const asked = (found, which) =>
      found.filter((one) => in_time(one[which])).map((one) => this.fact(one[which], one.unit));
    this.put('orders_acknowledged', asked(recipients, 'acknowledged'));
    this.put('orders_done', asked(recipients, 'done'));
    this.put('orders_declined', asked(recipients, 'declined'));
    const ordered = recipients.filter(({ is_up }) => !is_up);
    this.put('recipients_ordered', asked(ordered, 'first'));
    this.put(
      'orders_escalated',
      recipients.flatMap(({ ups, unit }) => ups.filter(in_time).map((up) => this.fact(up, unit))),
    );
    this.count_orders(by_order);
    this.count_owed(recipients.filter((one) => this.owes(one) && !one.order.recalled));
  }

  take_order(order, one) {
    const { event } = one;
    const kind = one.type.slice('order.'.length);
    const add = (who, is_up = false) => {
      const { unit } = who;
      if (order.people.has(key_of(who))) return;
      const person = { unit, is_up, first: one, ups: [], gave_word: false, begun: false };
      order.people.set(key_of(who), person);
      this.ask(order, person, one);
    };
    if (kind === 'Issued' || kind === 'Amended') order.what = event.what;
    for (const who of [...(event.recipients ?? []), ...(event.people ?? [])])
      if (kind === 'Issued') add(who_of(who));
    for (const who of event.widened_to ?? []) add(who);
    for (const who of event.released ?? []) {
      const released = order.people.get(key_of(who));
      if (!released.gave_word) released.is_out = true;
    }
    if (kind === 'Issued') order.issued = one;
    if (kind === 'Recalled') order.recalled = one;
    if (kind === 'Amended') {
      order.own.push(one);
      for (const person of order.people.values()) {
        if (!this.owes(person)) continue;
        person.gave_word = person.begun = false;
        this.ask(order, person, one);
      }
    }
    const person = event.unit && order.people.get(key_of(event));
    if (person) this.take_answer(order, person, one, kind);
    if (kind === 'Escalated' && event.to)
      add(
        { unit: event.to, person: event.to_person },
        (event.way ?? 'escalation') === 'escalation',
      );
  }

  ask(order, person, one) {
    const start = ms_of(one.event.at ?? one.at);
    const after = (seconds) => (seconds ? start + seconds * 1000 : Infinity);
    person.asked = one;
    person.word_by = after(order.what.acknowledge_within_s);
    person.start_by = person.is_up ? Infinity : after(order.what.start_within_s);
    person.finish_by = person.is_up ? Infinity : after(order.what.finish_within_s);
  }

  take_answer(order, person, one, kind) {
    const begins = kind === 'Stepped' && one.event.step === 'started';
    if ((kind === 'Acknowledged' || begins) && !person.gave_word) person.acknowledged = one;
    if (kind === 'Acknowledged') person.is_out = false;
    if (kind === 'Acknowledged' || begins || kind === 'Finished') person.gave_word = true;
    if (begins || kind === 'Finished') person.begun = true;
    if (kind === 'Finished') person.done = one;
    if (kind === 'Declined') person.declined = one;
    if (kind === 'HandedBack' && person.done) {
      person.done = null;
      person.asked = one;
      person.finish_by = ms_of(one.event.finish_by);
    }
    if (kind === 'Escalated') {
      person.ups.push(one);
      if ((one.event.way ?? 'escalation') !== 'escalation') person.is_out = true;
    }
  }

  owes({ done, declined, is_out }) {
    return !done && !declined && !is_out;
  }

  count_orders(orders) {
    const ours = ({ people }) => [...people.values()].filter(({ unit }) => this.holds(unit));
    const mine = orders.filter((order) => ours(order).length > 0);
    const in_time = (one) => one && this.is_in_time(one);
    const to_us = (order) =>
      ours(order).find(({ first }) => first.position === order.issued.position);
    this.put(
      'orders_issued',
      mine
        .filter((order) => in_time(order.issued) && to_us(order))
        .map((order) => this.fact(order.issued, to_us(order).unit)),
    );
    this.put(
      'orders_recalled',
      mine.filter(({ recalled }) => in_time(recalled)).map(({ recalled }) => this.fact(recalled)),
    );
    this.put(
      'orders_amended',
      mine.flatMap(({ own }) => own.filter(in_time).map((one) => this.fact(one))),
    );
  }

  count_owed(owing) {
    const now = this.until_ms;
    const is_silent = ({ gave_word, is_up, word_by, order }) =>
      !gave_word && word_by <= now && (is_up || !(order.what.quorum > 0));
    const is_late = ({ gave_word, begun, start_by, finish_by }) =>
      gave_word && ((!begun && start_by <= now) || finish_by <= now);
    const silent = new Map();
    for (const one of owing) if (is_silent(one) && !silent.has(one.unit)) silent.set(one.unit, one);
    this.put(
      'silent_units',
      [...silent.values()].map((one) => this.fact(one.asked, one.unit)),
    );
    const must_end = owing.filter(({ is_up }) => !is_up);
    this.put(
      'orders_open',
      must_end.map((one) => this.fact(one.first, one.unit)),
    );
    this.put(
      'orders_overdue',
      must_end
        .filter((one) => is_silent(one) || is_late(one))
        .map((one) => this.fact(one.asked, one.unit)),
    );
  }

  teams(events) {
    const teams = new Map();
    const tasks = new Map();
    for (const one of events) this.take_team(teams, tasks, one);
    const of_kind = new Map();
    const note = (name, team, one, amount = 1) => {
      const fact = this.fact(one, team.unit, amount);
      const names = name.startsWith('team_results') ? [name] : [name, `${name}_${team.kind}`];
      for (const figure of names) of_kind.set(figure, [...(of_kind.get(figure) ?? []), fact]);
    };
    for (const team of teams.values()) {
      if (!this.holds(team.unit)) continue;
      note('teams', team, team.raised);
      const brought = new Map();
      for (const one of team.members.values()) brought.set(one, (brought.get(one) ?? 0) + 1);
      for (const [one, people] of brought) note('team_members', team, one, people);
      const first = team.mobilised.find((one) => this.is_in_time(one));
      if (first) note('teams_mobilised', team, first);
    }
    for (const task of tasks.values()) if (this.holds(task.team.unit)) this.count_task(task, note);
    for (const name of ['teams', 'team_members', 'teams_mobilised', 'team_hours'])
      for (const kind of ['', ...kinds_of_teams.map((one) => `_${one}`)])
        this.put(name + kind, of_kind.get(name + kind) ?? []);
    for (const [name, facts] of of_kind) this.put(name, facts);
  }

  take_team(teams, tasks, one) {
    const { event } = one;
    const kind = one.type.slice('team.'.length);
    const know = ({ id, what }) => {
      const team = teams.get(id) ?? { raised: one, members: new Map(), mobilised: [] };
      if (what) Object.assign(team, { unit: what.unit, kind: what.kind ?? 'commando' });
      teams.set(id, team);
    };
    const enlist = (id, { number }) => {
      const { members } = teams.get(id);
      if (!members.has(number)) members.set(number, one);
    };
    if (kind === 'Raised' || kind === 'Changed') know(event);
    for (const team of event.teams ?? []) know(team);
    if (kind === 'Raised' || kind === 'Joined')
      for (const member of event.members ?? []) enlist(event.id, member);
    if (kind === 'Enlisted') for (const { team, member } of event.members) enlist(team, member);
    if (kind === 'Left')
      for (const number of event.members) teams.get(event.id).members.delete(number);
    if (kind === 'Mobilised') {
      const team = teams.get(event.id);
      team.mobilised.push(one);
      tasks.set(event.task, { team, ordered: one, crew: 0 });
    }
    const task = tasks.get(event.task);
    if (kind === 'Begun') Object.assign(task, { begun: one, crew: event.members?.length ?? 0 });
    if (kind === 'Finished' || kind === 'CalledOff') task.ended = one;
    if (kind === 'Finished') {
      task.outcome = event.outcome ?? {};
      const spent = task.outcome.hours_by_member ?? [];
      if (spent.length > 0) task.crew = spent.filter(({ hours }) => hours > 0).length;
    }
  }

  count_task({ team, ordered, begun, ended, outcome, crew }, note) {
    if (this.is_in_time(ordered)) note('team_tasks_ordered', team, ordered);
    if (!ended) note('team_tasks_open', team, ordered);
    const days = begun ? this.days_between(begun.event.at, ended?.event.at) : 0;
    if (days * crew > 0) note('team_person_times', team, begun, days * crew);
    if (!ended || !this.is_in_time(ended)) return;
    note(outcome ? 'team_tasks_done' : 'team_tasks_called_off', team, ended);
    if (outcome?.hours > 0) note('team_hours', team, ended, outcome.hours);
    if (!outcome?.count_unit || !(outcome.count > 0)) return;
    const words = Buffer.from(outcome.count_unit).toString('hex');
    note(`team_results.of.${words}`, team, ended, outcome.count);
  }

  // Days of Beijing on which something lasted, within the report's time.
  days_between(begun, ended) {
    const first = Math.max(ms_of(begun), this.from_ms);
    const last = Math.min(ended ? ms_of(ended) : this.until_ms, this.until_ms - 0.001);
    if (last < first) return 0;
    const day = (ms) => Math.floor((ms + beijing_ms) / day_ms);
    return day(last) - day(first) + 1;
  }
}
