// SPDX-License-Identifier: Apache-2.0
// What time it is on a desk, for whoever reads its rows: who is on duty now, what is overdue.
#pragma once

#include "base/time.h"

namespace lifeline::desk {

/// A part of a desk's Nouns, brought up to date before each look. It is never a part of a decision:
/// deciders have the time of their Context, which replays have too.
struct Present {
  Instant now;
};

}  // namespace lifeline::desk
