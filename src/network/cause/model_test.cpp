// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::cause {
namespace {

TEST_CASE("the causes of a type are found among all, best first") {
  State state;
  evolve(state, Imported{{{"A", "X", 0.2}, {"B", "Y", 0.9}, {"C", "X", 0.8}, {"D", "W", 1}}});
  std::vector<std::string> causes;
  for (const Edge& edge : causes_of(state, "X")) causes.push_back(edge.cause);
  CHECK(causes == std::vector<std::string>{"C", "A"});
  CHECK(causes_of(state, "A").empty());
  CHECK(causes_of(State{}, "X").empty());
}

TEST_CASE("a new list takes the place of the old one") {
  State state;
  evolve(state, Imported{{{"A", "X", 0.2}}});
  evolve(state, Imported{{{"B", "X", 0.3}}});
  CHECK(state.edges == std::vector<Edge>{{"B", "X", 0.3}});
}

TEST_CASE("any history of learnt causes can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.edges == again.edges);
        for (const Edge& edge : state.edges) RC_ASSERT(!causes_of(again, edge.effect).empty());
      }));
}

TEST_CASE("a row says since when and by whom its list is known") {
  tests::Given given(group_unit);
  given(Imported{{{"A", "X", 0.2}}});
  const Row row = row_of(given.part<Noun>().state.edges[0], given.part<Noun>().view);
  CHECK(row.cause == "A");
  CHECK(row.imported_at == tests::noon);
  CHECK(row.imported_by == "commander");
}

}  // namespace
}  // namespace lifeline::cause
