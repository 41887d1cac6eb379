// SPDX-License-Identifier: Apache-2.0
// Alarms over HTTP: the list, one with its history, and what an operator does to it.
#pragma once

#include "desk/route.h"

namespace lifeline::alarm {

desk::Routes routes();

}  // namespace lifeline::alarm
