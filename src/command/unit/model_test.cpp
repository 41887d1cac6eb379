// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::unit {
namespace {

using tests::Given;

State small_state() {
  State state;
  evolve(state, tests::small_tree());
  return state;
}

TEST_CASE("a unit is within itself and all above it") {
  const State state = small_state();
  for (const UnitCode above : {tests::wuchang, tests::wuhan, tests::hubei, group_unit})
    CHECK(is_within(state, tests::wuchang, above));
  CHECK_FALSE(is_within(state, tests::wuhan, tests::wuchang));
  CHECK_FALSE(is_within(state, tests::wuchang, tests::hunan));
  CHECK_FALSE(is_within(state, {}, group_unit));
}

TEST_CASE("a code that is not in the tree goes by its digits") {
  const State state = small_state();
  CHECK(is_within(state, {420106005}, tests::wuchang));
  CHECK(is_within(state, {430105}, tests::hunan));
  CHECK(is_within(State{}, tests::wuchang, tests::hubei));
}

TEST_CASE("the tree's own parent wins over the digits") {
  State state = small_state();
  evolve(state, Imported{{tests::unit_named({420106005}, "grid", Level::grid, tests::hankou)}});
  CHECK(is_within(state, {420106005}, tests::hankou));
  CHECK_FALSE(is_within(state, {420106005}, tests::wuchang));
}

TEST_CASE("the nearest unit of the tree answers for a ground") {
  const State state = small_state();
  CHECK(owner_of(state, tests::wuchang) == tests::wuchang);
  CHECK(owner_of(state, {420106005}) == tests::wuchang);
  CHECK(owner_of(state, {420199}) == tests::wuhan);
  CHECK(owner_of(state, {110101}) == group_unit);
}

TEST_CASE("an actor needs the role first, then the ground") {
  Given given;
  const auto refusal = [&](UnitCode unit) {
    const auto may = must_answer_for(given.context(), unit, desk::Role::operator_);
    return may ? std::string("none") : may.error().name;
  };
  given.as(desk::Role::viewer, tests::hubei);
  CHECK(refusal(tests::wuchang) == "role_must_suffice");
  given.as(desk::Role::operator_, tests::wuhan);
  CHECK(refusal(tests::wuchang) == "none");
  CHECK(refusal(tests::yichang) == "unit_must_be_within_reach");
  given.as_system();
  CHECK(refusal(tests::yichang) == "none");
}

TEST_CASE("any history of units can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State&, const View&, const View&) {
        // However the parents are tangled, going up ends.
        for (const auto& [code, unit] : state.units) RC_ASSERT(!is_within(state, code, {1}));
      }));
}

}  // namespace
}  // namespace lifeline::unit
