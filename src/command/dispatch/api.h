// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk/route.h"

namespace lifeline::dispatch {

/// Lists of proposals, plans and closed roads; what is taken up, the mode, closing and opening.
desk::Routes routes();

}  // namespace lifeline::dispatch
