// SPDX-License-Identifier: Apache-2.0
// The people of a scenario's units, made up around them: in each unit those on duty in turns and a
// leading group, everybody with a substitute. They are called after their unit and a number
// ("值班员 420106-1"), so nobody real is meant.
#pragma once

#include <vector>

#include "rehearsal/peer.h"
#include "rehearsal/scenario.h"

namespace lifeline::rehearsal {

struct Roll {
  std::vector<person::Entry> people;
  std::vector<StandingList> lists;  // a duty roster and a leading group for each unit
};

/// Shifts go from `start` to the scenario's end.
Roll build_roll(const Scenario& scenario, Instant start);

}  // namespace lifeline::rehearsal
