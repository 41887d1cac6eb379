// SPDX-License-Identifier: Apache-2.0
// The clock on the wall of those who work with Lifeline: China has one zone and no daylight saving.
// Inside all is UTC; this is for what is bound to local days and for what people read.
#pragma once

#include <cstdint>

namespace lifeline {

inline constexpr int64_t local_ahead_s = 8 * 3600;  // of UTC

}  // namespace lifeline
