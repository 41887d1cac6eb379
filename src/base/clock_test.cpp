// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <doctest/doctest.h>

namespace lifeline {

using std::chrono::microseconds;

TEST_CASE("a scenario's clock starts at its moment and runs as many times faster") {
  const Instant start{1'579'744'800'000'000};
  const auto before = steady_now();
  const Clock clock(start, 1000);
  const auto made = steady_now();
  const auto asked = steady_now();
  const Instant shown = clock.now();
  const auto after = steady_now();
  // At least what passed between making and asking, at most what passed around both.
  const auto least = std::chrono::duration_cast<microseconds>(asked - made);
  const auto most = std::chrono::duration_cast<microseconds>(after - before) + microseconds(1);
  CHECK((shown - start) >= 1000 * least);
  CHECK((shown - start) <= 1000 * most);
  while (steady_now() - made < std::chrono::milliseconds(1)) {}
  CHECK((clock.now() - start) >= std::chrono::seconds(1));
  CHECK(clock.is_scenario());
  CHECK(clock.speed() == 1000);
}

TEST_CASE("a wait is real time and so many times shorter") {
  const Instant start{1'579'744'800'000'000};
  const Clock clock(start, 60);
  const microseconds wait = clock.until(seconds_after(start, 3600));
  CHECK(wait <= std::chrono::seconds(60) + microseconds(1));
  CHECK(wait > std::chrono::seconds(30));
}

TEST_CASE("what is past is not waited for") {
  const Clock clock(Instant{1'000'000}, 1);
  CHECK(clock.until(Instant{1'000'000}) == microseconds(0));
  CHECK(clock.until(Instant{}) == microseconds(0));
}

TEST_CASE("the machine's clock runs at the speed of the machine") {
  const Clock clock;
  CHECK(!clock.is_scenario());
  CHECK(clock.speed() == 1);
  CHECK(clock.now() > Instant{1'577'836'800'000'000});  // 2020
  CHECK(clock.until(seconds_after(clock.now(), 1000)) <=
        std::chrono::seconds(1000) + microseconds(1));
}

}  // namespace lifeline
