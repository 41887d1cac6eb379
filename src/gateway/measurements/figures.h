// SPDX-License-Identifier: Apache-2.0
// What became of measurements since the start, and what is on disk: the row of GET
// /api/v1/measurements.
#pragma once

#include "base/describe.h"

namespace lifeline::measurements {

struct FiguresRow {
  uint64_t requests = 0;
  uint64_t requests_refused = 0;
  uint64_t accepted = 0;
  uint64_t replaced = 0;
  uint64_t repeated = 0;
  uint64_t late = 0;
  uint64_t out_of_time = 0;
  uint64_t lost = 0;
  uint64_t queued = 0;
  uint64_t judged = 0;
  uint64_t alarms_raised = 0;
  uint64_t alarms_cleared = 0;
  uint64_t alarms_waiting = 0;
  uint64_t alarms_refused = 0;
  uint64_t forwarded = 0;
  uint64_t forward_dropped = 0;
  uint64_t forward_retries = 0;
  uint64_t forward_queued = 0;
  uint64_t elements = 0;
  uint64_t hours_open = 0;
  uint64_t hours_sealed = 0;
  uint64_t bytes = 0;
  uint64_t bytes_open = 0;
  uint64_t blocks_broken = 0;
};
LIFELINE_STRUCT(FiguresRow, requests, requests_refused, accepted, replaced, repeated, late,
                out_of_time, lost, queued, judged, alarms_raised, alarms_cleared, alarms_waiting,
                alarms_refused, forwarded, forward_dropped, forward_retries, forward_queued,
                elements, hours_open, hours_sealed, bytes, bytes_open, blocks_broken)

}  // namespace lifeline::measurements
