// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::element {
namespace {

Element element_on(std::string id, std::string_view on) {
  return {.id = id, .name = id, .region = tests::wuchang, .depends_on = parse_groups(on)};
}

TEST_CASE("dependents follow what an import changes") {
  State state;
  evolve(state, Imported{{element_on("A", ""), element_on("B", ""), element_on("C", "A;A|B")}});
  CHECK(state.dependents.at("A") == std::vector<std::string>{"C"});
  CHECK(state.sole.at("A") == 1);
  evolve(state, Imported{{element_on("C", "B")}});
  CHECK(state.dependents.at("A").empty());
  CHECK(state.sole.at("A") == 0);
  CHECK(state.dependents.at("B") == std::vector<std::string>{"C"});
}

TEST_CASE("only what is not normal is kept as standing") {
  State state;
  evolve(state, Imported{{element_on("A", "")}});
  evolve(state, ConditionChanged{"A", Condition::down, Condition::down, "A"});
  CHECK(standing_of(state, "A").root == "A");
  evolve(state, ConditionChanged{"A", Condition::normal, Condition::normal, ""});
  CHECK(state.standing.empty());
  evolve(state, ConditionChanged{"NONE", Condition::down, Condition::down, "NONE"});
  CHECK(state.standing.empty());
}

TEST_CASE("any history of elements can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        for (const auto& [id, dependents] : again.dependents) {
          auto sorted = dependents, live = state.dependents.at(id);
          std::ranges::sort(sorted);
          std::ranges::sort(live);
          RC_ASSERT(sorted == live);
        }
        RC_ASSERT(state.failing == again.failing);
        RC_ASSERT(state.holding == again.holding);
      }));
}

}  // namespace
}  // namespace lifeline::element
