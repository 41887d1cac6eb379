// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/state.h"

#include <algorithm>

namespace lifeline::routing {
namespace {

// Whether the vehicle's own tools and parts do for all of the tour's jobs.
bool stands_without_depot(const Instance& instance, const Tour& tour) {
  const Vehicle& vehicle = instance.problem->vehicles[tour.vehicle];
  for (Index kind = 0; kind < instance.kinds; ++kind) {
    uint32_t wanted = 0;
    for (const Visit& visit : tour.visits)
      if (instance.is_job(visit.node))
        wanted += instance.parts[size_t{visit.node} * instance.kinds + kind];
    if (wanted > (kind < vehicle.parts.size() ? vehicle.parts[kind] : 0)) return false;
  }
  return std::none_of(tour.visits.begin(), tour.visits.end(), [&](const Visit& visit) {
    return instance.is_job(visit.node) &&
           (instance.problem->jobs[visit.node].tools & ~vehicle.tools) != 0;
  });
}

}  // namespace

State::State(const Instance& instance)
    : instance_(instance),
      bounds_{.ready = instance.ready, .due = instance.due},
      tours_(instance.crews.size()),
      where_(instance.jobs),
      used_at_(instance.crews.size(), none),
      idle_(instance.types, none),
      idle_of_(instance.types),
      touched_(instance.crews.size()) {
  for (Index v = Index(tours_.size()); v-- > 0;) {
    tours_[v].vehicle = v;
    idle_of_[instance.crews[v].type].push_back(v);
    list_idle(instance.crews[v].type);
  }
  clear();
}

void State::clear() {
  begin();
  bounds_ = {.ready = instance_.ready, .due = instance_.due};
  cost_ = 0;
  absent_.clear();
  for (Where& where : where_) where.tour = none;
  for (Tour& tour : tours_) {
    const auto& driven = instance_.problem->vehicles[tour.vehicle].driven;
    tour.cost = 0;
    tour.kept = Index(driven.size());
    tour.visits = {{.node = instance_.crews[tour.vehicle].start}};
    for (const Index job : driven) {
      bounds_.due[job] = forever;
      tour.visits.push_back({.node = job});
    }
    // What is in the vehicle already is handed over last, unless it is said otherwise.
    for (const Index job : driven)
      if (const Index other = instance_.partner[job];
          other != none && std::find(driven.begin(), driven.end(), other) == driven.end())
        tour.visits.push_back({.node = other});
    tour.visits.push_back({.node = instance_.crews[tour.vehicle].end});
    renew(tour.vehicle);
  }
  for (const Index request : instance_.request) {
    if (where_[request].tour != none) continue;
    absent_.push_back(request);
    cost_ += instance_.penalty(request);
  }
  begin();
}

bool State::is_kept(Index job) const {
  const Where at = where_[job];
  return at.tour != none && at.position <= tours_[at.tour].kept;
}

void State::begin() {
  ++turn_;
  saved_count_ = 0;
  bounds_before_.clear();
  absent_before_ = absent_;
  cost_before_ = cost_;
  broken_before_ = broken_;
}

void State::keep() { begin(); }

void State::undo() {
  for (size_t i = 0; i < saved_count_; ++i)
    for (const Visit& visit : tours_[saved_[i].vehicle].visits)
      if (instance_.is_job(visit.node)) where_[visit.node].tour = none;
  for (size_t i = bounds_before_.size(); i-- > 0;) {
    const auto& [node, window] = bounds_before_[i];
    bounds_.ready[node] = window.from;
    bounds_.due[node] = window.to;
  }
  for (size_t i = 0; i < saved_count_; ++i) {
    const Index vehicle = saved_[i].vehicle;
    std::swap(tours_[vehicle], saved_[i]);
    index_positions(tours_[vehicle]);
    set_used(vehicle);
  }
  absent_ = absent_before_;
  cost_ = cost_before_;
  broken_ = broken_before_;
  begin();
}

void State::touch(Index vehicle) {
  if (touched_[vehicle] == turn_) return;
  touched_[vehicle] = turn_;
  if (saved_count_ == saved_.size()) saved_.emplace_back();
  saved_[saved_count_++] = tours_[vehicle];
}

void State::renew(Index vehicle) {
  Tour& tour = tours_[vehicle];
  cost_ -= tour.cost;
  broken_ -= Index(!tour.is_feasible);
  refresh(instance_, bounds_, tour);
  cost_ += tour.cost;
  broken_ += Index(!tour.is_feasible);
  index_positions(tour);
  set_used(vehicle);
}

void State::index_positions(const Tour& tour) {
  for (Index k = 1; k + 1 < tour.size(); ++k)
    if (instance_.is_job(tour.visits[k].node)) where_[tour.visits[k].node] = {tour.vehicle, k};
}

void State::set_used(Index vehicle) {
  const bool is_used = !tours_[vehicle].is_idle();
  if (is_used == (used_at_[vehicle] != none)) return;
  auto& stack = idle_of_[instance_.crews[vehicle].type];
  if (is_used) {
    used_at_[vehicle] = Index(used_.size());
    used_.push_back(vehicle);
    stack.erase(std::next(std::find(stack.rbegin(), stack.rend(), vehicle)).base());
  } else {
    const Index at = used_at_[vehicle];
    used_[at] = used_.back();
    used_at_[used_[at]] = at;
    used_.pop_back();
    used_at_[vehicle] = none;
    stack.push_back(vehicle);
  }
  list_idle(instance_.crews[vehicle].type);
}

void State::list_idle(Index type) {
  const auto& stack = idle_of_[type];
  idle_[type] = is_closed_ || stack.empty() ? none : stack.back();
}

void State::set_closed(bool is_closed) {
  is_closed_ = is_closed;
  for (Index type = 0; type < instance_.types; ++type) list_idle(type);
}

void State::remove(std::span<const Index> requests) {
  std::vector<Index> tours, freed;
  std::vector<Index> leaving(requests.begin(), requests.end());
  for (size_t i = 0; i < leaving.size(); ++i) {
    const Index request = leaving[i];
    if (where_[request].tour == none) continue;
    absent_.push_back(request);
    cost_ += instance_.penalty(request);
    for (const Index job : {request, instance_.partner[request]}) {
      if (job == none) continue;
      const Index vehicle = where_[job].tour;
      touch(vehicle);
      if (std::find(tours.begin(), tours.end(), vehicle) == tours.end()) tours.push_back(vehicle);
      where_[job].tour = none;
      if (!instance_.ordered) continue;
      for (const Index later : instance_.behind[job]) {
        const bool is_second = instance_.is_delivery(later);
        leaving.push_back(is_second ? instance_.partner[later] : later);
      }
      freed.push_back(job);
    }
  }
  for (const Index vehicle : tours) {
    auto& visits = tours_[vehicle].visits;
    std::erase_if(visits, [&](const Visit& visit) {
      return instance_.is_job(visit.node) && where_[visit.node].tour == none;
    });
    if (tours_[vehicle].depot > 0 && stands_without_depot(instance_, tours_[vehicle]))
      std::erase_if(visits, [&](const Visit& visit) {
        return &visit != &visits.front() && &visit != &visits.back() &&
               !instance_.is_job(visit.node);
      });
    renew(vehicle);
    if (!tours_[vehicle].is_feasible) shed(vehicle);
  }
  for (const Index job : freed) free_bounds(job);
}

// Where a way round is shorter than the way, or a break falls otherwise, stops can become late
// because others left: then all that may leave do.
void State::shed(Index vehicle) {
  std::vector<Index> rest;
  for (Index k = tours_[vehicle].kept + 1; k + 1 < tours_[vehicle].size(); ++k) {
    const Index job = tours_[vehicle].visits[k].node;
    if (!instance_.is_job(job)) continue;
    const Index request = instance_.is_delivery(job) ? instance_.partner[job] : job;
    if (request == job && !is_kept(request)) rest.push_back(request);
  }
  if (!rest.empty()) remove(rest);
}

void State::insert(Index request, const Spot& spot) {
  touch(spot.tour);
  Tour& tour = tours_[spot.tour];
  const Index partner = instance_.partner[request];
  const Index depot = instance_.crews[spot.tour].depot;
  const auto put = [&](Index node, Index at) {
    tour.visits.insert(tour.visits.begin() + std::ptrdiff_t(at), Visit{.node = node});
  };
  if (spot.fetches) {
    put(request, spot.second);
    put(depot, spot.first);
  } else {
    if (partner != none) put(partner, spot.second);
    put(request, spot.first);
  }
  cost_ -= instance_.penalty(request);
  renew(spot.tour);
  if (instance_.ordered) {
    bind(request);
    if (partner != none) bind(partner);
  }
}

// A job that waits for others may not start earlier than it now does, nor they end later than that:
// so each tour can be changed without looking at the others.
void State::bind(Index job) {
  if (instance_.before[job].empty()) return;
  const Where at = where_[job];
  const double start = tours_[at.tour].visits[at.position].leave - instance_.service[job];
  bounds_before_.push_back({job, {bounds_.ready[job], bounds_.due[job]}});
  bounds_.ready[job] = start;
  for (const Index first : instance_.before[job]) {
    bounds_before_.push_back({first, {bounds_.ready[first], bounds_.due[first]}});
    bounds_.due[first] = std::min(bounds_.due[first], start - instance_.service[first]);
    touch(where_[first].tour);
    renew(where_[first].tour);
  }
  renew(at.tour);
}

void State::free_bounds(Index job) {
  bounds_before_.push_back({job, {bounds_.ready[job], bounds_.due[job]}});
  bounds_.ready[job] = instance_.ready[job];
  bounds_.due[job] = instance_.due[job];
  for (const Index first : instance_.before[job]) {
    if (where_[first].tour == none) continue;
    bounds_before_.push_back({first, {bounds_.ready[first], bounds_.due[first]}});
    bounds_.due[first] = instance_.due[first];
    for (const Index other : instance_.behind[first])
      if (where_[other].tour != none)
        bounds_.due[first] =
            std::min(bounds_.due[first], bounds_.ready[other] - instance_.service[first]);
    touch(where_[first].tour);
    renew(where_[first].tour);
  }
}

bool State::bound_by_order(Index request) {
  for (const Index job : {request, instance_.partner[request]}) {
    if (job == none) continue;
    double ready = instance_.ready[job];
    for (const Index first : instance_.before[job]) {
      const Where at = where_[first];
      if (first == request) continue;  // its own pickup comes first anyway
      if (at.tour == none) return false;
      ready = std::max(ready, tours_[at.tour].visits[at.position].leave);
    }
    if (ready > instance_.due[job]) return false;
    if (ready == bounds_.ready[job]) continue;
    bounds_before_.push_back({job, {bounds_.ready[job], bounds_.due[job]}});
    bounds_.ready[job] = ready;
  }
  return true;
}

void State::set_absent(std::vector<Index> requests) { absent_ = std::move(requests); }
std::vector<Index> State::take_absent() { return std::exchange(absent_, {}); }

// All of a sequence if it is feasible, else without as few requests as that takes.
void State::place(Index vehicle, const std::vector<Index>& sequence) {
  Tour& tour = tours_[vehicle];
  const Visit start = tour.visits.front(), end = tour.visits.back();
  const auto& driven = instance_.problem->vehicles[vehicle].driven;
  std::vector<Index> nodes(driven.begin(), driven.end());
  const auto is_whole = [&](Index job) {
    const Index other = instance_.partner[job];
    return other == none || std::find(sequence.begin(), sequence.end(), other) != sequence.end();
  };
  for (const Index job : sequence) {
    if (job != none && std::find(nodes.begin(), nodes.end(), job) != nodes.end()) continue;
    if (job != none && (!instance_.permits(job, vehicle) || !is_whole(job))) continue;
    if (job != none && where_[job].tour != none && where_[job].tour != vehicle) continue;
    if (job != none || instance_.crews[vehicle].depot != none)
      nodes.push_back(job == none ? instance_.crews[vehicle].depot : job);
  }
  const auto attempt = [&](const std::vector<Index>& wanted) {
    for (const Visit& visit : tour.visits)
      if (instance_.is_job(visit.node)) where_[visit.node].tour = none;
    tour.visits = {start};
    for (const Index node : wanted) tour.visits.push_back({.node = node});
    tour.visits.push_back(end);
    renew(vehicle);
    return tour.is_feasible;
  };
  const auto without = [&](size_t at) {
    std::vector<Index> rest = nodes;
    const Index node = nodes[at];
    std::erase(rest, node);
    if (instance_.is_job(node) && instance_.partner[node] != none)
      std::erase(rest, instance_.partner[node]);
    return rest;
  };
  while (!attempt(nodes) && nodes.size() > driven.size()) {
    size_t leaves = nodes.size() - 1;
    for (size_t at = nodes.size(); at-- > driven.size();)
      if (attempt(without(at))) {
        leaves = at;
        break;
      }
    nodes = without(leaves);
  }
}

// Jobs that wait for others start behind them; where that is too late they leave.
void State::settle_order() {
  std::vector<Index> waiting;
  for (Index job = 0; job < instance_.jobs; ++job)
    if (!instance_.before[job].empty() && where_[job].tour != none) waiting.push_back(job);
  const auto leave = [this](Index job) {
    return tours_[where_[job].tour].visits[where_[job].position].leave;
  };
  for (size_t round = 0; round <= waiting.size(); ++round) {
    bool changes = false;
    for (const Index job : waiting) {
      if (where_[job].tour == none) continue;
      double ready = instance_.ready[job];
      bool is_alone = false;
      for (const Index first : instance_.before[job]) {
        is_alone |= where_[first].tour == none;
        if (!is_alone) ready = std::max(ready, leave(first));
      }
      const Index vehicle = where_[job].tour;
      if (ready > bounds_.ready[job]) {
        bounds_.ready[job] = ready;
        renew(vehicle);
        changes = true;
      }
      if (is_alone || !tours_[vehicle].is_feasible) {
        remove({{instance_.is_delivery(job) ? instance_.partner[job] : job}});
        changes = true;
      }
    }
    if (!changes) break;
  }
  for (const Index job : waiting)
    if (where_[job].tour != none) bind(job);
}

void State::load(const Sequences& sequences, const Bounds* bounds) {
  if (bounds) {
    bounds_ = *bounds;
    for (Tour& tour : tours_) renew(tour.vehicle);
  }
  for (Index v = 0; v < std::min(sequences.size(), tours_.size()); ++v)
    if (!sequences[v].empty()) place(v, sequences[v]);
  std::erase_if(absent_, [this](Index request) {
    if (where_[request].tour == none) return false;
    cost_ -= instance_.penalty(request);
    return true;
  });
  if (instance_.ordered && !bounds) settle_order();
  begin();
}

Sequences State::sequences() const {
  Sequences result(tours_.size());
  for (const Index v : used_)
    for (Index k = 1; k + 1 < tours_[v].size(); ++k) {
      const Index node = tours_[v].visits[k].node;
      result[v].push_back(instance_.is_job(node) ? node : none);
    }
  return result;
}

}  // namespace lifeline::routing
