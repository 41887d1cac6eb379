// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/incidents/{id}/topology: how an incident lies in the network. It stands here because
// an incident is on a lower floor and knows of no elements.
#pragma once

#include "desk/route.h"

namespace lifeline::topology {

desk::Routes routes();

}  // namespace lifeline::topology
