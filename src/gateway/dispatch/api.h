// SPDX-License-Identifier: Apache-2.0
// What only the planner can answer: the cost of each crew for a job, and a new plan at once.
#pragma once

#include "desk/route.h"
#include "gateway/dispatch/planner.h"

namespace lifeline::dispatch {

/// They live as long as the planner.
desk::Routes planner_routes(Planner& planner);

}  // namespace lifeline::dispatch
