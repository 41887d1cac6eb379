// SPDX-License-Identifier: Apache-2.0
// An element whose busy hour will fill its resource blocks, and what to do about it; pure.
//
// The limit is expansion_limit of the blocks in the busy hour, where users begin to feel it; an
// expansion brings the busy hour thirty days on back to expansion_target:
//
//   wanted capacity / present    suggestion
//   up to 1.25                   balance_load    neighbours can take it
//   up to 2                      add_carrier
//   more                         split_cell      a further site or sector
#pragma once

#include <optional>
#include <string>

#include "base/id.h"
#include "network/performance/metric.h"
#include "solver/forecast/forecast.h"

namespace lifeline::performance {

inline constexpr double expansion_limit = 70;   // % of the resource blocks
inline constexpr double expansion_target = 50;  // %

enum class Suggestion { balance_load, add_carrier, split_cell };
LIFELINE_ENUM(Suggestion, balance_load, add_carrier, split_cell)

struct Expansion {
  std::string element;
  std::string name;
  UnitCode region;
  double busy_hour_load = 0;  // %, of the last whole day
  Instant busy_hour_at;
  double growth_per_day = 0;            // percentage points
  double next_busy_hour_load = 0;       // %, forecast for the day after
  double limit_load = expansion_limit;  // %
  int64_t days_left = 0;                // from the last whole day; 0: it is full
  Instant full_at;                      // the day
  Suggestion suggestion = Suggestion::balance_load;
  double capacity_wanted = 1;  // times the present
  int64_t days_known = 0;      // that the forecast stands on
};
LIFELINE_STRUCT(Expansion, element, name, region, busy_hour_load, busy_hour_at, growth_per_day,
                next_busy_hour_load, limit_load, days_left, full_at, suggestion, capacity_wanted,
                days_known)

/// Nothing when the load stays below the limit for limits::expansion_days_max.
std::optional<Expansion> expansion_of(const forecast::Outlook& outlook);

}  // namespace lifeline::performance
