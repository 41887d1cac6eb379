// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>

#include "base/limits.h"
#include "command/dispatch/model.h"
#include "command/unit/model.h"

namespace lifeline::dispatch {
namespace {

using Events = std::vector<Event>;
using desk::Context;

// So that a plan which is made anew each minute is kept only where it differs to whoever reads it.
bool is_near(Instant a, Instant b) {
  return std::abs((a - b).count()) < limits::dispatch_keep_s * 1'000'000;
}
bool is_near(int64_t a_s, int64_t b_s) { return std::abs(a_s - b_s) < limits::dispatch_keep_s; }

bool says_the_same(const Proposal& a, const Proposal& b) {
  const auto fixed = [](const Proposal& p) {
    return std::tie(p.crew, p.standing, p.position, p.fetches_parts, p.why, p.why_name, p.able,
                    p.second_crew, p.reason, p.reason_names);
  };
  return fixed(a) == fixed(b) && is_near(a.depart_at, b.depart_at) &&
         is_near(a.arrive_at, b.arrive_at) && is_near(a.start_at, b.start_at) &&
         is_near(a.finish_at, b.finish_at) && is_near(a.drive_s, b.drive_s) &&
         is_near(a.second_drive_s, b.second_drive_s);
}

// A plan is of a moment ago: what it says of jobs that are over or crews that left counts no more.
bool still_holds(const Proposal& one, const Context& at) {
  const job::Job* job = job::find(at.get<job::State>(), one.job);
  if (job == nullptr || job::is_over(job->phase)) return false;
  return one.crew.empty() || crew::find(at.get<crew::State>(), one.crew) != nullptr;
}

Result<std::vector<job::Event>> offered(const Proposal& one, const Context& at) {
  return job::decide(at.get<job::State>(), job::Offer{.id = one.job, .crew = one.crew}, at);
}

// The crew's next stop, and it is time to set out.
bool is_to_be_told(const Proposal& one, const Context& at) {
  return one.standing == Standing::proposed && one.position == 1 &&
         one.depart_at <= seconds_after(at.now, limits::dispatch_ahead_s);
}

Result<Events> decide(const State& state, const Propose& c, const Context& at) {
  Events events;
  std::set<desk::RowKey> named;
  for (const Proposal& one : c.proposals) {
    if (!still_holds(one, at)) continue;
    const desk::RowKey key = key_of(one.job, one.part);
    named.insert(key);
    const auto known = state.proposals.find(key);
    if (known == state.proposals.end() || !says_the_same(known->second, one))
      events.emplace_back(Proposed{.proposal = one});
  }
  for (const auto& [key, one] : state.proposals)
    if (!named.contains(key)) events.emplace_back(Withdrawn{.job = one.job, .part = one.part});
  events.emplace_back(Planned{.figures = c.figures});
  if (state.mode != Mode::automatic) return events;
  for (const Proposal& one : c.proposals)
    if (still_holds(one, at) && is_to_be_told(one, at) && offered(one, at))
      events.emplace_back(TakenUp{.proposal = one, .by = at.who.name, .at = at.now});
  return events;
}

Result<Events> decide(const State& state, const TakeUp& c, const Context& at) {
  const job::Job* job = job::find(at.get<job::State>(), c.job);
  if (job == nullptr) return not_found("job_must_exist", "job");
  if (auto may = unit::must_answer_for(at, job->what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  Events events;
  for (auto found = state.proposals.lower_bound(to_text(c.job) + "/");
       found != state.proposals.end() && found->second.job == c.job; ++found) {
    const Proposal& one = found->second;
    if (one.standing != Standing::proposed) continue;
    if (auto offer = offered(one, at); !offer) return tl::unexpected(offer.error());
    events.emplace_back(TakenUp{.proposal = one, .by = at.who.name, .at = at.now});
  }
  if (events.empty()) return conflict("job_must_be_proposed_to_a_crew", "job", to_text(c.job));
  return events;
}

Result<Events> decide(const State& state, const SetMode& c, const Context& at) {
  if (auto may = unit::must_answer_for(at, at.desk, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  if (state.mode == c.mode) return Events{};
  return Events{ModeSet{.mode = c.mode, .by = at.who.name, .at = at.now}};
}

Result<void> must_be_a_closure(const Closure& closure, const Context& at) {
  if (!at.get<unit::State>().units.contains(closure.unit))
    return invalid("unit_must_be_known", "unit", to_text(closure.unit));
  if (at.plan.desk_of(closure.unit) != at.desk) return invalid("unit_must_be_of_the_desk", "unit");
  if (!is_given(closure.place)) return invalid("place_must_be_given", "place");
  if (auto place = job::must_be_a_place(closure.place); !place) return place;
  if (!std::isfinite(closure.radius_m) || closure.radius_m <= 0 ||
      closure.radius_m > limits::dispatch_closure_radius_m_max)
    return invalid("radius_must_be_in_range", "radius_m",
                   "up to " + std::to_string(limits::dispatch_closure_radius_m_max) + " m");
  if (!closure.until || closure.until <= std::max(at.now, closure.from))
    return invalid("until_must_follow_from", "until");
  if (closure.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (closure.reason.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "reason");
  return {};
}

Result<Events> decide(const State& state, const CloseRoad& c, const Context& at) {
  if (auto holds = must_be_a_closure(c.closure, at); !holds) return tl::unexpected(holds.error());
  if (auto may = unit::must_answer_for(at, c.closure.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  if (state.closures.size() >= limits::dispatch_closures_max)
    return too_many("closures_must_be_fewer");
  Closure closure = c.closure;
  closure.id = {at.desk.value, state.closure_serial + 1};
  closure.from = std::max(closure.from, at.now);
  closure.by = at.who.name;
  return Events{RoadClosed{.closure = std::move(closure)}};
}

Result<Events> decide(const State& state, const OpenRoad& c, const Context& at) {
  const auto found = state.closures.find(c.id);
  if (found == state.closures.end()) return not_found("closure_must_exist", "id");
  if (auto may = unit::must_answer_for(at, found->second.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return Events{RoadOpened{.id = c.id, .reason = c.reason, .by = at.who.name, .at = at.now}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::dispatch
