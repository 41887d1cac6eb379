// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

namespace lifeline {

Clock::Clock(Instant start, double speed)
    : is_scenario_(true), speed_(speed), start_(start), real_start_(steady_now()) {}

Instant Clock::now() const {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  if (!is_scenario_) {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {duration_cast<microseconds>(since_epoch).count()};
  }
  const auto real_us = duration_cast<microseconds>(steady_now() - real_start_).count();
  return {start_.us + static_cast<int64_t>(static_cast<double>(real_us) * speed_)};
}

std::chrono::microseconds Clock::until(Instant then) const {
  const int64_t ahead_us = then.us - now().us;
  if (ahead_us <= 0) return std::chrono::microseconds(0);
  return std::chrono::microseconds(static_cast<int64_t>(static_cast<double>(ahead_us) / speed_) +
                                   1);
}

}  // namespace lifeline
