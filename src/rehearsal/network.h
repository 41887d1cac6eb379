// SPDX-License-Identifier: Apache-2.0
// A network around the sites of a scenario, made from a seed. What hangs on what, top to bottom:
//
//   province cores ─ backbone fibres ─ city cores ─ uplinks ─ aggregation pair of a county
//     ─ access ring (or spur) ─ access node of a site ─ stations ─ cells, private lines
//
// A ring's node is reached by two paths, one each way round; either is enough. Protection is
// alternatives, never a circle: an element depends only on elements before it. Every element of a
// site stands in the site's own county, or above it in the same province, so one desk has them all.
#pragma once

#include <string>
#include <vector>

#include "rehearsal/scenario.h"

namespace lifeline::rehearsal {

struct Node {
  element::Element element;
  std::string site;     // it was built for this site; "" when many share it
  double backup_h = 0;  // power: how long a battery carries on without the grid
};

/// An element manager beats, and is an element itself.
struct Beater {
  std::string name;
  UnitCode region;
  int64_t interval_s = 0;
};

struct Network {
  std::vector<Node> nodes;        // what an element depends on stands before it
  std::vector<site::Site> sites;  // as in the scenario, their services filled with elements
  std::vector<Beater> beaters;    // one for each province with a site
};

Network build_network(const Scenario& scenario, uint64_t seed);

/// Whether the site comes into being only during the scenario, and when.
Instant opens_at(const Scenario& scenario, std::string_view site);

}  // namespace lifeline::rehearsal
