// SPDX-License-Identifier: Apache-2.0
// Outages over HTTP: the list, one, excluding and readmitting it, and the service level.
#pragma once

#include "desk/route.h"

namespace lifeline::outage {

desk::Routes routes();
/// GET /api/v1/service-level (level_api.cpp).
desk::Route service_level_route();

}  // namespace lifeline::outage
