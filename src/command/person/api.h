// SPDX-License-Identifier: Apache-2.0
// People over HTTP: the list, one person, absence, return and substitute.
#pragma once

#include "desk/route.h"

namespace lifeline::person {

desk::Routes routes();

}  // namespace lifeline::person
