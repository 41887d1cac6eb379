// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/chance.h"

#include <cmath>

#include <doctest/doctest.h>

namespace lifeline::rehearsal {

TEST_CASE("a seed gives the same numbers on every machine") {
  Chance chance(0);
  // xoshiro256** after splitmix64(0), as the authors' reference code gives them.
  CHECK(chance.next() == 11091344671253066420ull);
  CHECK(chance.next() == 13793997310169335082ull);
  CHECK(chance.next() == 1900383378846508768ull);
}

TEST_CASE("streams of different names differ") {
  CHECK(Chance(1, "a").next() != Chance(1, "b").next());
  CHECK(Chance(1, "a").next() != Chance(2, "a").next());
  CHECK(Chance(1, "a").next() == Chance(1, "a").next());
}

TEST_CASE("exponential and logarithm agree with libm to ten digits") {
  for (const double x : {-20.0, -1.0, -1e-3, 0.0, 0.5, 1.0, 2.718281828, 10.0, 100.0})
    CHECK(natural_exp(x) == doctest::Approx(std::exp(x)).epsilon(1e-10));
  for (const double x : {1e-12, 0.1, 0.5, 1.0, 1.999, 2.0, 3.0, 1e9})
    CHECK(natural_log(x) == doctest::Approx(std::log(x)).epsilon(1e-10));
}

TEST_CASE("whole numbers stay within their bounds and reach them") {
  Chance chance(3);
  int least = 0;
  int most = 0;
  for (int i = 0; i < 2000; ++i) {
    const int64_t value = chance.between(-2, 2);
    REQUIRE(value >= -2);
    REQUIRE(value <= 2);
    least += value == -2 ? 1 : 0;
    most += value == 2 ? 1 : 0;
  }
  CHECK(least > 300);
  CHECK(most > 300);
  CHECK(chance.below(1) == 0);
  CHECK(chance.between(5, 4) == 5);
}

TEST_CASE("half of a log-normal lies below its median") {
  Chance chance(4);
  int below = 0;
  double sum = 0;
  for (int i = 0; i < 4000; ++i) {
    below += chance.log_normal(120, 0.8) < 120 ? 1 : 0;
    sum += chance.exponential(10);
  }
  CHECK(below > 1850);
  CHECK(below < 2150);
  CHECK(sum / 4000 == doctest::Approx(10).epsilon(0.06));
}

}  // namespace lifeline::rehearsal
