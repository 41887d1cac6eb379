// SPDX-License-Identifier: Apache-2.0
// Feeds over HTTP: the list.
#pragma once

#include "desk/route.h"

namespace lifeline::feed {

desk::Routes routes();

}  // namespace lifeline::feed
