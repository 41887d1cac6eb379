// SPDX-License-Identifier: Apache-2.0
// Dispatch without a plan, to measure plans by: the most urgent job that waits gets the nearest
// crew that is free and can do it; nobody looks ahead.
#pragma once

#include <vector>

#include "solver/routing/model.h"

namespace lifeline::routing {

/// When each job would be done; `forever` for one that nobody gets to. What is driven comes first.
/// It is kept to skills, tools, permits, pins, forbids, windows, order and shifts, the way back
/// included; crews take no breaks, carry any load and fetch parts on the way where they have a
/// depot: all in its favour.
std::vector<double> nearest_free_crew(const Problem& problem);

}  // namespace lifeline::routing
