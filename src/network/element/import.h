// SPDX-License-Identifier: Apache-2.0
// Elements from a file: id,name,kind,region,longitude_deg,latitude_deg,depends_on. An element goes
// to the desk of its region and depends only on elements of that desk, known before or in the same
// file. Without a place of its own it has neither coordinate.
#pragma once

#include "desk/import.h"
#include "network/element/model.h"

namespace lifeline::element {

/// What is wrong with elements to import, and how many are new: the refusals of
/// unsound_dependencies, and unit_must_be_within_reach.
desk::Checked check(const State& state, const std::vector<Element>& elements,
                    const desk::Nouns& nouns, const desk::Actor& who);

/// POST /api/v1/elements/import
desk::Route import_route();

}  // namespace lifeline::element
