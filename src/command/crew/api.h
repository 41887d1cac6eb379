// SPDX-License-Identifier: Apache-2.0
// /api/v1/crews
#pragma once

#include "desk/route.h"

namespace lifeline::crew {

desk::Routes routes();

}  // namespace lifeline::crew
