// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::planned_work {
namespace {

using tests::noon;

Planned work_on(std::vector<std::string> elements, uint64_t serial = 1) {
  return {.id = {420000, serial},
          .what = {.title = "换板",
                   .elements = std::move(elements),
                   .from = seconds_after(noon, 60),
                   .until = seconds_after(noon, 120)},
          .overrides = {}};
}

TEST_CASE("work covers its elements from its start to its end, and no others") {
  State state;
  const WorkId first{420000, 1}, second{420000, 2};
  evolve(state, work_on({"A", "B"}));
  CHECK_FALSE(covers(state, "A"));
  CHECK(due(state) == seconds_after(noon, 60));
  evolve(state, Started{.id = first});
  CHECK(covers(state, "A") == first);
  CHECK_FALSE(covers(state, "C"));
  CHECK(due(state) == seconds_after(noon, 120));
  evolve(state, work_on({"B", "C"}, 2));
  evolve(state, Started{.id = second});
  evolve(state, Ended{.id = first});
  CHECK_FALSE(covers(state, "A"));
  CHECK(covers(state, "B") == second);
}

TEST_CASE("what is due is started or ended, the earliest first") {
  State state;
  evolve(state, work_on({"A"}));
  evolve(state, work_on({"B"}, 2));
  evolve(state, Started{.id = {420000, 2}});
  evolve(state, Extended{.id = {420000, 2}, .until = seconds_after(noon, 90)});
  desk::Commands none, both;
  expire(state, seconds_after(noon, 59), none);
  CHECK(none.items().empty());
  expire(state, seconds_after(noon, 90), both);
  REQUIRE(both.items().size() == 2);
  const auto& start = *static_cast<const Command*>(both.items()[0].value());
  const auto& end = *static_cast<const Command*>(both.items()[1].value());
  CHECK(std::get<Start>(start).id.serial == 1);
  CHECK(std::get<End>(end).id.serial == 2);
}

TEST_CASE("any history of planned work can be taken and kept, and its indexes with it") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.turns == again.turns);
        RC_ASSERT(state.touched_by == again.touched_by);
        RC_ASSERT(state.covered_by == again.covered_by);
        for (const auto& [element, works] : state.covered_by) RC_ASSERT(!works.empty());
      }));
}

}  // namespace
}  // namespace lifeline::planned_work
