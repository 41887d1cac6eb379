// SPDX-License-Identifier: Apache-2.0
// The dependencies of a desk's elements as an import would leave them.
#pragma once

#include "desk/import.h"
#include "network/element/model.h"

namespace lifeline::element {

/// What the dependencies of the added elements have wrong, the state and the others being there
/// too: dependency_must_be_known, dependency_must_not_be_circular. A circle is told once, of an
/// added element on it.
std::vector<desk::Finding> unsound_dependencies(const State& state,
                                                const std::vector<Element>& added);

}  // namespace lifeline::element
