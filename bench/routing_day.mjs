// SPDX-License-Identifier: Apache-2.0
// A drawn day of dispatch for bench/routing.mjs, what sending the nearest free crew gives on it,
// and a plan of it added up anew. Travel is worked out here again, by the hour, from what
// src/solver/routing/roads.h states.

const day_start_s = 8 * 3600;
const shift_end_s = 32 * 3600; // nothing is left over for want of hours: completion tells
const hour_s = 3600;
const radius_m = 6371008.8;
const skills = ['fibre', 'power', 'radio', 'cooling'];
const priorities = [1, 1, 1, 2, 2, 5, 10];

// Small, seeded and good enough to draw a day (Mulberry32).
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function make_day(seed, job_count, crew_count) {
  const draw = chance(seed);
  const one_of = (list) => list[Math.floor(draw() * list.length)];
  // Half of all stands around four towns, the rest anywhere.
  const towns = Array.from({ length: 4 }, () => [30.2 + 0.7 * draw(), 113.9 + 0.8 * draw()]);
  const position = () => {
    const [latitude, longitude] = one_of(towns);
    return draw() < 0.5
      ? { latitude: latitude + 0.05 * (draw() - 0.5), longitude: longitude + 0.05 * (draw() - 0.5) }
      : { latitude: 30.2 + 0.7 * draw(), longitude: 113.9 + 0.8 * draw() };
  };
  const crews = Array.from({ length: crew_count }, (_, at) => ({
    id: `crew ${at + 1}`,
    ...position(),
    from: day_start_s,
    to: shift_end_s,
    home: false,
    skills: skills.filter((_skill, bit) => bit === at % skills.length || draw() < 0.4),
  }));
  const jobs = Array.from({ length: job_count }, (_, at) => ({
    id: `job ${at + 1}`,
    ...position(),
    duration: Math.round(900 + 3600 * draw()),
    priority: one_of(priorities),
    skills: draw() < 0.8 ? [one_of(skills)] : [],
  }));
  return { by_hour: true, crews, jobs };
}

function metres_between(a, b) {
  const rad = Math.PI / 180;
  const half = (x) => Math.sin((x * rad) / 2) ** 2;
  const inner =
    half(b.latitude - a.latitude) +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * half(b.longitude - a.longitude);
  return 2 * radius_m * Math.asin(Math.min(1, Math.sqrt(inner)));
}

function way(straight) {
  if (straight <= 8000) return { longer: 1.4, speed: 8.5, rush: 0.55, day: 0.8 };
  if (straight <= 40000) return { longer: 1.3, speed: 14, rush: 0.7, day: 0.9 };
  return { longer: 1.2, speed: 22, rush: 0.85, day: 1 };
}

function pace(kind, hour) {
  if (hour < 6 || hour >= 21) return 1;
  return [7, 8, 17, 18].includes(hour) ? kind.rush : kind.day;
}

function arrival(from, to, depart) {
  const straight = metres_between(from, to);
  const kind = way(straight);
  let left = (straight * kind.longer) / kind.speed;
  let time = depart;
  while (left > 0) {
    const until = (Math.floor(time / hour_s) + 1) * hour_s;
    const here = pace(kind, Math.floor(time / hour_s) % 24);
    if ((until - time) * here >= left) return time + left / here;
    left -= (until - time) * here;
    time = until;
  }
  return time;
}

const able = (crew, job) => job.skills.every((skill) => crew.skills.includes(skill));
const weight = (job, end) => job.priority * (end - day_start_s);

/// The most urgent waiting job that a free crew can do gets the nearest free one.
export function nearest_free_crew(day) {
  const crews = day.crews.map((crew) => ({ crew, at: crew, free: day_start_s }));
  const order = day.jobs.map((job, at) => ({ job, at }));
  order.sort((a, b) => b.job.priority - a.job.priority || a.at - b.at);
  let cost = 0;
  let waiting = order.map(({ job }) => job);
  while (waiting.length > 0) {
    // The first moment at which a crew is free that can do one of them.
    const now = Math.min(
      ...crews.filter((c) => waiting.some((job) => able(c.crew, job))).map((c) => c.free),
    );
    if (!Number.isFinite(now)) break;
    for (const job of waiting) {
      const free = crews.filter((c) => c.free <= now && able(c.crew, job));
      if (free.length === 0) continue;
      const nearest = free.reduce((a, b) =>
        arrival(a.at, job, now) <= arrival(b.at, job, now) ? a : b,
      );
      nearest.free = arrival(nearest.at, job, now) + job.duration;
      nearest.at = job;
      cost += weight(job, nearest.free);
      job.is_done = true;
    }
    waiting = waiting.filter((job) => !job.is_done);
  }
  return { cost, left: waiting.length };
}

/// Whoever gets free takes the nearest waiting job that it can do.
export function nearest_job(day) {
  const crews = day.crews.map((crew) => ({ crew, at: crew, free: day_start_s }));
  const waiting = new Set(day.jobs);
  let cost = 0;
  while (waiting.size > 0 && crews.length > 0) {
    const next = crews.reduce((a, b) => (a.free <= b.free ? a : b));
    let nearest;
    let soonest = Infinity;
    for (const job of waiting) {
      const there = able(next.crew, job) ? arrival(next.at, job, next.free) : Infinity;
      if (there < soonest) [nearest, soonest] = [job, there];
    }
    if (!nearest) {
      crews.splice(crews.indexOf(next), 1);
      continue;
    }
    waiting.delete(nearest);
    next.free = soonest + nearest.duration;
    next.at = nearest;
    cost += weight(nearest, next.free);
  }
  return { cost, left: waiting.size };
}

/// The plan's priority × completion, walked through from the crews' starts, and what is wrong.
export function weighted_completion(day, plan) {
  const problems = [];
  const open = new Map(day.jobs.map((job) => [job.id, job]));
  let cost = 0;
  for (const route of plan.routes) {
    const crew = day.crews.find(({ id }) => id === route.vehicle);
    let [time, at] = [crew.from, crew];
    for (const [place, id] of route.stops.entries()) {
      const job = open.get(id);
      if (!job) {
        problems.push(`${id} is done twice or unknown`);
        continue;
      }
      open.delete(id);
      if (!able(crew, job)) problems.push(`${crew.id} cannot do ${id}`);
      time = arrival(at, job, time) + job.duration;
      at = job;
      cost += weight(job, time);
      if (Math.abs(time - route.times[place].leave) > 1)
        problems.push(`${id} is left at ${time}, the plan says ${route.times[place].leave}`);
    }
    if (time > crew.to) problems.push(`${crew.id} works too long`);
  }
  if (open.size !== plan.unassigned.length) problems.push('jobs are missing');
  return { cost, left: open.size, problems };
}
