// SPDX-License-Identifier: Apache-2.0
// Chance of the search, from a seed and the same on every machine: xoshiro256++ (Blackman and
// Vigna, 2019) seeded by splitmix64.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace lifeline::routing {

class Draw {
 public:
  explicit Draw(uint64_t seed) {
    for (uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15u;
      uint64_t mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9u;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
      word = mixed ^ (mixed >> 31);
    }
  }

  uint64_t next() {
    const uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// 0 … bound-1; even enough for bounds far below 2^32.
  uint32_t below(uint32_t bound) { return uint32_t((next() >> 32) * bound >> 32); }
  double unit() { return double(next() >> 11) * 0x1p-53; }  // 0 ≤ x < 1
  /// How many tries fail before one succeeds that does so with `share`.
  uint32_t tries_before(double share) {
    return uint32_t(std::min(1e6, std::log(1 - unit()) / std::log1p(-share)));
  }

 private:
  std::array<uint64_t, 4> state_{};
};

}  // namespace lifeline::routing
