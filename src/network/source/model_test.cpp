// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::source {
namespace {

TEST_CASE("a source is lost after three intervals of silence, the earliest first") {
  State state;
  evolve(state, Heard{"SLOW", 60, tests::noon});
  evolve(state, Heard{"FAST", 10, tests::noon});
  CHECK(due(state) == seconds_after(tests::noon, 30));
  desk::Commands early, late;
  expire(state, seconds_after(tests::noon, 29), early);
  expire(state, seconds_after(tests::noon, 30), late);
  CHECK(early.items().empty());
  REQUIRE(late.items().size() == 1);
  const auto& command = *static_cast<const Command*>(late.items().front().value());
  CHECK(std::get<MissBeats>(command).name == "FAST");
  evolve(state, Lost{"FAST"});
  CHECK(due(state) == seconds_after(tests::noon, 180));
}

TEST_CASE("a source that was never heard is not lost") {
  State state;
  evolve(state, Lost{"NONE"});
  CHECK(state.sources.empty());
  CHECK_FALSE(due(state));
}

TEST_CASE("any history of sources can be taken and kept") {
  CHECK(
      tests::holds_for_any_history<Noun>([](const State& state, const State& again, const View&,
                                            const View&) { RC_ASSERT(due(state) == due(again)); }));
}

}  // namespace
}  // namespace lifeline::source
