// SPDX-License-Identifier: Apache-2.0
// `lifeline rehearse`: a whole scenario against desks in this process, as fast as the machine goes.
// The same seed gives the same bytes; what must hold is checked at the end.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "rehearsal/summary.h"

namespace lifeline::rehearsal {

/// Runs the scenario with its parameters' seed, from its start to its end.
Summary run_rehearsal(const Scenario& scenario, const MakeModules& make_modules);

struct RehearseOptions {
  std::string folder;
  std::optional<uint64_t> seed;  // else the scenario's
  bool json = false;
};

/// Answers the exit code: 0, 66 when the scenario cannot be read, 70 when something that must hold
/// does not.
int rehearse(const RehearseOptions& options, const MakeModules& make_modules, std::ostream& out);

}  // namespace lifeline::rehearsal
