// SPDX-License-Identifier: Apache-2.0
// Incidents over HTTP: the list, one with its timeline, and what people do about it.
#pragma once

#include "desk/route.h"

namespace lifeline::incident {

desk::Routes routes();

}  // namespace lifeline::incident
