// SPDX-License-Identifier: Apache-2.0
#include "command/dispatch/plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "base/limits.h"
#include "solver/routing/explain.h"
#include "solver/routing/nearest.h"

namespace lifeline::dispatch {
namespace {

using routing::Index;

// Metres east and north of a place: near enough for a road that is closed.
struct Flat {
  double x = 0, y = 0;
};

Flat flat(LonLat of, LonLat at) {
  constexpr double metres_per_degree = 6'371'008.8 * std::numbers::pi / 180;
  const double shrink = std::cos(of.latitude_deg * std::numbers::pi / 180);
  return {(at.longitude_deg - of.longitude_deg) * metres_per_degree * shrink,
          (at.latitude_deg - of.latitude_deg) * metres_per_degree};
}

// Whether the line between two places comes within the radius of the origin.
bool crosses(Flat a, Flat b, double radius_m) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  const double along = length > 0 ? std::clamp(-(a.x * dx + a.y * dy) / length, 0.0, 1.0) : 0;
  return std::hypot(a.x + along * dx, a.y + along * dy) <= radius_m;
}

// Two parts of one job with one crew: the later part is not for it. Whether there were any.
bool part_twins(Asked& asked, const routing::Plan& plan) {
  std::map<std::pair<JobId, Index>, Index> seen;
  bool found = false;
  for (const routing::Route& route : plan.routes)
    for (const routing::Stop& stop : route.stops) {
      if (stop.job == routing::none) continue;
      const auto [first, is_new] =
          seen.try_emplace({asked.slots[stop.job].job, route.vehicle}, stop.job);
      if (is_new) continue;
      const Index later = std::max(first->second, stop.job);
      if (asked.slots[later].standing != Standing::proposed) continue;
      auto& forbidden = asked.problem.jobs[later].forbidden;
      forbidden.insert(std::ranges::lower_bound(forbidden, route.vehicle), route.vehicle);
      found = true;
    }
  return found;
}

// Jobs to be planned that the present plan says nothing of.
size_t new_jobs(const Asked& asked) {
  size_t known = 0;
  for (const routing::Route& route : asked.present.routes) known += route.stops.size();
  return asked.slots.size() - std::min(known, asked.slots.size());
}

// Weight × seconds until done; what nobody gets to counts as done at the horizon's end.
double greedy_weighted_completion(const Asked& asked) {
  const double now = double((asked.now - asked.origin).count()) / 1e6;
  const auto done = routing::nearest_free_crew(asked.problem);
  double sum = 0;
  for (Index job = 0; job < done.size(); ++job)
    sum += asked.problem.jobs[job].priority *
           std::min(done[job] - now, double(limits::dispatch_horizon_s));
  return sum;
}

Figures figures_of(const Asked& asked, const routing::Plan& plan, const Made& made) {
  Figures figures{.began_at = made.began_at,
                  .made_at = made.made_at,
                  .trigger = made.trigger,
                  .jobs = asked.slots.size() + asked.hopeless.size(),
                  .crews = asked.crews.size(),
                  .assigned = asked.slots.size() - plan.unassigned.size(),
                  .unassigned = plan.unassigned.size() + asked.hopeless.size(),
                  .cpu_s = made.cpu_s,
                  .travel_by = made.travel_by,
                  .problem = made.problem};
  figures.weighted_completion = std::round(weighted_completion(asked, plan));
  figures.greedy_weighted_completion = std::round(greedy_weighted_completion(asked));
  figures.travel_m = std::llround(plan.distance);
  for (const routing::Route& route : plan.routes) {
    double driving = route.back - route.depart;
    for (const routing::Stop& stop : route.stops) driving -= stop.leave - stop.arrive;
    figures.travel_s += std::llround(driving);
  }
  return figures;
}

}  // namespace

std::vector<routing::Position> positions_of(const std::vector<LonLat>& places) {
  std::vector<routing::Position> positions;
  for (const LonLat at : places)
    positions.push_back({.latitude = at.latitude_deg, .longitude = at.longitude_deg});
  return positions;
}

routing::RoadTable great_circle_table() { return {routing::usual_ways(), true}; }

routing::Travel great_circle_travel(const std::vector<LonLat>& places) {
  return great_circle_table().travel(positions_of(places));
}

void close_roads(const Asked& asked, routing::Travel& travel) {
  const auto second = [&](Instant at) { return double((at - asked.origin).count()) / 1e6; };
  for (const Closure& closure : asked.closures) {
    std::vector<Flat> places;
    for (const LonLat at : asked.places) places.push_back(flat(closure.place, at));
    for (Index from = 0; from < places.size(); ++from)
      for (Index to = 0; to < places.size(); ++to)
        if (from != to && crosses(places[from], places[to], closure.radius_m))
          travel.closures.push_back({.from = from,
                                     .to = to,
                                     .when = {std::max(0.0, second(closure.from)),
                                              std::max(0.0, second(closure.until))}});
  }
  std::ranges::sort(travel.closures, {}, [](const routing::Closure& c) {
    return std::tuple(c.from, c.to, c.when.from);
  });
}

bool has_much_new(const Asked& asked) { return new_jobs(asked) > limits::dispatch_new_jobs_max; }

Result<routing::Plan> planned(Asked& asked, Compiled& compiled, const routing::Settings& settings) {
  const bool is_mostly_new = has_much_new(asked) && 2 * new_jobs(asked) > asked.slots.size();
  routing::Settings left = settings;
  routing::Plan present = asked.present;
  for (int round = 0;; ++round) {
    const double begun = settings.budget.clock ? settings.budget.clock() : 0;
    if (!compiled) {
      auto made = routing::Instance::of(asked.problem);
      if (!made) return tl::unexpected(made.error());
      compiled = std::move(*made);
    }
    if (settings.budget.clock)
      left.budget.cpu_seconds = settings.budget.cpu_seconds - (settings.budget.clock() - begun);
    routing::Plan plan = is_mostly_new && round == 0 ? routing::solve(*compiled, left)
                                                     : routing::replan(*compiled, present, left);
    if (round == int(limits::job_crews_max) || !part_twins(asked, plan)) return plan;
    compiled.reset();
    present = std::move(plan);
  }
}

Result<routing::Plan> planned(Asked& asked, const routing::Settings& settings) {
  Compiled compiled;
  return planned(asked, compiled, settings);
}

Propose proposed(const Asked& asked, const Compiled& compiled, const routing::Plan& plan,
                 const Made& made, const std::vector<Proposal>& kept) {
  std::optional<routing::Explainer> explainer;
  if (compiled) explainer.emplace(*compiled, plan);
  const auto explain = [&](Index job) { return explainer->explain(job); };
  return Propose{.proposals = proposals_of(asked, plan, kept, explain),
                 .figures = figures_of(asked, plan, made)};
}

}  // namespace lifeline::dispatch
