// SPDX-License-Identifier: Apache-2.0
// A whole operator's network of any size, made from a seed. What hangs on what, in each province:
//
//   two cores ─ two backbone fibres ─ aggregation node (some 200 stations)
//     ─ access fibre (6 stations) or ring of two (8) ─ tail link ─ station ─ 10 cells
//   mains feeder (40 stations) ─ power of the station ─ station
//   key site: cells of two stations beside each other, a private line, power from a feeder
#pragma once

#include <cstdint>
#include <vector>

#include "command/unit/model.h"
#include "rehearsal/network.h"

namespace lifeline::rehearsal {

struct CountrySize {
  uint32_t provinces = 1;  // at most 31
  uint32_t stations = 2000;
  uint32_t sites = 260;
  uint32_t cells = 10;  // of a station
};

struct Country {
  std::vector<unit::Unit> units;  // the group, its provinces and a city in each
  std::vector<UnitCode> desks;    // the provinces
  Network network;
};

Country build_country(const CountrySize& size, uint64_t seed);

}  // namespace lifeline::rehearsal
