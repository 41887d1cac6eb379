// SPDX-License-Identifier: Apache-2.0
// The crews of a scenario's units and their vehicles, made up around them: half of a unit's crews
// by day and half by night, of two people and a vehicle each, with the skills that the scenario's
// shares give. They are called after their unit and a number ("抢修班 420106-1").
#pragma once

#include <vector>

#include "rehearsal/peer.h"
#include "rehearsal/scenario.h"

namespace lifeline::rehearsal {

struct Field {
  std::vector<vehicle::Entry> vehicles;
  std::vector<FieldCrew> crews;
};

/// Shifts go from `start` to the scenario's end.
Field build_field(const Scenario& scenario, Instant start);

}  // namespace lifeline::rehearsal
