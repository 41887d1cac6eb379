// SPDX-License-Identifier: Apache-2.0
// Order templates over HTTP: the list, one, keep, change, drop.
#pragma once

#include "desk/route.h"

namespace lifeline::order_template {

desk::Routes routes();

}  // namespace lifeline::order_template
