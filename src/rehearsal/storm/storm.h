// SPDX-License-Identifier: Apache-2.0
// A storm with known consequence: fibres, nodes, power and stations fail at once. Everything that
// they take down says so, and every node that carries on with a way fewer; late, doubled, out of
// order or not at all. They are mended in another order, and the clears come as the alarms did.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "rehearsal/peer.h"
#include "rehearsal/plant.h"

namespace lifeline::rehearsal {

struct StormPlan {
  uint32_t faults = 10;
  double within_s = 60;  // all faults begin, and all are mended
  double delay_s = 30;   // at most, from a failure to its report
  double late = 0.02;    // share of reports that come up to late_s later than that
  double late_s = 60;
  double doubled = 0.05;
  double lost = 0;       // share of reports that never come; clears do with the next alignment
  double align_s = 900;  // managers compare their alarm lists so often
};

struct Arrival {
  Instant at;
  Report report;
};

struct Storm {
  std::vector<Index> faults;    // the elements that fail by themselves
  std::vector<Arrival> raises;  // in the order of their arrival
  std::vector<Arrival> clears;  // likewise
  Instant height;               // all that will be raised has been
  Instant over;                 // all that will be cleared has been
  uint64_t lost = 0;            // reports
};

/// Makes the plant fail as in the storm; at its height, before it is mended.
Storm make_storm(Plant& plant, const StormPlan& plan, Instant begin, uint64_t seed);
/// The faults that nothing else takes down anyway: what is to be named as roots at the height.
std::set<std::string> true_roots(Plant& plant, const Storm& storm);
/// Makes the plant well again.
void end_storm(Plant& plant, const Storm& storm);

}  // namespace lifeline::rehearsal
