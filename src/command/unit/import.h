// SPDX-License-Identifier: Apache-2.0
// Units from a file: code,name_zh,name_en,level,parent,duty_name,duty_phone,longitude_deg,
// latitude_deg. All of them go to headquarters' desk, which owns the tree; the other desks hear of
// them a moment later. A parent stands in the tree or in the same file.
#pragma once

#include "command/unit/model.h"
#include "desk/import.h"

namespace lifeline::unit {

/// What is wrong with units to import, and how many are new: parent_must_be_known,
/// parent_must_be_above, parent_must_be_absent, level_must_fit_the_code, level_must_be_above,
/// unit_must_be_within_reach.
desk::Checked check(const State& state, const std::vector<Unit>& units, const desk::Actor& who);

/// POST /api/v1/units/import
desk::Route import_route();

}  // namespace lifeline::unit
