// SPDX-License-Identifier: Apache-2.0
// Assurance scenarios over HTTP: the list, one, the templates, and what a commander does with them.
#pragma once

#include "desk/route.h"

namespace lifeline::scenario {

desk::Routes routes();

}  // namespace lifeline::scenario
