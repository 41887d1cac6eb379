// SPDX-License-Identifier: Apache-2.0
// /api/v1/vehicles
#pragma once

#include "desk/route.h"

namespace lifeline::vehicle {

desk::Routes routes();

}  // namespace lifeline::vehicle
