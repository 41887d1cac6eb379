// SPDX-License-Identifier: Apache-2.0
// Key sites over HTTP: the list, one with the reasons of its state, and likely duplicates.
#pragma once

#include "desk/route.h"

namespace lifeline::site {

desk::Routes routes();

}  // namespace lifeline::site
