// SPDX-License-Identifier: Apache-2.0
// Learnt causes over HTTP: the list, and what they say of one alarm.
#pragma once

#include "desk/route.h"

namespace lifeline::cause {

desk::Routes routes();

}  // namespace lifeline::cause
