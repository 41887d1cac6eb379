// SPDX-License-Identifier: Apache-2.0
// Units over HTTP: GET /api/v1/units and /units/{code}.
#pragma once

#include "desk/route.h"

namespace lifeline::unit {

desk::Routes routes();

}  // namespace lifeline::unit
