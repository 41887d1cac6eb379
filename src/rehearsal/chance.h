// SPDX-License-Identifier: Apache-2.0
// Chance from a seed, the same on every machine: xoshiro256** (Blackman and Vigna, 2018) seeded by
// splitmix64, with distributions in plain arithmetic, because those of the standard library and of
// libm differ from one version to the next.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lifeline::rehearsal {

class Chance {
 public:
  explicit Chance(uint64_t seed);
  /// A stream of its own for a name, so that one more site does not reshuffle the others.
  Chance(uint64_t seed, std::string_view name);

  uint64_t next();
  uint64_t below(uint64_t bound);                // 0 … bound-1, evenly
  int64_t between(int64_t least, int64_t most);  // both included
  double unit();                                 // 0 ≤ x < 1
  bool happens(double share) { return unit() < share; }
  double normal();  // mean 0, deviation 1, within ±6
  double log_normal(double median, double sigma);
  double exponential(double mean);

 private:
  std::array<uint64_t, 4> state_{};
};

/// e^x and ln x in plain arithmetic, good to ten digits for |x| < 700 and x > 0.
double natural_exp(double x);
double natural_log(double x);

}  // namespace lifeline::rehearsal
