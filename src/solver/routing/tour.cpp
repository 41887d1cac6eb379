// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/tour.h"

namespace lifeline::routing {
namespace {

void walk_forward(const Instance& instance, const Bounds& bounds, Tour& tour) {
  const Window shift = instance.problem->vehicles[tour.vehicle].shift;
  tour.visits.front().leave = shift.from;
  tour.metres = 0;
  for (Index k = 1; k < tour.size(); ++k) {
    const Index from = tour.visits[k - 1].node, to = tour.visits[k].node;
    Visit& visit = tour.visits[k];
    visit.leg = instance.metres[instance.at(from, to)];
    tour.metres += visit.leg;
    const double arrive = tour.visits[k - 1].leave + instance.seconds[instance.at(from, to)];
    const bool is_last = k + 1 == tour.size();
    const double due = is_last ? shift.to : bounds.due[to];
    if (arrive > due + slack) tour.is_feasible = false;
    visit.leave = is_last ? arrive : std::max(arrive, bounds.ready[to]) + instance.service[to];
  }
}

void walk_back(const Instance& instance, const Bounds& bounds, Tour& tour) {
  const Window shift = instance.problem->vehicles[tour.vehicle].shift;
  tour.visits.back().latest = shift.to;
  for (Index k = tour.size() - 1; k-- > 0;) {
    const Index node = tour.visits[k].node;
    const Visit& next = tour.visits[k + 1];
    const double service = k == 0 ? 0 : instance.service[node];
    const double leave = next.latest - instance.seconds[instance.at(node, next.node)];
    tour.visits[k].latest = std::min(k == 0 ? shift.to : bounds.due[node], leave - service);
  }
}

void fill_segments(const Instance& instance, const Bounds& bounds, Tour& tour) {
  const Vehicle& vehicle = instance.problem->vehicles[tour.vehicle];
  const Segment terminal{.duration = 0, .earliest = vehicle.shift.from, .latest = vehicle.shift.to};
  tour.head.resize(tour.size());
  tour.tail.resize(tour.size());
  tour.head.front() = tour.tail.back() = terminal;
  const auto segment = [&](Index k) {
    return k == 0 || k + 1 == tour.size() ? terminal
                                          : single(instance, bounds, tour.visits[k].node);
  };
  const auto way = [&](Index k) {
    return instance.seconds[instance.at(tour.visits[k - 1].node, tour.visits[k].node)];
  };
  for (Index k = 1; k < tour.size(); ++k)
    tour.head[k] = joined(tour.head[k - 1], way(k), segment(k));
  for (Index k = tour.size() - 1; k-- > 0;)
    tour.tail[k] = joined(segment(k), way(k + 1), tour.tail[k + 1]);
  const Segment& all = tour.head.back();
  if (!all.is_feasible() || all.duration > vehicle.duration_max + slack) tour.is_feasible = false;
}

void walk_clock(const Instance& instance, const Bounds& bounds, Tour& tour) {
  const Vehicle& vehicle = instance.problem->vehicles[tour.vehicle];
  tour.clocks.resize(tour.size());
  Clock clock{.time = vehicle.shift.from, .depart = vehicle.shift.from};
  tour.clocks.front() = clock;
  for (Index k = 1; k < tour.size(); ++k) {
    const Index to = tour.visits[k].node;
    const bool is_last = k + 1 == tour.size();
    const Window window =
        is_last ? Window{0, vehicle.shift.to} : Window{bounds.ready[to], bounds.due[to]};
    if (!advance(instance, {tour.vehicle, tour.visits[k - 1].node, to, window}, clock)) {
      tour.is_feasible = false;
      return;
    }
    if (k == 1) clock.depart = late_departure(instance, vehicle, tour.visits[0].node, to, clock);
    tour.clocks[k] = clock;
    tour.visits[k].leave = clock.time;
  }
  tour.metres = clock.metres;
  if (clock.time - clock.depart > vehicle.duration_max + slack) tour.is_feasible = false;
}

void fill_loads(const Instance& instance, Tour& tour) {
  const Index dimensions = instance.dimensions;
  tour.carried.assign(dimensions, 0);
  tour.peak.assign(dimensions, 0);
  if (instance.paired) tour.loads.assign(size_t{tour.size()} * dimensions, 0);
  const double* capacity = instance.capacity.data() + size_t{tour.vehicle} * dimensions;
  for (Index k = 1; k + 1 < tour.size(); ++k) {
    const Index job = tour.visits[k].node;
    const bool is_job = instance.is_job(job);
    for (Index d = 0; d < dimensions; ++d) {
      double* load = instance.paired ? &tour.loads[size_t{k} * dimensions + d] : nullptr;
      if (load) *load = load[-std::ptrdiff_t(dimensions)];
      if (!is_job) continue;
      const double amount = instance.demand[size_t{job} * dimensions + d];
      if (instance.partner[job] == none)
        tour.carried[d] += amount;
      else if (instance.is_delivery(job))
        *load -= instance.demand[size_t{instance.partner[job]} * dimensions + d];
      else
        *load += amount;
    }
  }
  for (Index d = 0; d < dimensions; ++d) {
    if (instance.paired)
      for (Index k = 0; k < tour.size(); ++k)
        tour.peak[d] = std::max(tour.peak[d], tour.loads[size_t{k} * dimensions + d]);
    if (tour.carried[d] + tour.peak[d] > capacity[d] + slack) tour.is_feasible = false;
  }
}

void fill_stock(const Instance& instance, Tour& tour) {
  const Vehicle& vehicle = instance.problem->vehicles[tour.vehicle];
  tour.depot = 0;
  tour.toolless = 0;
  tour.used.assign(instance.kinds, 0);
  for (Index k = 1; k + 1 < tour.size(); ++k) {
    const Index job = tour.visits[k].node;
    if (!instance.is_job(job)) {
      tour.depot = k;
      break;
    }
    tour.toolless += (instance.problem->jobs[job].tools & ~vehicle.tools) != 0;
    for (Index kind = 0; kind < instance.kinds; ++kind)
      tour.used[kind] += instance.parts[size_t{job} * instance.kinds + kind];
  }
  if (tour.toolless > 0) tour.is_feasible = false;
  for (Index kind = 0; kind < instance.kinds; ++kind)
    if (tour.used[kind] > (kind < vehicle.parts.size() ? vehicle.parts[kind] : 0))
      tour.is_feasible = false;
}

}  // namespace

void refresh(const Instance& instance, const Bounds& bounds, Tour& tour) {
  const Vehicle& vehicle = instance.problem->vehicles[tour.vehicle];
  tour.is_feasible = true;
  walk_forward(instance, bounds, tour);
  if (instance.simulated) {
    tour.is_feasible = true;  // the clock knows better
    walk_clock(instance, bounds, tour);
  } else {
    walk_back(instance, bounds, tour);
    if (instance.timed) fill_segments(instance, bounds, tour);
  }
  if (instance.dimensions > 0) fill_loads(instance, tour);
  if (instance.stocked) fill_stock(instance, tour);
  tour.cost = 0;
  if (tour.is_idle()) return;
  double duration = 0, weighted = 0;
  if (instance.simulated && tour.is_feasible) {
    duration = tour.clocks.back().time - tour.clocks.back().depart;
    weighted = tour.clocks.back().weighted;
  } else if (instance.timed && tour.is_feasible && !instance.simulated) {
    duration = tour.head.back().duration;
  }
  tour.cost = vehicle.cost + route_cost(instance, tour.metres, duration, weighted);
}

bool needs_depot(const Instance& instance, const Tour& tour, Index job, Index partner) {
  const Vehicle& vehicle = instance.problem->vehicles[tour.vehicle];
  for (const Index one : {job, partner}) {
    if (one == none) continue;
    if ((instance.problem->jobs[one].tools & ~vehicle.tools) != 0) return true;
  }
  for (Index kind = 0; kind < instance.kinds; ++kind) {
    uint32_t wanted = tour.used[kind] + instance.parts[size_t{job} * instance.kinds + kind];
    if (partner != none) wanted += instance.parts[size_t{partner} * instance.kinds + kind];
    if (wanted > (kind < vehicle.parts.size() ? vehicle.parts[kind] : 0)) return true;
  }
  return false;
}

}  // namespace lifeline::routing
