// SPDX-License-Identifier: Apache-2.0
// The only clocks. A desk's time is the machine's, or a scenario's: it starts at a given moment and
// runs some times faster. Waits are always real.
#pragma once

#include <chrono>

#include "base/time.h"

namespace lifeline {

class Clock {
 public:
  /// The machine's own time.
  Clock() = default;
  /// A scenario's time: `start` now, then `speed` times as fast as the machine's.
  Clock(Instant start, double speed);

  Instant now() const;
  double speed() const { return speed_; }
  bool is_scenario() const { return is_scenario_; }
  /// How long to wait in real time until the clock shows `then`; zero when it is past.
  std::chrono::microseconds until(Instant then) const;

 private:
  bool is_scenario_ = false;
  double speed_ = 1;
  Instant start_;
  std::chrono::steady_clock::time_point real_start_;
};

/// Real time that passes, for rates and waits; never compared with an Instant.
inline std::chrono::steady_clock::time_point steady_now() {
  return std::chrono::steady_clock::now();
}

}  // namespace lifeline
