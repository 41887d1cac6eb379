// SPDX-License-Identifier: Apache-2.0
// Elements over HTTP: the list and one.
#pragma once

#include "desk/route.h"

namespace lifeline::element {

desk::Routes routes();

}  // namespace lifeline::element
