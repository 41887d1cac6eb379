// SPDX-License-Identifier: Apache-2.0
// Thresholds over HTTP: the list, a change, back to the default.
#pragma once

#include "desk/route.h"

namespace lifeline::performance {

desk::Routes routes();

}  // namespace lifeline::performance
