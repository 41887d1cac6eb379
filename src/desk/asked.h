// SPDX-License-Identifier: Apache-2.0
// What a count is asked over, as a request's query has it: unit, from, until, zone_minutes.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "desk/route.h"

namespace lifeline::desk {

inline constexpr int64_t usual_zone_minutes = 8 * 60;  // China has one zone

/// Of the days, ahead of UTC: the usual ones unless given. Errors: value_must_be_well_formed.
Result<int64_t> zone_minutes_of(const Request& request);

struct Span {
  UnitCode unit;  // the caller's unless given
  Instant from;   // none: from the beginning
  Instant until;  // not included; none: no end
  int64_t zone_minutes = usual_zone_minutes;
};
/// Errors: value_must_be_well_formed.
Result<Span> span_of(const Request& request);

}  // namespace lifeline::desk
