// SPDX-License-Identifier: Apache-2.0
// Situation reports over HTTP: lists, plans, drawing up and withdrawing. What a report says, and
// its release, are gateway/report's.
#pragma once

#include "desk/route.h"

namespace lifeline::report {

desk::Routes routes();

}  // namespace lifeline::report
