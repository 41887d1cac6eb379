// SPDX-License-Identifier: Apache-2.0
// Planned work over HTTP: the list, one, and what a person does with it.
#pragma once

#include "desk/route.h"

namespace lifeline::planned_work {

desk::Routes routes();

}  // namespace lifeline::planned_work
