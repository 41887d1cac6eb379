// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::site {
namespace {

Site on(std::string element) {
  return {.id = "H1",
          .unit = tests::wuchang,
          .services = {{.kind = Service::voice, .elements = {element, element}}}};
}

TEST_CASE("an element knows the sites that live on it now") {
  State state;
  evolve(state, Imported{{on("A")}});
  CHECK(state.by_element.at("A") == std::vector<std::string>{"H1"});
  evolve(state, Imported{{on("B")}});
  CHECK(state.by_element.at("A").empty());
  CHECK(state.by_element.at("B") == std::vector<std::string>{"H1"});
}

TEST_CASE("a site stands as its last change left it, and one that is not known not at all") {
  State state;
  evolve(state, Imported{{on("A")}});
  evolve(state, HealthChanged{.id = "H1", .to = Health::down, .roots = {{"A", true}}});
  evolve(state, HealthChanged{.id = "H1", .to = Health::normal});
  CHECK(state.standing.at("H1").roots.empty());
  evolve(state, HealthChanged{.id = "H9", .to = Health::down});
  CHECK_FALSE(state.standing.contains("H9"));
}

TEST_CASE("a decision on duplicates is one, whichever is named first") {
  State state;
  evolve(state, DuplicateDecided{"H2", "H1", true});
  evolve(state, DuplicateDecided{"H1", "H2", false});
  CHECK(state.decided == std::map<Couple, bool>{{{"H1", "H2"}, false}});
}

TEST_CASE("any history of sites can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View& view, const View& view_again) {
        for (const auto& [id, sites] : again.by_element)
          RC_ASSERT(state.by_element.at(id).size() == sites.size());
        uint64_t sites = 0;
        for (const auto& [unit, counts] : view.counts)
          for (const uint64_t count : counts) sites += count;
        RC_ASSERT(sites == state.sites.size());
        for (const auto& [unit, counts] : view_again.counts)
          RC_ASSERT(view.counts.at(unit) == counts);
      }));
}

}  // namespace
}  // namespace lifeline::site
