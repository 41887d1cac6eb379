// SPDX-License-Identifier: Apache-2.0
#include "base/place.h"

#include <doctest/doctest.h>

namespace lifeline {
namespace {

constexpr LonLat wuhan{114.3, 30.6}, beijing{116.4, 39.9}, berlin{13.4, 52.5}, tokyo{139.7, 35.7};

TEST_CASE("A distance is that of the great circle") {
  CHECK(distance_km(wuhan, wuhan) == 0);
  CHECK(distance_km(wuhan, beijing) == doctest::Approx(1052).epsilon(0.01));
  CHECK(distance_km(beijing, berlin) == doctest::Approx(7370).epsilon(0.01));
  CHECK(distance_km({0, 90}, {0, -90}) == doctest::Approx(20015).epsilon(0.001));
}

TEST_CASE("How far a place lies from China is nothing within it") {
  CHECK(outside_china_km(wuhan) == 0);
  CHECK(outside_china_km(tokyo) == doctest::Approx(415).epsilon(0.02));
  CHECK(outside_china_km(berlin) > 3900);
  CHECK(outside_china_km({-74, 40.7}) > 6000);  // over the date line, the nearer side
}

}  // namespace
}  // namespace lifeline
