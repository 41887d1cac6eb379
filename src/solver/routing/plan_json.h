// SPDX-License-Identifier: Apache-2.0
// A plan as JSON, vehicles and jobs by the ids they have in their file (numbers where those are
// numbers):
//
//   {"objective":"distance","cost":…,"distance":…,"duration":…,"vehicles":10,"iterations":…,
//    "routes":[{"vehicle":1,"stops":[20,24],"depot_before":null,"depart":…,"back":…,
//               "distance":…,"times":[{"arrive":…,"start":…,"leave":…},…],"breaks":[…]},…],
//    "unassigned":[{"job":7,"reason":"…"},…]}
//
// `stops` are jobs only; `depot_before` is the job before which the vehicle fetches parts, or
// "end" behind all jobs.
#pragma once

#include <string>

#include "solver/routing/solve.h"

namespace lifeline::routing {

/// With explanations also "why":[{"job":…,"text":"…"},…].
std::string plan_json(const Problem& problem, const Plan& plan,
                      const std::vector<Explanation>& why = {});

}  // namespace lifeline::routing
