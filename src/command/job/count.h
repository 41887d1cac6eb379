// SPDX-License-Identifier: Apache-2.0
// Outings counted as reports want them. A crew that departs for a job is one outing:
//
//   outings        departures in the period
//   person_times   (人次) the members of the crew at that moment, once an outing
//   vehicle_times  (车次) its vehicle, once an outing; none for a crew on foot
//
// by the unit of the crew at that moment and by the day of the departure as the crew told it, in
// the zone that is asked for. Limits: limits::field_count_days_max.
#pragma once

#include "command/job/model.h"

namespace lifeline::job {

struct Figures {
  uint64_t outings = 0;
  uint64_t person_times = 0;
  uint64_t vehicle_times = 0;

  friend bool operator==(const Figures&, const Figures&) = default;
};
LIFELINE_STRUCT(Figures, outings, person_times, vehicle_times)

void add(Figures& to, const Figures& more);

struct Asked {
  bool by_unit = true;
  bool by_day = false;
  UnitCode unit;  // and all below it
  Instant from;   // none: from the beginning
  Instant until;  // not included; none: no end
  int64_t zone_minutes = 0;
};

/// A unit right below the one asked for (or that one itself), none unless by unit; a day such as
/// 2020-01-23, "" unless by day.
struct Key {
  UnitCode unit;
  std::string day;

  friend auto operator<=>(const Key&, const Key&) = default;
};
using Rows = std::map<Key, Figures>;

/// One desk's share: the rows in which something happened.
Rows count(const State& state, const desk::Nouns& nouns, const Asked& asked);

}  // namespace lifeline::job
