// SPDX-License-Identifier: Apache-2.0
#include "solver/routing/roads.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace lifeline::routing {
namespace {

bool is_same(const Travel& a, const Travel& b) {
  return a.places == b.places && *a.metres == *b.metres && *a.seconds == *b.seconds &&
         a.classes == b.classes && a.pace == b.pace;
}

// Few towns, so that places stay, go, come back and stand twice.
std::vector<Position> drawn_places() {
  std::vector<Position> places;
  for (const int town : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12)))
    places.push_back({.latitude = 30 + town * 0.07, .longitude = 114 + (town % 5) * 0.3});
  return places;
}

}  // namespace

TEST_CASE("A table of places that come and go is the one that is made of them anew") {
  CHECK(rc::check([] {
    const bool by_hour = *rc::gen::arbitrary<bool>();
    RoadTable table(usual_ways(), by_hour);
    Travel held;  // whoever holds a table keeps it as it was
    std::vector<Position> held_places;
    for (int time = 0; time < 6; ++time) {
      const auto places = drawn_places();
      const Travel travel = table.travel(places);
      RC_ASSERT(is_same(travel, road_travel(places, usual_ways(), by_hour)));
      if (held.metres) RC_ASSERT(is_same(held, road_travel(held_places, usual_ways(), by_hour)));
      if (*rc::gen::arbitrary<bool>()) held = travel, held_places = places;
    }
  }));
}

}  // namespace lifeline::routing
