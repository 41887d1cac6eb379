// SPDX-License-Identifier: Apache-2.0
// Sources of alarms over HTTP: the list.
#pragma once

#include "desk/route.h"

namespace lifeline::source {

desk::Routes routes();

}  // namespace lifeline::source
