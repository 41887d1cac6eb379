// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/report/model.h"
#include "command/unit/model.h"

namespace lifeline::report {
namespace {

using Events = std::vector<Event>;

// Both, unless one is asked for; each once.
Result<std::vector<Language>> languages_of(std::vector<Language> asked) {
  if (asked.empty()) return std::vector{Language::zh, Language::en};
  std::ranges::sort(asked);
  if (std::ranges::adjacent_find(asked) != asked.end())
    return invalid("languages_must_differ", "languages");
  return asked;
}

Result<void> may_ask_for(UnitCode unit, const std::string& scenario, const desk::Context& at,
                         desk::Role least) {
  if (!at.get<unit::State>().units.contains(unit)) return invalid("unit_must_be_known", "unit");
  if (at.plan.desk_of(unit) != at.desk) return invalid("unit_must_be_of_the_desk", "unit");
  const auto id = parse_id<Tag>(scenario);
  if (!id || scenario.size() > limits::name_bytes_max)
    return invalid("scenario_must_be_an_id", "scenario");
  return unit::must_answer_for(at, unit, least);
}

Result<void> must_have_a_rhythm(const Series& what) {
  if ((what.every_min != 0) == !what.daily_at.empty())
    return invalid("rhythm_must_be_one", "every_min", "every so many minutes, or daily at a time");
  if (!what.daily_at.empty() && !minutes_of(what.daily_at))
    return invalid("time_of_day_must_be_hours_and_minutes", "daily_at", "such as 08:00");
  if (what.daily_at.empty() && (what.every_min < limits::report_every_min_least ||
                                what.every_min > limits::report_every_min_max))
    return invalid("report_rhythm_must_be_in_range", "every_min");
  return {};
}

Result<Events> decide(const State& state, const Plan& c, const desk::Context& at) {
  if (auto may = may_ask_for(c.what.unit, c.what.scenario, at, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (auto rhythm = must_have_a_rhythm(c.what); !rhythm) return tl::unexpected(rhythm.error());
  auto languages = languages_of(c.what.languages);
  if (!languages) return tl::unexpected(languages.error());
  const auto running = [](const auto& plan) { return bool(plan.second.next_at); };
  if (static_cast<size_t>(std::ranges::count_if(state.plans, running)) >= limits::report_plans_max)
    return too_many("report_plans_must_be_fewer");
  Series what = c.what;
  what.languages = std::move(*languages);
  if (!what.from) what.from = at.now;
  if (at.now - what.from > std::chrono::hours(24 * limits::report_days_max))
    return invalid("period_must_be_shorter", "from");
  const Instant start = std::max(what.from, at.now);
  if (what.until && what.until <= start) return invalid("end_must_follow_start", "until");
  return Events{Planned{.id = {at.desk.value, state.plan_serial + 1},
                        .what = what,
                        .next_at = next_turn(what, start),
                        .by = at.who.name}};
}

Result<Events> decide(const State& state, const Stop& c, const desk::Context& at) {
  const auto found = state.plans.find(c.id);
  if (found == state.plans.end()) return not_found("report_plan_must_exist", "id");
  if (auto may = unit::must_answer_for(at, found->second.what.unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (!found->second.next_at) return conflict("report_plan_must_be_running");
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return Events{Stopped{.id = c.id, .reason = c.reason}};
}

// The newest that was released of the series and ends before this one begins.
ReportId previous_of(const State& state, const std::string& series, Instant from) {
  const Report* newest = nullptr;
  for (const auto& [id, report] : state.reports)
    if (report.phase == Phase::released && report.cut_off <= from &&
        series_of(report.plan, report.unit, report.scenario) == series &&
        (newest == nullptr || report.cut_off >= newest->cut_off))
      newest = &report;
  return newest == nullptr ? ReportId{} : newest->id;
}

DrawnUp drawn_up(const State& state, PlanId plan, const DrawUpOnce& c, const desk::Context& at) {
  const std::string series = series_of(plan, c.unit, c.scenario);
  const auto last = state.numbers.find(series);
  return {.id = {at.desk.value, state.serial + 1},
          .plan = plan,
          .number = (last == state.numbers.end() ? 0 : last->second) + 1,
          .unit = c.unit,
          .scenario = c.scenario,
          .from = c.from,
          .cut_off = c.cut_off,
          .previous = previous_of(state, series, c.from),
          .languages = c.languages,
          .next_at = {},
          .by = at.who.name,
          .at = at.now};
}

Result<Events> decide(const State& state, const DrawUp& c, const desk::Context& at) {
  const auto found = state.plans.find(c.plan);
  if (found == state.plans.end()) return not_found("report_plan_must_exist", "id");
  const Standing& plan = found->second;
  if (!plan.next_at || plan.next_at > at.now) return conflict("report_must_be_due");
  const Instant cut_off = std::max(plan.next_at, last_turn(plan.what, at.now));
  DrawnUp made = drawn_up(state, plan.id,
                          {.unit = plan.what.unit,
                           .scenario = plan.what.scenario,
                           .from = plan.covered_until,
                           .cut_off = cut_off,
                           .languages = plan.what.languages},
                          at);
  made.next_at = next_turn(plan.what, cut_off);
  return Events{std::move(made)};
}

Result<Events> decide(const State& state, const DrawUpOnce& c, const desk::Context& at) {
  if (auto may = may_ask_for(c.unit, c.scenario, at, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  if (!c.from) return invalid("start_must_be_given", "from");
  if (!c.cut_off) return invalid("cut_off_must_be_given", "cut_off");
  if (c.cut_off <= c.from) return invalid("cut_off_must_follow_start", "cut_off");
  if (c.cut_off > at.now) return invalid("cut_off_must_have_passed", "cut_off");
  if (c.cut_off - c.from > std::chrono::hours(24 * limits::report_days_max))
    return invalid("period_must_be_shorter", "from");
  auto languages = languages_of(c.languages);
  if (!languages) return tl::unexpected(languages.error());
  DrawUpOnce what = c;
  what.languages = std::move(*languages);
  return Events{drawn_up(state, {}, what, at)};
}

Result<const Report*> must_exist(const State& state, ReportId id, const desk::Context& at) {
  const auto found = state.reports.find(id);
  if (found == state.reports.end()) return not_found("report_must_exist", "id");
  if (auto may = unit::must_answer_for(at, found->second.unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  return &found->second;
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<Events> decide(const State& state, const Release& c, const desk::Context& at) {
  const auto report = must_exist(state, c.id, at);
  if (!report) return tl::unexpected(report.error());
  if ((*report)->phase != Phase::draft) return conflict("report_must_be_a_draft");
  if (!is_digest(c.digest)) return invalid("digest_must_be_sha_256", "digest");
  if (c.note.size() > limits::text_bytes_max) return invalid("text_must_be_short", "note");
  return Events{Released{.id = c.id,
                         .digest = c.digest,
                         .journals = c.journals,
                         .note = c.note,
                         .by = at.who.name,
                         .at = at.now}};
}

Result<Events> decide(const State& state, const Withdraw& c, const desk::Context& at) {
  const auto report = must_exist(state, c.id, at);
  if (!report) return tl::unexpected(report.error());
  if ((*report)->phase == Phase::withdrawn) return conflict("report_must_not_be_withdrawn");
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return Events{Withdrawn{.id = c.id, .reason = c.reason, .by = at.who.name, .at = at.now}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::report
