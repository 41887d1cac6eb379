// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::feed {
namespace {

TEST_CASE("a mark never goes back, and neither does the newest time") {
  State state;
  evolve(state, Advanced{"omc-1", {1, 5}, tests::noon});
  evolve(state, Advanced{"omc-1", {0, 9}, seconds_after(tests::noon, -1)});
  CHECK(state.feeds.at("omc-1").mark == Mark{1, 5});
  CHECK(state.feeds.at("omc-1").latest == tests::noon);
}

TEST_CASE("a view counts how often feeds began again") {
  tests::Given given;
  given(Advanced{"omc-1", {0, 9}, {}}, Advanced{"omc-1", {1, 1}, {}}, Advanced{"omc-1", {1, 2}, {}},
        Advanced{"omc-2", {0, 1}, {}});
  CHECK(given.part<Noun>().view.restarts == 1);
}

TEST_CASE("any history of feeds can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.feeds.size() == again.feeds.size());
      }));
}

}  // namespace
}  // namespace lifeline::feed
