// SPDX-License-Identifier: Apache-2.0
#include "network/element/suspect.h"

#include <cmath>

namespace lifeline::element {
namespace {

constexpr double fault_chance = 0.001;  // that an element fails within the window
constexpr double lost_chance = 0.1;     // that the report of a failure does not arrive

}  // namespace

double suspicion(const Tally& tally) {
  if (tally.failing < 2) return 0;
  const double log_odds =
      std::log(fault_chance) + std::log(lost_chance) +  // it has failed and its own report is lost
      static_cast<double>(tally.failing) * std::log((1 - lost_chance) / fault_chance) +
      static_cast<double>(tally.silent) * std::log(lost_chance);
  return 1 / (1 + std::exp(-log_odds));
}

}  // namespace lifeline::element
