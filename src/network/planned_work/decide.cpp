// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/unit/model.h"
#include "network/element/model.h"
#include "network/planned_work/model.h"
#include "network/scenario/model.h"

namespace lifeline::planned_work {
namespace {

using Events = std::vector<Event>;
constexpr int64_t length_us_max = limits::planned_work_hours_max * 3600LL * 1'000'000;

Result<const Work*> must_be_open(const State& state, WorkId id, const desk::Context& at) {
  const auto found = state.open.find(id);
  if (found == state.open.end()) {
    if (id.serial <= state.serial) return conflict("planned_work_must_be_open");
    return not_found("planned_work_must_exist", "id");
  }
  if (auto may = unit::must_answer_for(at, found->second.what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return &found->second;
}

Result<void> must_be_a_reason(const std::string& reason) {
  if (reason.empty()) return invalid("reason_must_be_given", "reason");
  if (reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return {};
}

Result<void> must_have_texts(const What& what) {
  if (what.title.empty()) return invalid("title_must_be_given", "title");
  if (what.title.size() > limits::name_bytes_max) return invalid("title_must_be_short", "title");
  if (what.requested_by.size() > limits::name_bytes_max)
    return invalid("name_must_be_short", "requested_by");
  return must_be_a_reason(what.reason);
}

// An operator of one county must not hush the node that a province stands on.
Result<void> must_be_own_elements(const What& what, const desk::Context& at) {
  if (what.elements.empty()) return invalid("elements_must_be_given", "elements");
  if (what.elements.size() > limits::planned_work_elements_max)
    return invalid("elements_must_be_fewer", "elements");
  const auto& elements = at.get<element::State>().elements;
  for (const std::string& id : what.elements) {
    const auto known = elements.find(id);
    if (known == elements.end()) return invalid("element_must_be_known", "elements", id);
    if (!unit::must_answer_for(at, known->second.region, desk::Role::operator_))
      return refuse(Code::forbidden, "element_must_be_within_reach", "elements", id);
  }
  return {};
}

Result<void> must_have_an_end(Instant from, Instant until, Instant now) {
  if (until <= now) return invalid("until_must_lie_ahead", "until");
  if (until <= from) return invalid("until_must_follow_from", "until");
  if ((until - from).count() > length_us_max)
    return invalid("work_must_be_shorter", "until",
                   "at most " + std::to_string(limits::planned_work_hours_max) + " hours");
  return {};
}

// The work as it will be: from now on at the earliest, each element once.
Result<What> checked(What what, const desk::Context& at) {
  if (!at.get<unit::State>().units.contains(what.unit))
    return invalid("unit_must_be_known", "unit");
  if (auto may = unit::must_answer_for(at, what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  if (auto texts = must_have_texts(what); !texts) return tl::unexpected(texts.error());
  if (auto own = must_be_own_elements(what, at); !own) return tl::unexpected(own.error());
  what.from = std::max(what.from, at.now);
  if (auto end = must_have_an_end(what.from, what.until, at.now); !end)
    return tl::unexpected(end.error());
  if (what.requested_by.empty()) what.requested_by = at.who.name;
  std::ranges::sort(what.elements);
  what.elements.erase(std::unique(what.elements.begin(), what.elements.end()), what.elements.end());
  return what;
}

// Elements of an assurance scenario are closed to work in its time, unless a commander says why
// not.
Result<Override> must_be_free_of_freezes(const What& what, const std::string& override_reason,
                                         const desk::Context& at) {
  const auto& scenarios = at.get<scenario::State>();
  const auto frozen = scenario::frozen_by(scenarios, what.elements, what.from, what.until);
  if (frozen.empty()) return Override{};
  if (override_reason.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "override_reason");
  if (at.who.role < desk::Role::commander || override_reason.empty()) {
    const scenario::Scenario& first = scenarios.open.at(frozen.front());
    return conflict("change_freeze_must_be_over", "elements",
                    first.what.name_zh + " / " + first.what.name_en + " (" + to_text(first.id) +
                        ") until " + to_rfc3339(first.what.until) +
                        "; a commander may set it aside with override_reason");
  }
  Override overrides{.scenarios = {}, .reason = override_reason};
  for (const auto id : frozen) overrides.scenarios.push_back(to_text(id));
  return overrides;
}

Result<Events> decide(const State& state, const Plan& c, const desk::Context& at) {
  auto what = checked(c.what, at);
  if (!what) return tl::unexpected(what.error());
  if (state.open.size() >= limits::planned_works_open_max)
    return refuse(Code::too_many, "planned_works_must_be_fewer");
  const auto overrides = must_be_free_of_freezes(*what, c.override_reason, at);
  if (!overrides) return tl::unexpected(overrides.error());
  return Events{Planned{
      .id = {at.desk.value, state.serial + 1}, .what = std::move(*what), .overrides = *overrides}};
}

Result<Events> decide(const State& state, const Change& c, const desk::Context& at) {
  const auto work = must_be_open(state, c.id, at);
  if (!work) return tl::unexpected(work.error());
  if ((*work)->phase != Phase::planned) return conflict("planned_work_must_not_have_begun");
  auto what = checked(c.what, at);
  if (!what) return tl::unexpected(what.error());
  if (*what == (*work)->what) return Events{};
  const auto overrides = must_be_free_of_freezes(*what, c.override_reason, at);
  if (!overrides) return tl::unexpected(overrides.error());
  return Events{Changed{.id = c.id, .what = std::move(*what), .overrides = *overrides}};
}

Result<Events> decide(const State& state, const Cancel& c, const desk::Context& at) {
  const auto work = must_be_open(state, c.id, at);
  if (!work) return tl::unexpected(work.error());
  if ((*work)->phase != Phase::planned) return conflict("planned_work_must_not_have_begun");
  if (auto given = must_be_a_reason(c.reason); !given) return tl::unexpected(given.error());
  return Events{Cancelled{.id = c.id, .reason = c.reason}};
}

Result<Events> decide(const State& state, const Extend& c, const desk::Context& at) {
  const auto work = must_be_open(state, c.id, at);
  if (!work) return tl::unexpected(work.error());
  if (auto given = must_be_a_reason(c.reason); !given) return tl::unexpected(given.error());
  const What& what = (*work)->what;
  if (c.until <= what.until) return invalid("until_must_be_later", "until");
  if (auto end = must_have_an_end(what.from, c.until, at.now); !end)
    return tl::unexpected(end.error());
  What more = what;  // only what is added can meet a freeze anew
  more.from = what.until;
  more.until = c.until;
  const auto overrides = must_be_free_of_freezes(more, c.override_reason, at);
  if (!overrides) return tl::unexpected(overrides.error());
  return Events{
      Extended{.id = c.id, .until = c.until, .reason = c.reason, .overrides = *overrides}};
}

Result<Events> decide(const State& state, const Start& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto work = must_be_open(state, c.id, at);
  if (!work) return tl::unexpected(work.error());
  if ((*work)->phase != Phase::planned) return conflict("planned_work_must_not_have_begun");
  if (at.now < (*work)->what.from) return conflict("start_must_have_come");
  return Events{Started{.id = c.id, .elements = (*work)->what.elements}};
}

Result<Events> decide(const State& state, const End& c, const desk::Context& at) {
  const auto work = must_be_open(state, c.id, at);
  if (!work) return tl::unexpected(work.error());
  if ((*work)->phase != Phase::running) return conflict("planned_work_must_be_running");
  if (at.who.role != desk::Role::system || !c.reason.empty()) {
    if (auto given = must_be_a_reason(c.reason); !given) return tl::unexpected(given.error());
  } else if (at.now < (*work)->what.until) {
    return conflict("end_must_have_come");
  }
  return Events{Ended{.id = c.id, .reason = c.reason, .elements = (*work)->what.elements}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::planned_work
