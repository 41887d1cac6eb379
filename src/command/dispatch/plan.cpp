// SPDX-License-Identifier: Apache-2.0
#include "command/dispatch/plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "base/limits.h"
#include "solver/routing/nearest.h"
#include "solver/routing/roads.h"

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

routing::Travel great_circle_travel(const std::vector<LonLat>& places) {
  std::vector<routing::Position> positions;
  for (const LonLat at : places)
    positions.push_back({.latitude = at.latitude_deg, .longitude = at.longitude_deg});
  return routing::road_travel(positions, routing::usual_ways(), true);
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

Result<routing::Plan> planned(Asked& asked, const routing::Settings& settings) {
  routing::Plan present = asked.present;
  for (int round = 0;; ++round) {
    auto plan = routing::replan(asked.problem, present, settings);
    if (!plan || round == int(limits::job_crews_max) || !part_twins(asked, *plan)) return plan;
    present = std::move(*plan);
  }
}

Result<Propose> proposed(const Asked& asked, const routing::Plan& plan, const Made& made) {
  if (asked.slots.empty())
    return Propose{.proposals = asked.hopeless, .figures = figures_of(asked, plan, made)};
  auto reasons = routing::explained(asked.problem, plan);
  if (!reasons) return tl::unexpected(reasons.error());
  return Propose{.proposals = proposals_of(asked, plan, *reasons),
                 .figures = figures_of(asked, plan, made)};
}

Result<std::vector<Choice>> choices(const Asked& asked, const routing::Plan& plan, JobId job) {
  const auto given_up = std::ranges::find(asked.hopeless, job, &Proposal::job);
  if (given_up != asked.hopeless.end()) {
    std::vector<Choice> none;
    for (const std::string& crew : asked.crews)
      none.push_back({.crew = crew, .reason = given_up->reason});
    return none;
  }
  const auto slot = std::ranges::find_if(
      asked.slots, [&](const Slot& s) { return s.job == job && s.standing == Standing::proposed; });
  if (slot == asked.slots.end()) return conflict("job_must_be_planned", "id", to_text(job));
  const auto index = Index(slot - asked.slots.begin());
  const auto all = routing::choices(asked.problem, plan, index);
  if (!all) return tl::unexpected(all.error());
  const auto& forbidden = asked.problem.jobs[index].forbidden;
  std::vector<Choice> choices;
  for (Index v = 0; v < all->size(); ++v) {
    const routing::Choice& one = (*all)[v];
    Choice choice{.crew = asked.crews[v]};
    choice.able = one.vehicle != routing::none;
    if (choice.able) {
      choice.drive_s = std::llround(one.drive_seconds);
      choice.dearer = std::round(one.dearer);
    } else {
      choice.reason =
          std::ranges::binary_search(forbidden, v) ? Lack::nobody_may : Lack::no_time_left;
    }
    choices.push_back(std::move(choice));
  }
  std::ranges::stable_sort(choices, {},
                           [](const Choice& c) { return std::pair(!c.able, c.dearer); });
  return choices;
}

}  // namespace lifeline::dispatch
