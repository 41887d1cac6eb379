// SPDX-License-Identifier: Apache-2.0
// /api/v1/mappings: what the messages of each door mean, changed and tried while it is open.
#pragma once

#include "desk/route.h"
#include "gateway/door/directory.h"
#include "gateway/mapping/book.h"

namespace lifeline::mappings {

desk::Routes routes(const Book& book, const door::SourceDirectory& sources);

}  // namespace lifeline::mappings
