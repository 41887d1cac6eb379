// SPDX-License-Identifier: Apache-2.0
// Standing lists over HTTP: the list, one with its members, shifts and hand-overs, what is open for
// its unit, and all that can be done to it.
#pragma once

#include "desk/route.h"

namespace lifeline::roster {

desk::Routes routes();

}  // namespace lifeline::roster
