// SPDX-License-Identifier: Apache-2.0
#include "command/report/model.h"

#include <algorithm>

#include "base/limits.h"
#include "base/zone.h"

namespace lifeline::report {
namespace {

constexpr int64_t minute_us = 60'000'000;
constexpr int64_t day_us = 24 * 60 * minute_us;

void take(State& state, const Planned& e) {
  state.plan_serial = std::max(state.plan_serial, e.id.serial);
  state.plans[e.id] = {.id = e.id,
                       .what = e.what,
                       .covered_until = e.what.from,
                       .next_at = e.next_at,
                       .by = e.by,
                       .end_reason = {}};
}

void take(State& state, const Stopped& e) {
  const auto found = state.plans.find(e.id);
  if (found == state.plans.end()) return;
  found->second.next_at = {};
  found->second.end_reason = e.reason;
}

void take(State& state, const DrawnUp& e) {
  state.serial = std::max(state.serial, e.id.serial);
  uint64_t& number = state.numbers[series_of(e.plan, e.unit, e.scenario)];
  number = std::max(number, e.number);
  state.reports[e.id] = {.id = e.id,
                         .plan = e.plan,
                         .number = e.number,
                         .unit = e.unit,
                         .scenario = e.scenario,
                         .from = e.from,
                         .cut_off = e.cut_off,
                         .previous = e.previous,
                         .languages = e.languages,
                         .drawn_up_by = e.by,
                         .drawn_up_at = e.at};
  if (state.reports.size() > limits::reports_max) state.reports.erase(state.reports.begin());
  const auto plan = state.plans.find(e.plan);
  if (plan == state.plans.end()) return;
  plan->second.covered_until = e.cut_off;
  plan->second.next_at = e.next_at;
}

void take(State& state, const Released& e) {
  const auto found = state.reports.find(e.id);
  if (found == state.reports.end()) return;
  Report& report = found->second;
  report.phase = Phase::released;
  report.digest = e.digest;
  report.journals = e.journals;
  report.note = e.note;
  report.released_by = e.by;
  report.released_at = e.at;
}

void take(State& state, const Withdrawn& e) {
  const auto found = state.reports.find(e.id);
  if (found == state.reports.end()) return;
  Report& report = found->second;
  report.phase = Phase::withdrawn;
  report.withdrawn_by = e.by;
  report.withdrawn_at = e.at;
  report.withdrawal_reason = e.reason;
}

// Where turns are counted from, and how far they are apart.
struct Beat {
  int64_t from_us = 0;
  int64_t every_us = day_us;
};
Beat beat_of(const Series& series) {
  if (series.every_min > 0) return {series.from.us, series.every_min * minute_us};
  return {minutes_of(series.daily_at).value_or(0) * minute_us - local_ahead_s * 1'000'000, day_us};
}

int64_t floor_of(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

std::string series_of(PlanId plan, UnitCode unit, const std::string& scenario) {
  return plan ? to_text(plan) : to_text(unit) + "/" + scenario;
}

std::optional<int64_t> minutes_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const size_t i : {0, 1, 3, 4})
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  const int64_t hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int64_t minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return hours * 60 + minutes;
}

Instant next_turn(const Series& series, Instant after) {
  if (series.until && after >= series.until) return {};
  const Beat beat = beat_of(series);
  const int64_t turns = floor_of(after.us - beat.from_us, beat.every_us) + 1;
  const Instant next{beat.from_us + turns * beat.every_us};
  return series.until ? std::min(next, series.until) : next;
}

Instant last_turn(const Series& series, Instant now) {
  if (series.until && now >= series.until) return series.until;
  const Beat beat = beat_of(series);
  return {beat.from_us + floor_of(now.us - beat.from_us, beat.every_us) * beat.every_us};
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

// Plans and reports are rows of two lists with ids of their own.
desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

std::optional<Instant> due(const State& state) {
  std::optional<Instant> earliest;
  for (const auto& [id, plan] : state.plans)
    if (plan.next_at && (!earliest || plan.next_at < *earliest)) earliest = plan.next_at;
  return earliest;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [id, plan] : state.plans)
    if (plan.next_at && plan.next_at <= now) out.add<Command>(DrawUp{.plan = id});
}

}  // namespace lifeline::report
