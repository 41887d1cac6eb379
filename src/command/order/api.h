// SPDX-License-Identifier: Apache-2.0
// Orders over HTTP: the list, one with its recipients, issuing and answering.
#pragma once

#include "desk/route.h"

namespace lifeline::order {

desk::Routes routes();

}  // namespace lifeline::order
