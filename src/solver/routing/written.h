// SPDX-License-Identifier: Apache-2.0
// From the search's sequences to a plan with times, and from a plan back.
#pragma once

#include "solver/routing/state.h"

namespace lifeline::routing {

/// The plan that the state holds, with the reason for each job that is in none of its tours.
Plan written(State& state);
Sequences sequences_of(const Plan& plan, size_t vehicles);
/// Why a job that is in no tour is in none.
std::string reason_of(State& state, Index job);

}  // namespace lifeline::routing
