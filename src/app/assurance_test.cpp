// SPDX-License-Identifier: Apache-2.0
// Planned work and assurance scenarios as they show in the lists of other nouns.
#include <doctest/doctest.h>

#include "network/alarm/api.h"
#include "network/planned_work/api.h"
#include "network/scenario/api.h"
#include "network/site/api.h"
#include "tests/small_network.h"

namespace lifeline::app {
namespace {

using desk::Role;
using tests::member;
using tests::person;
using tests::SmallNetwork;

const auto commander = person(Role::commander, tests::hubei);

desk::Response plan_work(SmallNetwork& net) {
  return net.desks.post(planned_work::routes(), "/api/v1/planned-works",
                        R"({"title":"割接","elements":["NODE"],"until":"2020-01-23T06:00:00Z",)"
                        R"("reason":"换板","unit":"420106"})",
                        commander);
}

desk::Response plan_scenario(SmallNetwork& net) {
  return net.desks.post(scenario::routes(), "/api/v1/scenarios",
                        R"({"name_zh":"火神山","made_from":"key_hospital","unit":"420100",)"
                        R"("until":"2020-01-23T07:00:00Z","sites":["H1"]})",
                        commander);
}

std::string site_page(SmallNetwork& net) {
  return net.desks.get(site::routes(), "/api/v1/sites/H1", commander).body;
}

TEST_CASE("a site's page names the work that suppresses it and the scenario that watches it") {
  SmallNetwork net;
  REQUIRE(plan_work(net).status == 201);
  REQUIRE(net.raise("NODE"));
  CHECK(member(site_page(net), "state") == "suppressed");
  CHECK(member(site_page(net), "suppressed_by") == "420000-1");
  CHECK(member(site_page(net), "services_down") == "0");
  CHECK(member(site_page(net), "scenario").empty());
  REQUIRE(plan_scenario(net).status == 201);
  CHECK(member(site_page(net), "scenario") == "420000-1");
  CHECK(member(site_page(net), "scenario_name_zh") == "火神山");
  net.desks.pass_time_to(seconds_after(tests::noon, 3 * 3600));
  CHECK(member(site_page(net), "scenario").empty());
}

TEST_CASE("work that was planned before a scenario is listed as a conflict, and new is refused") {
  SmallNetwork net;
  REQUIRE(plan_work(net).status == 201);
  const auto planned = plan_scenario(net);
  CHECK(planned.body.find(R"("conflicts":["420000-1"])") != std::string::npos);
  const auto page = net.desks.get(scenario::routes(), "/api/v1/scenarios/420000-1", commander);
  CHECK(page.body.find(R"("planned_works":[{"work":"420000-1","title":"割接")") !=
        std::string::npos);
  const auto refused = plan_work(net);
  CHECK(refused.status == 409);
  CHECK(member(refused.body, "name") == "change_freeze_must_be_over");
}

TEST_CASE("alarms of covered elements and of what they explain stay in the list, marked") {
  SmallNetwork net;
  REQUIRE(plan_work(net).status == 201);
  REQUIRE(net.raise("NODE"));
  REQUIRE(net.raise("BTS-1"));
  REQUIRE(net.raise("ELSEWHERE"));
  const auto total = [&](const std::string& query) {
    const auto answer = net.desks.get(alarm::routes(), "/api/v1/alarms" + query, commander);
    return std::string(tests::header_of(answer, "X-Total-Count"));
  };
  CHECK(total("") == "3");
  CHECK(total("?suppressed_by=420000-1") == "2");
  CHECK(total("?suppressed_by=") == "1");
  CHECK(net.see<alarm::View>().totals.raised == 3);
  CHECK(net.see<alarm::View>().counts.at(tests::wuchang).open == 2);
}

}  // namespace
}  // namespace lifeline::app
