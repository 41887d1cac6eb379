// SPDX-License-Identifier: Apache-2.0
// Whether a plan is feasible and what it costs, worked out from the problem and the order of the
// stops alone, by walking through time. Shares nothing with the search but the words of model.h.
#pragma once

#include <string>
#include <vector>

#include "solver/routing/model.h"

namespace lifeline::routing::test {

struct Checked {
  std::vector<std::string> wrong;  // empty: feasible, and the plan's own figures are right
  double cost = 0;                 // of the problem's objective, penalties included
};

Checked checked_plan(const Problem& problem, const Plan& plan);

}  // namespace lifeline::routing::test
