// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/doors: every door of alarms with its state, rate and refusals.
#pragma once

#include "desk/route.h"
#include "gateway/door/door.h"

namespace lifeline::door {

desk::Routes routes(const Doors& doors);

}  // namespace lifeline::door
