// SPDX-License-Identifier: Apache-2.0
// What must hold of a scenario as a person gives it.
#pragma once

#include "network/scenario/model.h"

namespace lifeline::scenario {

Result<void> must_be_a_reason(const std::string& reason);
Result<void> must_be_a_roster(const std::vector<Shift>& roster);
Result<void> must_have_an_end(const What& what, Instant now);

/// The scenario as it will be, its sites once each and in order, those that the selection names
/// among them. Its times are not looked at.
Result<What> checked(What what, const Selection& select, const desk::Context& at);

}  // namespace lifeline::scenario
