// SPDX-License-Identifier: Apache-2.0
// Judges the values of a series one after the other against a threshold and against what is usual,
// and says when an alarm begins, changes or is over; pure.
//
//   threshold   none ──raise_after worse──▶ raised ⇄ other severity ──clear_after better──▶ none
//   baseline    within ──3 off──▶ left ──3 within 70 % of the band──▶ within
//
// A value that is not newer than the last one judged is passed over; after a gap of more than three
// intervals the counting begins anew, while what was raised stays raised: silence is no recovery.
#pragma once

#include <string>

#include "network/performance/model.h"
#include "solver/baseline/baseline.h"

namespace lifeline::performance {

inline constexpr int baseline_raise_after = 3;  // intervals
inline constexpr int baseline_clear_after = 3;

/// Where one series stands: 12 bytes, since there are a million of them.
struct Watched {
  uint32_t slot = 0;  // the last judged
  uint16_t worse = 0;
  uint16_t better = 0;
  uint8_t off = 0;
  uint8_t back = 0;
  uint8_t raised : 3 = 0;   // alarm::Severity; indeterminate: nothing
  uint8_t pending : 3 = 0;  // the mildest of those counted
  bool left : 1 = false;    // the baseline
};

enum class Cause : uint8_t { threshold, baseline };

/// An alarm to raise, or with severity indeterminate to clear.
struct Notice {
  Cause cause = Cause::threshold;
  alarm::Severity severity = alarm::Severity::indeterminate;
  std::string problem;
};

struct Judging {
  Slot slot = 0;
  double value = 0;
  Threshold threshold;  // tightened for the element
  baseline::Band band;
};

/// At most one notice a cause.
std::vector<Notice> judge(Watched& watched, const Judging& at);

/// What a Raise's condition is: "threshold:load".
std::string condition_of(Cause cause, Metric metric);
/// The cause and metric of a condition, if it is one of these.
std::optional<std::pair<Cause, Metric>> cause_of(std::string_view condition);

/// Marks as raised what is open on a desk: after a restart.
void take_over(Watched& watched, Cause cause, alarm::Severity severity);

}  // namespace lifeline::performance
