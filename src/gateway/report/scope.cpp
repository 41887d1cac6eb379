// SPDX-License-Identifier: Apache-2.0
#include "gateway/report/scope.h"

#include <algorithm>

#include "base/limits.h"
#include "base/zone.h"

namespace lifeline::reports {
namespace {

constexpr int64_t hour_us = 3'600'000'000;
constexpr int64_t day_us = 24 * hour_us;
constexpr int64_t hourly_up_to_us = 48 * hour_us;
constexpr int64_t offset_us = local_ahead_s * 1'000'000;

}  // namespace

std::string local_text(Instant at) {
  if (!at) return {};
  std::string text = to_rfc3339({at.us + offset_us}).substr(0, 16);
  text[10] = ' ';
  return text;
}

Scope::Scope(const Window& window, const Ground& ground, UnitCode unit, bool is_scenario)
    : window_(window), ground_(ground), unit_(unit), is_scenario_(is_scenario) {
  for (const auto& [code, one] : ground.tree.units)
    if (one.parent == unit && units_below_.size() < limits::report_units_max)
      units_below_.push_back(code);
  lay_columns();
}

// Hours of a short report, else days, else as many days a column as there is room for.
void Scope::lay_columns() {
  const int64_t length = window_.until.us - window_.from.us;
  column_us_ = length <= hourly_up_to_us ? hour_us : day_us;
  const int64_t first = window_.from.us + offset_us;
  const auto count = [&] {
    return (window_.until.us + offset_us - 1) / column_us_ - first / column_us_ + 1;
  };
  while (count() > static_cast<int64_t>(limits::report_columns_max)) column_us_ += day_us;
  columns_from_us_ = first / column_us_ * column_us_ - offset_us;
  const size_t digits = column_us_ == hour_us ? 13 : 10;
  for (int64_t i = 0; i < count(); ++i)
    columns_.push_back(
        to_rfc3339({columns_from_us_ + i * column_us_ + offset_us}).substr(0, digits));
}

int64_t Scope::column_of(Instant at) const {
  if (at < window_.from || at >= window_.until) return -1;
  return (at.us - columns_from_us_) / column_us_;
}

const Scope::Place& Scope::within(UnitCode unit) {
  const auto [known, is_new] = places_.try_emplace(unit);
  if (!is_new) return known->second;
  UnitCode below;
  for (int level = 0; unit && level < 12; ++level) {
    if (unit == unit_) {
      const bool is_row = std::ranges::binary_search(units_below_, below);
      known->second = {.holds = true, .below = is_row ? below : UnitCode{}};
      break;
    }
    below = unit;
    unit = unit::parent_of(ground_.tree, unit);
  }
  return known->second;
}

void Scope::spread(Ledger& ledger, const std::string& name, Facts facts) {
  std::unordered_map<UnitCode, Facts> by_unit;
  for (const uint32_t index : facts) by_unit[below(ledger.fact(index).unit)].push_back(index);
  for (const UnitCode unit : units_below_)
    ledger.set(name + ".unit." + to_text(unit), std::move(by_unit[unit]));
  ledger.set(name, std::move(facts));
}

void Scope::spread_in_time(Ledger& ledger, const std::string& name, Facts facts) {
  std::vector<Facts> by_column(columns_.size());
  for (const uint32_t index : facts) {
    const int64_t column = column_of(ledger.fact(index).at);
    if (column >= 0) by_column[static_cast<size_t>(column)].push_back(index);
  }
  for (size_t i = 0; i < columns_.size(); ++i)
    if (!by_column[i].empty()) ledger.set(name + ".at." + columns_[i], std::move(by_column[i]));
  spread(ledger, name, std::move(facts));
}

}  // namespace lifeline::reports
