// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/unit/model.h"
#include "network/scenario/checks.h"
#include "network/scenario/model.h"

namespace lifeline::scenario {
namespace {

using Events = std::vector<Event>;
using incident::Severity;

Result<const Scenario*> must_be_open(const State& state, ScenarioId id, const desk::Context& at) {
  const auto found = state.open.find(id);
  if (found == state.open.end()) {
    if (id.serial <= state.serial) return conflict("scenario_must_be_open");
    return not_found("scenario_must_exist", "id");
  }
  if (auto may = unit::must_answer_for(at, found->second.what.unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  return &found->second;
}

Instant next_report(const What& what, Instant now) {
  return seconds_after(now, what.rules.report_every_min * 60);
}

Result<Events> decide(const State& state, const Plan& c, const desk::Context& at) {
  auto what = checked(c.what, c.select, at);
  if (!what) return tl::unexpected(what.error());
  what->from = std::max(what->from, at.now);
  if (auto end = must_have_an_end(*what, at.now); !end) return tl::unexpected(end.error());
  if (state.open.size() >= limits::scenarios_open_max)
    return refuse(Code::too_many, "scenarios_must_be_fewer");
  Planned planned{.id = {at.desk.value, state.serial + 1}, .what = std::move(*what)};
  planned.elements = elements_under(planned.what.sites, at.nouns);
  return Events{std::move(planned)};
}

Result<Events> decide(const State& state, const Change& c, const desk::Context& at) {
  const auto scenario = must_be_open(state, c.id, at);
  if (!scenario) return tl::unexpected(scenario.error());
  auto what = checked(c.what, c.select, at);
  if (!what) return tl::unexpected(what.error());
  const bool runs = (*scenario)->phase == Phase::running;
  what->from = runs ? (*scenario)->what.from : std::max(what->from, at.now);
  if (auto end = must_have_an_end(*what, at.now); !end) return tl::unexpected(end.error());
  if (*what == (*scenario)->what) return Events{};
  Changed changed{.id = c.id, .what = std::move(*what)};
  changed.elements = elements_under(changed.what.sites, at.nouns);
  if (runs) {
    const bool same_rhythm =
        changed.what.rules.report_every_min == (*scenario)->what.rules.report_every_min;
    changed.next_report_at =
        same_rhythm ? (*scenario)->next_report_at : next_report(changed.what, at.now);
  }
  return Events{std::move(changed)};
}

Result<Events> decide(const State& state, const Staff& c, const desk::Context& at) {
  const auto scenario = must_be_open(state, c.id, at);
  if (!scenario) return tl::unexpected(scenario.error());
  if (auto formed = must_be_a_roster(c.roster); !formed) return tl::unexpected(formed.error());
  if (c.roster == (*scenario)->what.roster) return Events{};
  return Events{Staffed{.id = c.id, .roster = c.roster}};
}

// By the clock when the time has come; before it a commander says why.
Result<void> must_be_time_or_a_reason(Instant time, const std::string& reason,
                                      const desk::Context& at) {
  const bool by_clock = at.who.role == desk::Role::system && reason.empty();
  if (!by_clock) return must_be_a_reason(reason);
  if (at.now < time) return conflict("time_must_have_come");
  return {};
}

Result<Events> decide(const State& state, const Start& c, const desk::Context& at) {
  const auto scenario = must_be_open(state, c.id, at);
  if (!scenario) return tl::unexpected(scenario.error());
  const What& what = (*scenario)->what;
  if ((*scenario)->phase != Phase::planned) return conflict("scenario_must_not_have_begun");
  if (auto may = must_be_time_or_a_reason(what.from, c.reason, at); !may)
    return tl::unexpected(may.error());
  return Events{
      Started{.id = c.id, .reason = c.reason, .next_report_at = next_report(what, at.now)}};
}

Result<Events> decide(const State& state, const End& c, const desk::Context& at) {
  const auto scenario = must_be_open(state, c.id, at);
  if (!scenario) return tl::unexpected(scenario.error());
  if ((*scenario)->phase != Phase::running) return conflict("scenario_must_be_running");
  if (auto may = must_be_time_or_a_reason((*scenario)->what.until, c.reason, at); !may)
    return tl::unexpected(may.error());
  return Events{Ended{.id = c.id, .reason = c.reason}};
}

Result<Events> decide(const State& state, const Extend& c, const desk::Context& at) {
  const auto scenario = must_be_open(state, c.id, at);
  if (!scenario) return tl::unexpected(scenario.error());
  if (auto given = must_be_a_reason(c.reason); !given) return tl::unexpected(given.error());
  What what = (*scenario)->what;
  if (c.until <= what.until) return invalid("until_must_be_later", "until");
  what.until = c.until;
  if (auto end = must_have_an_end(what, at.now); !end) return tl::unexpected(end.error());
  return Events{Extended{.id = c.id, .until = c.until, .reason = c.reason}};
}

Result<Events> decide(const State& state, const Cancel& c, const desk::Context& at) {
  const auto scenario = must_be_open(state, c.id, at);
  if (!scenario) return tl::unexpected(scenario.error());
  if ((*scenario)->phase != Phase::planned) return conflict("scenario_must_not_have_begun");
  if (auto given = must_be_a_reason(c.reason); !given) return tl::unexpected(given.error());
  return Events{Cancelled{.id = c.id, .reason = c.reason}};
}

Result<Events> decide(const State& state, const Derive&, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  Events events;
  for (const auto& [id, scenario] : state.open) {
    auto elements = elements_under(scenario.what.sites, at.nouns);
    if (elements != scenario.elements)
      events.push_back(Derived{.id = id, .elements = std::move(elements)});
  }
  return events;
}

// A desk that was away reports once for all that it missed.
Result<Events> decide(const State& state, const Report& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto scenario = must_be_open(state, c.id, at);
  if (!scenario) return tl::unexpected(scenario.error());
  const Scenario& s = **scenario;
  if (s.phase != Phase::running || at.now > s.what.until)
    return conflict("scenario_must_be_running");
  if (at.now < s.next_report_at) return conflict("time_must_have_come");
  const int64_t every_us = s.what.rules.report_every_min * 60'000'000;
  const int64_t missed = (at.now - s.next_report_at).count() / every_us;
  return Events{Reported{.id = c.id,
                         .figures = figures_of(s.what, s.elements, at.nouns, at.now),
                         .next_report_at = {s.next_report_at.us + (missed + 1) * every_us}}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::scenario
