// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk/route.h"

namespace lifeline::job {

desk::Routes routes();
/// What a crew's phone asks and tells.
desk::Routes phone_routes();
/// Outings by unit and day.
desk::Route count_route();

}  // namespace lifeline::job
