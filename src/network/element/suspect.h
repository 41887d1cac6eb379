// SPDX-License-Identifier: Apache-2.0
// Whether an element that says nothing has failed, judged by those that need it: when many of them
// fail together, one failure below them explains it better than as many by chance. The odds are
// those of a two-layer Bayesian network with independent faults and lost reports, as in S. Kandula,
// D. Katabi, J.-P. Vasseur, "Shrink: A Tool for Failure Diagnosis in IP Networks", MineNet 2005:
//
//   odds = P(fault) · P(its own report lost)
//          · Π over those that report P(told) / P(fault) · Π over the silent ones P(lost)
//
// Reports older than the window, or explained by another root, say nothing either way.
#pragma once

#include <cstdint>

namespace lifeline::element {

constexpr int64_t together_within_s = 600;  // failures this close may have one cause

/// Of the elements that would be down were the suspect down.
struct Tally {
  uint64_t failing = 0;  // that report down
  uint64_t silent = 0;   // that do not
};

/// The chance that the suspect has failed, 0 to 1. One failing element is no suspicion.
double suspicion(const Tally& tally);

}  // namespace lifeline::element
