// SPDX-License-Identifier: Apache-2.0
// Storms whose consequence is known, against the desks as the application wires them.
#include "rehearsal/storm/score.h"

#include <set>

#include <doctest/doctest.h>

#include "rehearsal/fixture_test.h"

namespace lifeline::rehearsal {
namespace {

StormOptions small(double lost, uint64_t seed = 1) {
  return {.size = {.provinces = 1, .stations = 600, .sites = 80},
          .plan = {.faults = 5, .lost = lost},
          .rounds = 3,
          .seed = seed};
}

StormScore score_of(const StormOptions& options) {
  const StormScore score = run_storms(options, fixture::make_modules);
  MESSAGE("lost ", options.plan.lost, ": roots ", score.roots.precision(), " ",
          score.roots.recall(), ", sites ", score.sites.precision(), " ", score.sites.recall());
  return score;
}

TEST_CASE("a country has every element under one desk, and what it needs before it") {
  const Country country =
      build_country({.provinces = 3, .stations = 500, .sites = 40, .cells = 10}, 1);
  CHECK(country.desks.size() == 3);
  CHECK(country.network.sites.size() == 40);
  std::set<std::string> seen;
  size_t stations = 0;
  for (const Node& node : country.network.nodes) {
    for (const auto& group : node.element.depends_on)
      for (const std::string& on : group) CHECK(seen.contains(on));
    CHECK(seen.insert(node.element.id).second);
    stations += node.element.kind == element::Kind::base_station ? 1 : 0;
  }
  CHECK(stations == 500);
  for (const site::Site& site : country.network.sites)
    for (const site::ServiceNeed& need : site.services)
      for (const std::string& id : need.elements) CHECK(seen.contains(id));
}

TEST_CASE("without loss the desks name the roots and the sites of a storm, and nothing is left") {
  for (const uint64_t seed : {1, 2, 3}) {
    const StormScore score = score_of(small(0, seed));
    CHECK(score.roots.truth >= 10);
    CHECK(score.sites.truth >= 10);
    CHECK(score.roots.precision() >= 0.98);
    CHECK(score.roots.recall() >= 0.98);
    CHECK(score.sites.precision() >= 0.98);
    CHECK(score.sites.recall() >= 0.98);
    CHECK(score.elements_left == 0);
    CHECK(score.sites_left == 0);
    CHECK(score.incidents_left == 0);
    CHECK(score.merged > score.incidents);
    CHECK(score.orders >= score.incidents);
    CHECK(score.orders_early == 0);  // the hold outlasts the confusion
  }
}

TEST_CASE("with a tenth of the reports lost the desks still name nine roots and sites of ten") {
  Share roots, sites;
  for (const uint64_t seed : {1, 2, 3, 4}) {
    const StormScore score = score_of(small(0.1, seed));
    CHECK(score.lost > 0);
    for (auto [sum, one] : {std::pair(&roots, &score.roots), std::pair(&sites, &score.sites)}) {
      sum->named += one->named;
      sum->right += one->right;
      sum->truth += one->truth;
    }
    CHECK(score.elements_left == 0);
    CHECK(score.incidents_left == 0);
  }
  CHECK(roots.precision() >= 0.9);
  CHECK(roots.recall() >= 0.9);
  CHECK(sites.precision() >= 0.9);
  CHECK(sites.recall() >= 0.9);
}

TEST_CASE("a seed gives the same storm and the same score") {
  const StormScore one = score_of(small(0.1, 9)), again = score_of(small(0.1, 9));
  CHECK(one.reports == again.reports);
  CHECK(one.roots.right == again.roots.right);
  CHECK(one.incidents == again.incidents);
  CHECK(one.merged == again.merged);
}

TEST_CASE("a share of nothing is whole") {
  CHECK(Share{}.precision() == 1);
  CHECK(Share{.named = 4, .right = 3, .truth = 6}.recall() == 0.5);
}

}  // namespace
}  // namespace lifeline::rehearsal
