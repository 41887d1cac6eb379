// SPDX-License-Identifier: Apache-2.0
#include "network/performance/expansion.h"

#include <algorithm>
#include <cmath>

#include "base/limits.h"

namespace lifeline::performance {
namespace {

constexpr int ahead_days = 30;

double rounded(double value) { return std::round(value * 1000) / 1000; }

Suggestion suggestion_of(double capacity) {
  if (capacity <= 1.25) return Suggestion::balance_load;
  return capacity <= 2 ? Suggestion::add_carrier : Suggestion::split_cell;
}

}  // namespace

std::optional<Expansion> expansion_of(const forecast::Outlook& outlook) {
  const auto days = forecast::days_until(outlook, expansion_limit, limits::expansion_days_max);
  if (!days) return std::nullopt;
  double peak = outlook.busy_hour;
  for (int day = *days; day <= *days + ahead_days; ++day)
    peak = std::max(peak, std::min(forecast::busy_hour_in(outlook, day), 100.0));
  const double capacity = std::max(peak / expansion_target, 1.0);
  return Expansion{.element = {},
                   .name = {},
                   .region = {},
                   .busy_hour_load = rounded(outlook.busy_hour),
                   .busy_hour_at = time_of_hour(outlook.busy_hour_at),
                   .growth_per_day = rounded(outlook.growth_per_day),
                   .next_busy_hour_load = rounded(std::min(outlook.next_busy_hour, 100.0)),
                   .days_left = *days,
                   .full_at = time_of_hour((outlook.last_day + *days) * 24),
                   .suggestion = suggestion_of(capacity),
                   .capacity_wanted = rounded(capacity),
                   .days_known = outlook.days_known};
}

}  // namespace lifeline::performance
