// SPDX-License-Identifier: Apache-2.0
// What crews did, read from what the desks wrote into their journals and from nothing that they
// hold in memory: person-times (人次) and vehicle-times (车次) by province and day, and how long
// each step took from an alarm to a crew on its way.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rehearsal/direct.h"

namespace lifeline::rehearsal {

/// One step of many alarms' ways.
struct StepTimes {
  std::string step;
  uint64_t count = 0;
  uint64_t p50_s = 0;
  uint64_t p90_s = 0;
};
LIFELINE_STRUCT(StepTimes, step, count, p50_s, p90_s)

struct Outings {
  uint64_t outings = 0;
  uint64_t person_times = 0;
  uint64_t vehicle_times = 0;

  friend bool operator==(const Outings&, const Outings&) = default;
};
LIFELINE_STRUCT(Outings, outings, person_times, vehicle_times)

struct FieldFacts {
  uint64_t jobs = 0;
  uint64_t jobs_done = 0;
  Outings all;
  std::map<std::string, Outings> by_province_and_day;  // "420000 2020-01-23", in local days
  std::vector<StepTimes> steps;                        // in their order
};
Result<FieldFacts> field_facts(Direct& desks);

/// A sentence for each province and day for which the desks count something else.
std::vector<std::string> find_miscounted(const Direct& desks, const FieldFacts& facts);

}  // namespace lifeline::rehearsal
