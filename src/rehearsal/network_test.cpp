// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/network.h"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "desk/noun.h"
#include "rehearsal/fixture_test.h"
#include "rehearsal/plant.h"

namespace lifeline::rehearsal {
namespace {

Scenario wuhan() {
  auto scenario = load_scenario(LIFELINE_SOURCE_DIR "/scenarios/wuhan-2020");
  REQUIRE(scenario);
  return std::move(*scenario);
}

bool same(const Network& a, const Network& b) {
  return std::ranges::equal(a.nodes, b.nodes,
                            [](const Node& x, const Node& y) {
                              return x.element == y.element && x.site == y.site &&
                                     x.backup_h == y.backup_h;
                            }) &&
         a.sites == b.sites;
}

}  // namespace

TEST_CASE("one seed gives one network, another seed another") {
  const Scenario scenario = wuhan();
  const Network network = build_network(scenario, 1);
  CHECK(same(network, build_network(scenario, 1)));
  CHECK_FALSE(same(network, build_network(scenario, 2)));
}

TEST_CASE("an element depends only on elements before it, so there is no circle") {
  std::set<std::string> before;
  for (const Node& node : build_network(wuhan(), 1).nodes) {
    for (const auto& group : node.element.depends_on) {
      CHECK_MESSAGE(!group.empty(), node.element.id);
      for (const std::string& on : group)
        CHECK_MESSAGE(before.contains(on), node.element.id << " on " << on);
    }
    CHECK_MESSAGE(before.insert(node.element.id).second, node.element.id << " twice");
  }
  CHECK(before.size() > 1500);
  CHECK(before.size() < 4000);
}

TEST_CASE("every site has all of its services, from elements of its own province") {
  const Scenario scenario = wuhan();
  const Network network = build_network(scenario, 1);
  const Plant plant(network);
  REQUIRE(network.sites.size() == scenario.sites.size());
  for (size_t i = 0; i < network.sites.size(); ++i) {
    const site::Site& site = network.sites[i];
    CHECK(site.services.size() == scenario.sites[i].services.size());
    for (const site::ServiceNeed& need : site.services)
      CHECK_MESSAGE(!need.elements.empty(), site.id);
    for (const Index on : plant.supports_of(i))
      CHECK_MESSAGE(plant.element(on).region.value / 10000 == site.region.value / 10000,
                    site.id << " on " << plant.element(on).id);
  }
}

TEST_CASE("a ring that the timeline calls protected holds when a segment of it is cut") {
  const Scenario scenario = wuhan();
  const Network network = build_network(scenario, scenario.parameters.seed);
  Plant plant(network);
  size_t rings = 0;
  for (const Moment& moment : scenario.timeline) {
    if (moment.kind != Happening::fault || moment.fault != FaultKind::fibre_cut || !moment.spare)
      continue;
    ++rings;
    const size_t site = plant.find_site(moment.place);
    size_t degrading = 0;
    for (const Index on : plant.supports_of(site)) {
      if (plant.element(on).id.find("-S") == std::string::npos ||
          plant.element(on).kind != element::Kind::fibre)
        continue;
      (void)plant.set_own(on, element::Condition::down);
      CHECK_MESSAGE(plant.site_condition(site) != element::Condition::down, moment.place);
      degrading += plant.site_condition(site) == element::Condition::degraded ? 1 : 0;
      (void)plant.set_own(on, element::Condition::normal);
    }
    CHECK(degrading >= 2);
  }
  CHECK(rings >= 5);
}

TEST_CASE("the loss of everything above a site takes it down, the loss of one core does not") {
  const Scenario scenario = fixture::small_scenario();
  const Network network = build_network(scenario, 1);
  Plant plant(network);
  const size_t site = plant.find_site("A");
  (void)plant.set_own(plant.find("420100-HUB-1"), element::Condition::down);
  CHECK(plant.site_condition(site) == element::Condition::degraded);
  (void)plant.set_own(plant.find("420100-HUB-2"), element::Condition::down);
  CHECK(plant.site_condition(site) == element::Condition::down);
  (void)plant.set_own(plant.find("420100-HUB-1"), element::Condition::normal);
  (void)plant.set_own(plant.find("420100-HUB-2"), element::Condition::normal);
  CHECK(plant.site_condition(site) == element::Condition::normal);
}

TEST_CASE("nothing becomes of an element that is not there yet") {
  const Network network = build_network(fixture::small_scenario(), 1);
  Plant plant(network);
  const Index node = plant.find("LATE-ACC");
  REQUIRE(node < plant.size());
  plant.hide(node);
  (void)plant.set_own(plant.find("420100-HUB-PWR"), element::Condition::down);
  CHECK(plant.condition(node) == element::Condition::normal);
  CHECK_FALSE(plant.show(node).empty());
  CHECK(plant.condition(node) == element::Condition::down);
}

}  // namespace lifeline::rehearsal
