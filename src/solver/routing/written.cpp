// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/written.h"

#include <algorithm>
#include <bit>

namespace lifeline::routing {
namespace {

double departure(const State& state, const Tour& tour) {
  const Instance& instance = state.instance();
  const Vehicle& vehicle = instance.problem->vehicles[tour.vehicle];
  if (!tour.is_feasible) return vehicle.shift.from;
  if (instance.simulated) return tour.clocks.back().depart;
  if (instance.timed) return std::max(vehicle.shift.from, tour.head.back().earliest);
  const Visit& first = tour.visits[1];
  return late_departure(instance, vehicle, tour.visits[0].node, first.node, {.time = first.leave});
}

Route route_of(const State& state, const Tour& tour) {
  const Instance& instance = state.instance();
  Route route{.vehicle = tour.vehicle, .stops = {}, .depart = departure(state, tour), .breaks = {}};
  Clock clock{.time = route.depart};
  for (Index k = 1; k < tour.size(); ++k) {
    const Index from = tour.visits[k - 1].node, to = tour.visits[k].node;
    const bool is_last = k + 1 == tour.size();
    const Window bounds = is_last ? Window{0, forever}
                                  : Window{state.bounds().ready[to], state.bounds().due[to] + 1e-6};
    Step step;
    if (!advance(instance, {tour.vehicle, from, to, bounds}, clock, &step)) {
      // Driven already and late: as it comes.
      step.arrive = step.start = instance.arrive(from, to, clock.time);
      clock.time = step.start + instance.service[to];
      clock.metres += instance.metres[instance.at(from, to)];
    }
    route.breaks.insert(route.breaks.end(), step.taken, step.taken + step.taken_count);
    if (!is_last)
      route.stops.push_back({.job = instance.is_job(to) ? to : none,
                             .arrive = step.arrive,
                             .start = step.start,
                             .leave = clock.time});
  }
  route.back = clock.time;
  route.distance = clock.metres;
  return route;
}

std::string named(const std::vector<std::string>& names, size_t bit) {
  return bit < names.size() ? names[bit] : std::to_string(bit);
}

// The first bit that the job wants and nobody has; 64 when there is none.
template <class Has>
int lacking(const Problem& problem, uint64_t wanted, Has has) {
  uint64_t had = 0;
  for (const Vehicle& vehicle : problem.vehicles) had |= has(vehicle);
  return std::countr_zero(wanted & ~had);
}

// A reason that lies in the job and the crews alone, or "".
std::string reason_of_kind(const Problem& problem, Index number) {
  const Job& job = problem.jobs[number];
  const auto skill = lacking(problem, job.skills, [](const Vehicle& v) { return v.skills; });
  if (skill < 64) return "skill " + named(problem.skill_names, skill) + ": nobody has it";
  const auto permit = lacking(problem, job.permits, [](const Vehicle& v) { return v.permits; });
  if (permit < 64) return "permit " + named(problem.permit_names, permit) + ": nobody holds it";
  const auto tool = lacking(problem, job.tools,
                            [](const Vehicle& v) { return v.depot ? ~uint64_t{0} : v.tools; });
  if (tool < 64) return "tool " + named(problem.tool_names, tool) + ": nobody carries it";
  if (job.pinned != none && !may_do(problem, job, job.pinned))
    return "pinned to crew " + problem.vehicles[job.pinned].id + ", which may not do it";
  for (Index v = 0; v < problem.vehicles.size(); ++v)
    if (may_do(problem, job, v)) return "";
  return "no one crew has all that it asks for: skills, permits, tools, parts and capacity";
}

// An idle tour of that vehicle, behind what it has driven.
Tour bare(const State& state, Index vehicle) {
  Tour tour = state.tour(vehicle);
  const Index kept = tour.kept;
  if (tour.size() > kept + 2)
    tour.visits.erase(tour.visits.begin() + std::ptrdiff_t(kept) + 1, tour.visits.end() - 1);
  refresh(state.instance(), state.bounds(), tour);
  return tour;
}

}  // namespace

std::string reason_of(State& state, Index job) {
  const Instance& instance = state.instance();
  const Problem& problem = *instance.problem;
  if (auto reason = reason_of_kind(problem, job); !reason.empty()) return reason;
  const Index partner = instance.partner[job];
  const Index request = instance.is_delivery(job) ? partner : job;
  if (partner != none)
    if (auto reason = reason_of_kind(problem, partner); !reason.empty())
      return "its other half: " + reason;
  for (const Index first : problem.jobs[job].after)
    if (state.where(first).tour == none)
      return "waits for job " + problem.jobs[first].id + ", which is unassigned";
  Draw draw(1);
  Insertion insertion(instance, state.bounds(), draw, 0);
  const Bounds free{.ready = std::vector<double>(instance.nodes, 0),
                    .due = std::vector<double>(instance.nodes, forever)};
  Insertion without_windows(instance, free, draw, 0);
  bool is_open = false;
  for (Index v = 0; v < instance.crews.size(); ++v) {
    if (!instance.permits(request, v)) continue;
    const Tour tour = bare(state, v);
    Spot spot, open;
    insertion.scan(tour, request, spot);
    if (spot.tour != none) return "the crews that may do it are taken by jobs that weigh more";
    without_windows.scan(tour, request, open);
    is_open |= open.tour != none;
  }
  return is_open ? "no crew reaches it before its window ends"
                 : "no crew can do it and be back before its shift ends";
}

Plan written(State& state) {
  const Instance& instance = state.instance();
  Plan plan{.routes = {}, .unassigned = {}, .cost = state.cost()};
  std::vector<Index> used = state.used();
  std::sort(used.begin(), used.end());
  for (const Index v : used) {
    plan.routes.push_back(route_of(state, state.tour(v)));
    plan.distance += plan.routes.back().distance;
    plan.duration += plan.routes.back().back - plan.routes.back().depart;
  }
  for (Index job = 0; job < instance.jobs; ++job)
    if (state.where(job).tour == none)
      plan.unassigned.push_back({.job = job, .reason = reason_of(state, job)});
  return plan;
}

Sequences sequences_of(const Plan& plan, size_t vehicles) {
  Sequences sequences(vehicles);
  for (const Route& route : plan.routes)
    if (route.vehicle < vehicles)
      for (const Stop& stop : route.stops) sequences[route.vehicle].push_back(stop.job);
  return sequences;
}

}  // namespace lifeline::routing
