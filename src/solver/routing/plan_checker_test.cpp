// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/plan_checker_test.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace lifeline::routing::test {
namespace {

constexpr double tolerance = 1e-5;

// Second by second would be the definition; minute by minute within an hour is exact, as the pace
// is constant there.
double there_at(const Travel& travel, Index from, Index to, double depart) {
  bool waits = true;
  while (waits) {
    waits = false;
    for (const Closure& c : travel.closures)
      if (c.from == from && c.to == to && depart >= c.when.from && depart < c.when.to)
        depart = c.when.to, waits = true;
  }
  double left = (*travel.seconds)[size_t{from} * travel.places + to];
  while (!travel.classes.empty() && left > 0) {
    const auto hour = int64_t(std::floor(depart / 3600));
    const double pace =
        travel.pace[travel.classes[size_t{from} * travel.places + to]][size_t(hour % 24)];
    const double end = double(hour + 1) * 3600;
    if ((end - depart) * pace >= left) return depart + left / pace;
    left -= (end - depart) * pace;
    depart = end;
  }
  return depart + left;
}

class Checker {
 public:
  Checker(const Problem& problem, const Plan& plan) : problem_(problem), plan_(plan) {}

  Checked run() {
    for (const Route& route : plan_.routes) check_route(route);
    check_jobs();
    if (std::abs(distance_ - plan_.distance) > tolerance * (1 + distance_)) say("distance");
    const double scale = 1 + std::abs(checked_.cost);
    if (std::abs(checked_.cost - plan_.cost) > 1e-6 * scale)
      say("cost " + std::to_string(plan_.cost) + " is " + std::to_string(checked_.cost));
    return std::move(checked_);
  }

 private:
  void say(std::string what) { checked_.wrong.push_back(std::move(what)); }
  void check_route(const Route& route);
  void check_times(const Route& route);
  void check_load(const Route& route);
  void check_kit(const Route& route);
  void check_breaks(const Route& route);
  void check_jobs();
  double priced(const Route& route, double metres, double weighted) const;

  const Problem& problem_;
  const Plan& plan_;
  Checked checked_;
  double distance_ = 0;
  std::map<Index, std::pair<Index, const Stop*>> done_;  // vehicle and stop, by job
};

void Checker::check_route(const Route& route) {
  check_times(route);
  check_load(route);
  check_kit(route);
  check_breaks(route);
  const auto& driven = problem_.vehicles[route.vehicle].driven;
  for (size_t i = 0; i < driven.size(); ++i)
    if (i >= route.stops.size() || route.stops[i].job != driven[i]) say("what is driven changed");
}

void Checker::check_times(const Route& route) {
  const Vehicle& vehicle = problem_.vehicles[route.vehicle];
  const Travel& travel = problem_.travel;
  double rest = 0;  // taken in breaks and not yet found in the gaps
  std::optional<Index> at = vehicle.start;
  double time = route.depart, metres = 0, weighted = 0, breaks = 0;
  for (const Break& one : vehicle.breaks) breaks += one.duration;
  if (time < vehicle.shift.from - tolerance) say("leaves before its shift");
  for (const Stop& stop : route.stops) {
    const std::optional<Index> to =
        stop.job == none ? vehicle.depot : std::optional(problem_.jobs[stop.job].place);
    if (!to) return say("has no depot");
    const double way = at ? there_at(travel, *at, *to, time) : time;
    if (stop.arrive < way - tolerance) say("arrives before it can");
    if (stop.arrive > way + breaks + tolerance && travel.closures.empty() && travel.classes.empty())
      say("arrives after it must");
    if (stop.start < stop.arrive - tolerance) say("starts before it is there");
    if (at) metres += travel.distance(*at, *to);
    const double duration =
        stop.job == none ? vehicle.depot_duration : problem_.jobs[stop.job].duration;
    if (std::abs(stop.leave - stop.start - duration) > tolerance) say("works too little");
    if (stop.job != none) {
      const Job& job = problem_.jobs[stop.job];
      const bool fits = job.windows.empty() ||
                        std::any_of(job.windows.begin(), job.windows.end(), [&](const Window& w) {
                          return stop.start >= w.from - tolerance && stop.start <= w.to + tolerance;
                        });
      if (!fits) say("job " + std::to_string(stop.job) + " is outside its windows");
      weighted += job.priority * stop.leave;
      if (!done_.try_emplace(stop.job, route.vehicle, &stop).second) say("a job is done twice");
    }
    time = stop.leave;
    at = to;
  }
  const double back = at && vehicle.end ? there_at(travel, *at, *vehicle.end, time) : time;
  if (at && vehicle.end) metres += travel.distance(*at, *vehicle.end);
  if (route.back < back - tolerance || rest > 0) say("is back before it can");
  if (route.back > vehicle.shift.to + tolerance) say("is back after its shift");
  if (route.back - route.depart > vehicle.duration_max + tolerance) say("takes too long");
  distance_ += metres;
  checked_.cost += priced(route, metres, weighted);
}

double Checker::priced(const Route& route, double metres, double weighted) const {
  if (route.stops.empty()) return 0;
  const double opening = problem_.vehicles[route.vehicle].cost;
  if (problem_.objective == Objective::duration) return opening + route.back - route.depart;
  if (problem_.objective != Objective::dispatch) return opening + metres;
  double origin = forever, weights = 0;
  for (const Vehicle& v : problem_.vehicles) origin = std::min(origin, v.shift.from);
  for (const Stop& stop : route.stops)
    if (stop.job != none) weights += problem_.jobs[stop.job].priority;
  return opening + weighted - weights * origin + 1e-3 * metres;
}

void Checker::check_load(const Route& route) {
  const Vehicle& vehicle = problem_.vehicles[route.vehicle];
  for (size_t d = 0; d < vehicle.capacity.size(); ++d) {
    const auto amount = [d](const Job& job) { return d < job.demand.size() ? job.demand[d] : 0; };
    const auto is_picked_up = [&](Index job) {
      return std::any_of(problem_.jobs.begin(), problem_.jobs.end(),
                         [job](const Job& other) { return other.pickup == job; });
    };
    double load = 0;
    for (const Stop& stop : route.stops)
      if (stop.job != none && problem_.jobs[stop.job].pickup == none && !is_picked_up(stop.job))
        load += amount(problem_.jobs[stop.job]);
    if (load > vehicle.capacity[d] + tolerance) say("carries too much");
    for (const Stop& stop : route.stops) {
      if (stop.job == none) continue;
      const Job& job = problem_.jobs[stop.job];
      if (job.pickup != none) load -= amount(problem_.jobs[job.pickup]);
      if (job.pickup == none && is_picked_up(stop.job)) load += amount(job);
      if (load > vehicle.capacity[d] + tolerance) say("carries too much on the way");
    }
  }
}

void Checker::check_kit(const Route& route) {
  const Vehicle& vehicle = problem_.vehicles[route.vehicle];
  bool is_stocked = false;
  std::vector<int> left(vehicle.parts.begin(), vehicle.parts.end());
  for (const Stop& stop : route.stops) {
    if (stop.job == none) {
      if (is_stocked) say("is at the depot twice");
      is_stocked = true;
      continue;
    }
    const Job& job = problem_.jobs[stop.job];
    const bool is_driven = std::count(vehicle.driven.begin(), vehicle.driven.end(), stop.job) > 0;
    if (is_driven) continue;
    if ((job.skills & ~vehicle.skills) != 0) say("lacks a skill");
    if ((job.permits & ~vehicle.permits) != 0) say("lacks a permit");
    if (job.pinned != none && job.pinned != route.vehicle) say("is not who it is pinned to");
    if (std::count(job.forbidden.begin(), job.forbidden.end(), route.vehicle) > 0)
      say("is forbidden");
    if (is_stocked) continue;
    if ((job.tools & ~vehicle.tools) != 0) say("lacks a tool");
    for (size_t kind = 0; kind < job.parts.size(); ++kind) {
      if (kind >= left.size()) left.resize(kind + 1);
      if ((left[kind] -= job.parts[kind]) < 0) say("lacks a part");
    }
  }
}

// Each break starts in its window, stands while nothing is driven or worked, and is taken unless
// the vehicle is back before it must be.
void Checker::check_breaks(const Route& route) {
  const Vehicle& vehicle = problem_.vehicles[route.vehicle];
  if (route.breaks.size() > vehicle.breaks.size()) return say("takes too many breaks");
  for (size_t i = 0; i < vehicle.breaks.size(); ++i) {
    const Break& wanted = vehicle.breaks[i];
    if (i >= route.breaks.size()) {
      if (route.back > wanted.start.to + tolerance) say("takes no break");
      continue;
    }
    const double from = route.breaks[i], to = from + wanted.duration;
    if (from < wanted.start.from - tolerance || from > wanted.start.to + tolerance)
      say("takes a break outside its window");
    for (const Stop& stop : route.stops)
      if (from < stop.leave - tolerance && to > stop.start + tolerance) say("works in its break");
  }
}

void Checker::check_jobs() {
  std::vector<bool> is_left(problem_.jobs.size());
  for (const Unassigned& one : plan_.unassigned) {
    is_left[one.job] = true;
    checked_.cost += problem_.jobs[one.job].penalty;
    if (one.reason.empty()) say("no reason");
  }
  for (Index i = 0; i < problem_.jobs.size(); ++i) {
    const auto found = done_.find(i);
    if ((found == done_.end()) != is_left[i]) say("a job is lost, or left and done");
    if (found == done_.end()) continue;
    const Job& job = problem_.jobs[i];
    for (const Index first : job.after)
      if (!done_.contains(first) ||
          done_[first].second->leave > found->second.second->start + tolerance)
        say("a job starts before what it waits for");
    if (job.pickup == none) continue;
    if (!done_.contains(job.pickup) || done_[job.pickup].first != found->second.first ||
        done_[job.pickup].second->leave > found->second.second->start + tolerance)
      say("delivers what it has not picked up");
  }
}

}  // namespace

Checked checked_plan(const Problem& problem, const Plan& plan) {
  return Checker(problem, plan).run();
}

}  // namespace lifeline::routing::test
