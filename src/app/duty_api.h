// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/duty: what waits for the caller, the oldest deadline first. Orders that units within
// reach owe an answer or an end, incidents that nobody has taken up, critical alarms that nobody
// has seen.
#pragma once

#include "desk/route.h"

namespace lifeline::app {

desk::Routes duty_routes();

}  // namespace lifeline::app
