// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/limits.h"
#include "command/dispatch/problem.h"

namespace lifeline::dispatch {
namespace {

using routing::Index;

Instant instant(const Asked& asked, double second) {
  return asked.origin + std::chrono::microseconds(std::llround(second * 1e6));
}

Proposal bare(const Slot& slot) {
  return {.job = slot.job,
          .part = slot.part,
          .crew = {},
          .standing = slot.standing,
          .why_name = {},
          .second_crew = {},
          .reason_names = {}};
}

void say_why(Proposal& one, const Asked& asked, Index job, const routing::Explanation& choice) {
  const Ability& ability = asked.abilities[job];
  if (asked.slots[job].standing != Standing::proposed) {
    one.why = Why::committed;
    return;
  }
  one.able = ability.able.size();
  one.why = asked.slots[job].pinned ? Why::pinned
            : one.able == 1         ? Why::only_able
                                    : Why::least_added;
  if (one.why == Why::only_able && !ability.names.empty()) one.why_name = ability.names.front();
  if (choice.second.vehicle == routing::none) return;
  one.second_crew = asked.crews[choice.second.vehicle];
  one.second_drive_s = std::llround(choice.second.drive_seconds);
  one.dearer = std::max(0.0, std::round(choice.second.dearer - choice.chosen.dearer));
}

/// The rows of one route: what stands before a stop is its drive, or the visit to the base.
void add_route(std::vector<Proposal>& out, const Asked& asked, const routing::Route& route,
               const std::vector<routing::Explanation>& choices) {
  const auto& travel = asked.problem.travel;
  const auto start = asked.problem.vehicles[route.vehicle].start;
  Index at = start.value_or(routing::none);
  uint64_t position = 0;
  double metres = 0;
  const auto drive_to = [&](Index place) {
    if (at != routing::none) metres += travel.distance(at, place);
    at = place;
  };
  bool fetches = false;
  double set_out = route.depart;
  for (const routing::Stop& stop : route.stops) {
    if (stop.job == routing::none) {
      drive_to(*asked.problem.vehicles[route.vehicle].depot);
      fetches = true;
      continue;
    }
    drive_to(asked.problem.jobs[stop.job].place);
    Proposal one = bare(asked.slots[stop.job]);
    one.crew = asked.crews[route.vehicle];
    one.position = ++position;
    one.depart_at = instant(asked, set_out);
    one.arrive_at = instant(asked, stop.arrive);
    one.start_at = instant(asked, stop.start);
    one.finish_at = instant(asked, stop.leave);
    one.drive_s = std::llround(stop.arrive - set_out);
    one.drive_m = std::llround(metres);
    one.fetches_parts = fetches;
    say_why(one, asked, stop.job, choices[stop.job]);
    out.push_back(std::move(one));
    set_out = stop.leave;
    metres = 0;
    fetches = false;
  }
}

// Able crews there are, but none has the time.
Lack lack_of(const Asked& asked, const std::vector<bool>& is_left, Index job) {
  const routing::Job& wanted = asked.problem.jobs[job];
  for (const Index before : wanted.after)
    if (is_left[before]) return Lack::waits_for_another;
  const bool has_end = !wanted.windows.empty() && wanted.windows.back().to < routing::forever;
  return has_end ? Lack::window_cannot_be_met : Lack::no_time_left;
}

}  // namespace

std::vector<Proposal> proposals_of(const Asked& asked, const routing::Plan& plan,
                                   const std::vector<routing::Explanation>& choices) {
  std::vector<Proposal> proposals = asked.hopeless;
  for (const routing::Route& route : plan.routes) add_route(proposals, asked, route, choices);
  std::vector<bool> is_left(asked.slots.size());
  for (const routing::Unassigned& one : plan.unassigned) is_left[one.job] = true;
  for (const routing::Unassigned& one : plan.unassigned) {
    Proposal row = bare(asked.slots[one.job]);
    row.standing = Standing::unassigned;
    row.able = asked.abilities[one.job].able.size();
    row.reason = lack_of(asked, is_left, one.job);
    if (row.reason == Lack::waits_for_another)
      for (const Index before : asked.problem.jobs[one.job].after)
        if (is_left[before]) row.reason_names.push_back(to_text(asked.slots[before].job));
    proposals.push_back(std::move(row));
  }
  std::ranges::sort(proposals, [](const Proposal& a, const Proposal& b) {
    return std::tie(a.job, a.part) < std::tie(b.job, b.part);
  });
  return proposals;
}

double weighted_completion(const Asked& asked, const routing::Plan& plan) {
  const double now = double((asked.now - asked.origin).count()) / 1e6;
  double sum = 0;
  for (const routing::Route& route : plan.routes)
    for (const routing::Stop& stop : route.stops)
      if (stop.job != routing::none)
        sum += asked.problem.jobs[stop.job].priority * (stop.leave - now);
  for (const routing::Unassigned& one : plan.unassigned)
    sum += asked.problem.jobs[one.job].priority * double(limits::dispatch_horizon_s);
  return sum;
}

}  // namespace lifeline::dispatch
