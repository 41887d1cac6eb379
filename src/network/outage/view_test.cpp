// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/json_write.h"
#include "base/limits.h"
#include "network/outage/api.h"
#include "tests/small_network.h"

namespace lifeline::outage {
namespace {

using alarm::Severity;
using site::Health;
using tests::noon;
using tests::SmallNetwork;

// Turns a site's health directly, one event a minute.
class Site {
 public:
  Site() {
    site::Site site{.id = "H1", .name_zh = "一院", .name_en = "One"};
    site.region = site.unit = tests::wuchang;
    given(site::Imported{.sites = {site}});
  }
  Site& turn(Health to, int64_t minute) {
    given.at(seconds_after(noon, minute * 60));
    given(site::HealthChanged{
        .id = "H1", .from = health, .to = to, .reasons = {}, .roots = {{"F", true}}});
    health = to;
    return *this;
  }
  std::vector<Outage> outages() {
    std::vector<Outage> all;
    for (const auto& [id, outage] : given.part<Noun>().view.outages) all.push_back(outage);
    return all;
  }

  tests::Given given;
  Health health = Health::normal;
};

TEST_CASE("a site that gets worse and better has one outage for each, of one trouble") {
  Site site;
  site.turn(Health::degraded, 1).turn(Health::down, 2).turn(Health::degraded, 5);
  site.turn(Health::normal, 9);
  const auto outages = site.outages();
  REQUIRE(outages.size() == 3);
  const Kind kinds[] = {Kind::degraded, Kind::down, Kind::degraded};
  const int64_t from[] = {1, 2, 5}, until[] = {2, 5, 9};
  for (size_t i = 0; i < 3; ++i) {
    CHECK(outages[i].kind == kinds[i]);
    CHECK(outages[i].from == seconds_after(noon, from[i] * 60));
    CHECK(outages[i].until == seconds_after(noon, until[i] * 60));
    CHECK(outages[i].trouble == seconds_after(noon, 60));
    CHECK(outages[i].restored_at == seconds_after(noon, 9 * 60));
    CHECK(outages[i].roots == std::vector<std::string>{"F"});
    CHECK(outages[i].first == (i < 2));
  }
}

TEST_CASE("an outage that lasts has no end, and one that is normal none at all") {
  Site site;
  CHECK(site.outages().empty());
  site.turn(Health::down, 1);
  REQUIRE(site.outages().size() == 1);
  CHECK_FALSE(site.outages()[0].until);
  CHECK(row_of(site.outages()[0], site.given.nouns()).lasts_until == end_of_time);
}

TEST_CASE("planned work is an outage that excludes itself") {
  Site site;
  site.turn(Health::suppressed, 1).turn(Health::normal, 30);
  REQUIRE(site.outages().size() == 1);
  CHECK(site.outages()[0].kind == Kind::suppressed);
  CHECK(site.outages()[0].exclusion == Exclusion::planned_work);
}

TEST_CASE("another root of the same health is noted with the outage that lasts") {
  Site site;
  site.turn(Health::down, 1);
  site.given(site::HealthChanged{.id = "H1",
                                 .from = Health::down,
                                 .to = Health::down,
                                 .reasons = {},
                                 .roots = {{"F", true}, {"G", false}}});
  REQUIRE(site.outages().size() == 1);
  CHECK(site.outages()[0].roots == std::vector<std::string>{"F", "G"});
}

TEST_CASE("the oldest ended outage leaves, and the view says since when it is complete") {
  Site site;
  auto& view = site.given.part<Noun>().view;
  for (size_t i = 0; i <= limits::outages_max; ++i) {
    const auto minute = static_cast<int64_t>(2 * i);
    const Health from = Health::normal, to = Health::down;
    const site::HealthChanged down{.id = "H1", .from = from, .to = to, .reasons = {}, .roots = {}};
    const site::HealthChanged up{.id = "H1", .from = to, .to = from, .reasons = {}, .roots = {}};
    const auto stamp = [&](int64_t at) {
      return desk::Stamp{.desk = tests::hubei,
                         .position = static_cast<uint64_t>(10 + at),
                         .at = seconds_after(noon, at * 60),
                         .who = {},
                         .why = {}};
    };
    view.fold(site::Event(down), stamp(minute));
    view.fold(site::Event(up), stamp(minute + 1));
  }
  CHECK(view.outages.size() == limits::outages_max);
  CHECK(view.complete_from == seconds_after(noon, 60));
  CHECK(view.ended.size() == limits::outages_max);
}

TEST_CASE("outages of a real fault carry their incident and when somebody answered") {
  SmallNetwork net(tests::orders_at_once);
  REQUIRE(net.raise("NODE"));
  const auto& view = net.see<View>();
  REQUIRE(view.outages.size() == 3);
  for (const auto& [id, outage] : view.outages) {
    CHECK(outage.incident == incident::IncidentId{tests::hubei.value, 1});
    CHECK(outage.alerted_at == noon);
    CHECK_FALSE(outage.answered_at);
  }
  SUBCASE("by an order") {
    net.desks.set_now(seconds_after(noon, 90));
    const auto order = net.see<order::State>().orders.begin()->first;
    REQUIRE(net.desks.act(tests::hubei,
                          order::Command(order::Acknowledge{.id = order, .unit = tests::wuchang})));
  }
  SUBCASE("by taking it over") {
    net.desks.set_now(seconds_after(noon, 90));
    REQUIRE(net.desks.act(tests::hubei,
                          incident::Command(incident::Assign{{tests::hubei.value, 1}, "Li"})));
  }
  for (const auto& [id, outage] : view.outages)
    CHECK(outage.answered_at == seconds_after(noon, 90));
  net.desks.set_now(seconds_after(noon, 600));
  REQUIRE(net.clear("NODE"));
  for (const auto& [id, outage] : view.outages)
    CHECK(outage.restored_at == seconds_after(noon, 600));
}

TEST_CASE("a trouble that comes back is a new alert, the old one keeps its answer") {
  SmallNetwork net(tests::orders_at_once);
  REQUIRE(net.raise("NODE"));
  net.desks.set_now(seconds_after(noon, 60));
  REQUIRE(net.desks.act(tests::hubei,
                        incident::Command(incident::Assign{{tests::hubei.value, 1}, "Li"})));
  REQUIRE(net.clear("NODE"));
  net.desks.set_now(seconds_after(noon, 120));
  REQUIRE(net.raise("NODE"));
  const auto& outages = net.see<View>().outages;
  REQUIRE(outages.size() == 6);
  const Outage& old = outages.begin()->second;
  const Outage& again = outages.rbegin()->second;
  CHECK(old.answered_at == seconds_after(noon, 60));
  CHECK(again.alerted_at == seconds_after(noon, 120));
  CHECK_FALSE(again.answered_at);
}

TEST_CASE("a view that is written and read again is the same, and goes on the same") {
  SmallNetwork net(tests::orders_at_once);
  REQUIRE(net.raise("NODE"));
  REQUIRE(net.raise("BTS-2"));
  const View& view = net.see<View>();
  std::string text;
  write_json<Detail::sparse>(text, view);
  JsonDocument document;
  const auto json = document.parse(text);
  REQUIRE(json);
  View again;
  REQUIRE(read_json(*json, again));
  again.reindex();
  CHECK(again.of_order == view.of_order);
  CHECK(again.incidents_of_site == view.incidents_of_site);
  std::string second;
  write_json<Detail::sparse>(second, again);
  CHECK(second == text);
}

}  // namespace
}  // namespace lifeline::outage
