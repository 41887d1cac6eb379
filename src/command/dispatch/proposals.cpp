// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>

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

/// Says why it is this crew. Who would be second is looked for, unless it was said of the same stop
/// and as many could.
class Reasons {
 public:
  Reasons(const Asked& asked, const std::vector<Proposal>& kept, const Explain& explain)
      : asked_(asked), explain_(explain) {
    for (const Proposal& one : kept) kept_.emplace(std::pair(one.job, one.part), &one);
  }
  void put(Proposal& one, Index job) const {
    if (asked_.slots[job].standing != Standing::proposed) {
      one.why = Why::committed;
      return;
    }
    say_who_could(one, job);
    const auto before = kept_.find({one.job, one.part});
    if (before == kept_.end() || !still_holds(*before->second, one, job)) return compare(one, job);
    one.second_crew = before->second->second_crew;
    one.second_drive_s = before->second->second_drive_s;
    one.dearer = before->second->dearer;
  }

 private:
  bool still_holds(const Proposal& before, const Proposal& now, Index job) const {
    const auto stop = [](const Proposal& p) {
      return std::tie(p.crew, p.standing, p.position, p.able, p.why);
    };
    return stop(before) == stop(now) &&
           (before.second_crew.empty() || could(before.second_crew, job));
  }
  bool could(const std::string& crew, Index job) const {
    const auto found = std::ranges::lower_bound(asked_.crews, crew);
    if (found == asked_.crews.end() || *found != crew) return false;
    const auto& forbidden = asked_.problem.jobs[job].forbidden;
    return !std::ranges::binary_search(forbidden, Index(found - asked_.crews.begin()));
  }
  void say_who_could(Proposal& one, Index job) const;
  void compare(Proposal& one, Index job) const;

  const Asked& asked_;
  const Explain& explain_;
  std::map<std::pair<JobId, uint64_t>, const Proposal*> kept_;
};

void Reasons::say_who_could(Proposal& one, Index job) const {
  const Ability& ability = asked_.abilities[job];
  one.able = ability.able.size();
  one.why = asked_.slots[job].pinned ? Why::pinned
            : one.able == 1          ? Why::only_able
                                     : Why::least_added;
  if (one.why == Why::only_able && !ability.names.empty()) one.why_name = ability.names.front();
}

// With the crew that would be second.
void Reasons::compare(Proposal& one, Index job) const {
  const routing::Explanation choice = explain_(job);
  if (choice.second.vehicle == routing::none) return;
  one.second_crew = asked_.crews[choice.second.vehicle];
  one.second_drive_s = std::llround(choice.second.drive_seconds);
  one.dearer = std::max(0.0, std::round(choice.second.dearer - choice.chosen.dearer));
}

/// The rows of one route: what stands before a stop is its drive, or the visit to the base.
void add_route(std::vector<Proposal>& out, const Asked& asked, const routing::Route& route,
               const Reasons& reasons) {
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
    reasons.put(one, stop.job);
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
                                   const std::vector<Proposal>& kept, const Explain& explain) {
  std::vector<Proposal> proposals = asked.hopeless;
  const Reasons reasons(asked, kept, explain);
  for (const routing::Route& route : plan.routes) add_route(proposals, asked, route, reasons);
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
