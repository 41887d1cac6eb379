// SPDX-License-Identifier: Apache-2.0
// Travel where no road network is at hand: the great circle times what roads are longer, at the
// speed of the kind of way that a distance needs, slower in the hours when all are on the road.
//
// The figures are of a plain with good roads and are meant to be replaced where better ones are
// known; a table of a road network goes into the same `Travel`.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "solver/routing/model.h"

namespace lifeline::routing {

struct Position {
  double latitude = 0;   // degrees, north
  double longitude = 0;  // degrees, east
};

/// A kind of way, for distances up to `metres_max` of great circle.
struct Way {
  double metres_max = forever;
  double longer = 1.3;  // road by great circle
  double metres_per_second = 15;
  std::array<double, 24> pace{};  // share of that speed, by hour of the day
};

/// In town, between towns, on the motorway.
const std::vector<Way>& usual_ways();

double great_circle_metres(Position a, Position b);

/// By hour, or at the free speed all day. At most 256 ways, rising by metres_max, the last without
/// bound.
Travel road_travel(std::span<const Position> positions, const std::vector<Way>& ways, bool by_hour);

/// The same for places of which few change from one time to the next: of places that were there the
/// time before nothing is worked out again. It keeps the matrices of two times, and writes into the
/// older ones when nobody holds them any more. Concurrency: none.
class RoadTable {
 public:
  RoadTable(std::vector<Way> ways, bool by_hour) : ways_(std::move(ways)), by_hour_(by_hour) {}
  Travel travel(std::vector<Position> positions);

  struct Matrices {
    std::shared_ptr<std::vector<double>> metres, seconds;
  };

 private:
  std::vector<Way> ways_;
  bool by_hour_;
  std::vector<Position> positions_;  // of last_
  Travel last_;
  Matrices now_, before_;
};

}  // namespace lifeline::routing
