// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::vehicle {
namespace {

TEST_CASE("any history of vehicles can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.by_unit == again.by_unit);
        RC_ASSERT(state.by_unit.size() == state.vehicles.size());
        for (const auto& [id, vehicle] : state.vehicles)
          RC_ASSERT(state.by_unit.contains({vehicle.what.unit, id}));
      }));
}

}  // namespace
}  // namespace lifeline::vehicle
