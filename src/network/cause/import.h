// SPDX-License-Identifier: Apache-2.0
// Learnt causes from a CSV file, as `lifeline causes --out` writes it. The file is the whole list:
// what it does not name is forgotten.
#pragma once

#include "desk/import.h"
#include "network/cause/model.h"

namespace lifeline::cause {

/// The list holds for the whole country: for a commander of the group, or above.
Result<void> must_be_theirs_to_teach(const desk::Actor& who);

/// Errors: role_must_suffice, unit_must_be_the_group, cause_must_not_be_its_effect,
/// number_must_be_in_range (a score), rows_must_be_fewer.
desk::Checked check(const State& state, const std::vector<Edge>& edges, const desk::Actor& who);

desk::Route import_route();

}  // namespace lifeline::cause
