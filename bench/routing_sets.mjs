// SPDX-License-Identifier: Apache-2.0
// The sets of bench/routing.mjs: their files read, and a plan checked against the rules that each
// set's paper states, with nothing taken from the solver but the order of the stops.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const tolerance = 1e-6;
const rows_of = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const numbers = (row) => row.split(/\s+/).map(Number);

function read_solomon(text) {
  const rows = rows_of(text);
  const [vehicles, capacity] = numbers(rows[3]);
  const nodes = rows.slice(6).map(numbers);
  return {
    vehicles: Array.from({ length: vehicles }, () => ({ capacity })),
    nodes: nodes.map(([id, x, y, demand, ready, due, service]) => ({
      id,
      x,
      y,
      demand,
      ready,
      due,
      service,
    })),
  };
}

function read_lilim(text) {
  const [first, ...rows] = rows_of(text);
  const [vehicles, capacity] = numbers(first);
  return {
    vehicles: Array.from({ length: vehicles }, () => ({ capacity })),
    nodes: rows.map(numbers).map(([id, x, y, demand, ready, due, service, pickup, delivery]) => ({
      id,
      x,
      y,
      demand,
      ready,
      due,
      service,
      pickup,
      delivery,
    })),
  };
}

function read_vrplib(text) {
  const section = (name) => {
    const rows = rows_of(text.split(`${name}_SECTION`)[1]);
    const end = rows.findIndex((row) => /^[A-Z]/.test(row));
    return (end < 0 ? rows : rows.slice(0, end)).map(numbers);
  };
  const [demand, service, window] = ['DEMAND', 'SERVICE_TIME', 'TIME_WINDOW'].map(section);
  const allowed = section('VEHICLES_ALLOWED_CLIENTS');
  const longest = Number(text.match(/VEHICLES_MAX_DURATION:\s*(\d+)/)[1]) * 1000;
  return {
    longest,
    vehicles: section('CAPACITY').map(([, capacity], at) => ({
      capacity,
      allowed: new Set(allowed[at].slice(1)),
    })),
    nodes: section('NODE_COORD').map(([id, x, y], at) => ({
      id,
      x,
      y,
      demand: demand[at][1],
      service: 1000 * service[at][1],
      ready: 1000 * window[at][1],
      due: 1000 * window[at][2],
    })),
  };
}

function read_trsp(text) {
  const rows = rows_of(text);
  const [crew, , , kinds] = numbers(rows[3]);
  const nodes = rows.slice(6).map((row) => {
    const [plain, ...lists] = row.split('[');
    const [id, x, y, ready, due, service] = numbers(plain.trim());
    const [skills, tools, parts] = lists.map((list) => {
      const inner = list.split(']')[0];
      return inner === '' ? [] : inner.split(',').map(Number);
    });
    return { id, x, y, ready, due, service, skills, tools, parts, demand: 0 };
  });
  return { vehicles: nodes.slice(1, crew + 1), nodes, crew, kinds };
}

export function read_instance(set, folder, file, objective) {
  const text = readFileSync(join(folder, file), 'utf8');
  const name = file.replace(/\.(txt|vrp)$/, '');
  if (set === 'vrplib') {
    const solution = readFileSync(join(folder, `${name}.sol`), 'utf8');
    return { set, ...read_vrplib(text), best: Number(solution.match(/Cost:\s*(\d+)/)[1]) };
  }
  if (set === 'trsp') {
    const row = readFileSync(join(folder, 'BKS.csv'), 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${name},`));
    return { set, ...read_trsp(text), best: Number(row.split(',')[1]) };
  }
  const known = JSON.parse(readFileSync(join(folder, 'BKS.json'), 'utf8'));
  const by_vehicles = set === 'lilim' || objective === 'vehicles';
  const best = known[by_vehicles ? name : `${name}_distance`];
  return {
    set,
    ...(set === 'lilim' ? read_lilim(text) : read_solomon(text)),
    best: best.best_known_cost,
    best_vehicles: by_vehicles ? best.solved_with_vehicles : undefined,
  };
}

function walk(instance, route, problems) {
  const { set, nodes } = instance;
  const by_id = new Map(nodes.map((node) => [node.id, node]));
  const scale = set === 'vrplib' ? 1000 : 0;
  const way = (a, b) => {
    const metres = Math.hypot(a.x - b.x, a.y - b.y);
    return scale ? Math.round(scale * metres) : metres;
  };
  const home = set === 'trsp' ? by_id.get(route.vehicle) : nodes[0];
  const stops = route.stops.map((id) => by_id.get(id));
  if (stops.some((stop) => !stop || stop === home)) problems.push('a stop is no customer');
  const path = [...stops];
  const fetches = route.depot_before != null;
  if (fetches) {
    const at = stops.findIndex((stop) => stop.id === route.depot_before);
    path.splice(at < 0 ? stops.length : at, 0, { ...nodes[0], ready: 0, service: 0 });
  }
  // Leaving as late as nothing becomes later by it: the earliest end, then back from it.
  let [time, distance, last] = [home.ready, 0, home];
  for (const stop of [...path, home]) {
    distance += way(last, stop);
    const arrive = time + way(last, stop);
    if (arrive > stop.due + tolerance) problems.push(`${stop.id} is reached too late`);
    time = stop === home ? arrive : Math.max(arrive, stop.ready) + stop.service;
    last = stop;
  }
  let latest = time - way(path.at(-1), home);
  for (let k = path.length - 1; k >= 0; k -= 1) {
    latest = Math.min(latest - path[k].service, path[k].due);
    latest -= way(k > 0 ? path[k - 1] : home, path[k]);
  }
  const depart = Math.min(latest, home.due);
  return { distance, duration: time - depart, stops, path };
}

function check_loads(instance, route, walked, problems) {
  const vehicle = instance.vehicles[route.vehicle - 1];
  if (instance.set === 'lilim') {
    const seen = new Set();
    let load = 0;
    for (const stop of walked.stops) {
      seen.add(stop.id);
      load += stop.demand;
      if (load > vehicle.capacity + tolerance) problems.push(`${stop.id} is too much to carry`);
      if (stop.pickup && !seen.has(stop.pickup)) problems.push(`${stop.id} was not picked up`);
    }
    for (const stop of walked.stops)
      if (stop.delivery && !seen.has(stop.delivery)) problems.push(`${stop.id} is not delivered`);
    return;
  }
  const load = walked.stops.reduce((sum, stop) => sum + stop.demand, 0);
  if (load > vehicle.capacity + tolerance) problems.push(`vehicle ${route.vehicle} is overloaded`);
  for (const stop of walked.stops)
    if (vehicle.allowed && !vehicle.allowed.has(stop.id))
      problems.push(`vehicle ${route.vehicle} may not visit ${stop.id}`);
}

function check_stock(instance, route, walked, problems) {
  const technician = instance.vehicles[route.vehicle - 1];
  const parts = [...technician.parts];
  let is_stocked = false;
  for (const stop of walked.path) {
    if (stop.id === 0) {
      is_stocked = true;
      continue;
    }
    if (stop.skills.some((skill) => !technician.skills.includes(skill)))
      problems.push(`technician ${route.vehicle} has no skill for ${stop.id}`);
    if (is_stocked) continue;
    if (stop.tools.some((tool) => !technician.tools.includes(tool)))
      problems.push(`technician ${route.vehicle} has no tool for ${stop.id}`);
    for (let kind = 0; kind < instance.kinds; kind += 1) {
      parts[kind] = (parts[kind] ?? 0) - (stop.parts[kind] ?? 0);
      if (parts[kind] < 0) problems.push(`technician ${route.vehicle} has no part for ${stop.id}`);
    }
  }
}

/// What the plan costs by the set's own measure, and what is wrong with it.
export function check_plan(instance, plan) {
  const problems = [];
  const first = instance.set === 'trsp' ? instance.crew + 1 : 1;
  const open = new Set(instance.nodes.slice(first).map((node) => node.id));
  const used = new Set();
  let [distance, duration] = [0, 0];
  for (const route of plan.routes) {
    if (used.has(route.vehicle)) problems.push(`vehicle ${route.vehicle} has two routes`);
    used.add(route.vehicle);
    if (!(route.vehicle >= 1 && route.vehicle <= instance.vehicles.length)) {
      problems.push(`vehicle ${route.vehicle} does not exist`);
      continue;
    }
    if (route.stops.length === 0) continue;
    const walked = walk(instance, route, problems);
    if (instance.set === 'trsp') check_stock(instance, route, walked, problems);
    else check_loads(instance, route, walked, problems);
    if (instance.longest && walked.duration > instance.longest + tolerance)
      problems.push(`route ${route.vehicle} is too long`);
    for (const stop of walked.stops)
      if (!open.delete(stop.id)) problems.push(`${stop.id} is visited twice`);
    distance += walked.distance;
    duration += walked.duration;
  }
  if (open.size > 0) problems.push(`${[...open].join(' ')} not visited`);
  if (Math.abs(distance - plan.distance) > tolerance * Math.max(1, distance))
    problems.push(`distance is ${distance}, the plan says ${plan.distance}`);
  const cost = instance.set === 'trsp' ? duration : distance;
  if (instance.set === 'trsp' && Math.abs(duration - plan.duration) > tolerance * duration)
    problems.push(`duration is ${duration}, the plan says ${plan.duration}`);
  return { cost, vehicles: plan.routes.length, problems };
}
