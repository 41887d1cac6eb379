// SPDX-License-Identifier: Apache-2.0
#include "network/planned_work/api.h"

#include <doctest/doctest.h>

#include "tests/small_network.h"

namespace lifeline::planned_work {
namespace {

using desk::Role;
using site::Health;
using tests::member;
using tests::person;
using tests::SmallNetwork;

const auto operator_of_hubei = person(Role::operator_, tests::hubei);

std::string body_on(const std::string& element, const std::string& from = "") {
  return R"({"title":"割接","elements":[")" + element + R"("],"from":")" + from +
         R"(","until":"2020-01-23T06:00:00Z","reason":"换板","unit":"420106"})";
}

desk::Response plan(SmallNetwork& net, const std::string& element, const std::string& from = "") {
  return net.desks.post(routes(), "/api/v1/planned-works", body_on(element, from),
                        operator_of_hubei);
}

TEST_CASE("what covered elements do is seen as suppressed, and opens no incident and no order") {
  SmallNetwork net;
  const auto planned = plan(net, "NODE");
  CHECK(planned.status == 201);
  CHECK(member(planned.body, "state") == "running");
  CHECK(tests::header_of(planned, "Location") == "/api/v1/planned-works/420000-1");
  REQUIRE(net.raise("NODE"));
  REQUIRE(net.raise("BTS-1"));
  CHECK(net.health("H1") == Health::suppressed);
  CHECK(net.health("H3") == Health::suppressed);
  CHECK(net.see<incident::State>().open.empty());
  CHECK(net.see<order::State>().orders.empty());
  const auto work = net.desks.get(routes(), "/api/v1/planned-works/420000-1", operator_of_hubei);
  CHECK(member(work.body, "elements_failed") == "1");
  CHECK(member(work.body, "sites_suppressed") == "3");
}

TEST_CASE("work that ends while its element is down leaves an outage with an incident and orders") {
  SmallNetwork net(tests::orders_at_once);
  REQUIRE(plan(net, "NODE").status == 201);
  REQUIRE(net.raise("NODE"));
  net.desks.pass_time_to(seconds_after(tests::noon, 2 * 3600 - 1));
  CHECK(net.see<incident::State>().open.empty());
  net.desks.pass_time_to(seconds_after(tests::noon, 2 * 3600));
  CHECK(net.health("H1") == Health::down);
  CHECK(net.incident(1).sites.size() == 3);
  CHECK(net.see<order::State>().orders.size() == 2);
  CHECK(net.see<View>().pages.at({420000, 1}).row.state == Phase::ended);
}

TEST_CASE("work that ends after its element is mended leaves nothing") {
  SmallNetwork net;
  REQUIRE(plan(net, "NODE").status == 201);
  REQUIRE(net.raise("NODE"));
  REQUIRE(net.clear("NODE"));
  CHECK(net.health("H1") == Health::normal);
  const auto ended = net.desks.post(routes(), "/api/v1/planned-works/420000-1/end",
                                    R"({"reason":"done early"})", operator_of_hubei);
  CHECK(member(ended.body, "state") == "ended");
  CHECK(net.see<incident::State>().open.empty());
}

TEST_CASE("a fault beside the work is as bad as it is, and the work's own part stays suppressed") {
  SmallNetwork net;
  REQUIRE(plan(net, "BTS-2").status == 201);
  REQUIRE(net.raise("BTS-2"));
  CHECK(net.health("H2") == Health::suppressed);
  REQUIRE(net.raise("NODE"));
  CHECK(net.health("H1") == Health::down);
  CHECK(net.health("H2") == Health::down);
  CHECK(net.incident(1).row.element == "NODE");
  REQUIRE(net.clear("NODE"));
  CHECK(net.health("H1") == Health::normal);
  CHECK(net.health("H2") == Health::suppressed);
}

TEST_CASE(
    "a fault that changes nothing on what stands on it is seen beside the work all the same") {
  SmallNetwork net;
  using element::Kind;
  net.desks.act(tests::hubei,
                element::Command(element::Import{
                    .elements = {tests::element_on("POWER", Kind::power),
                                 tests::element_on("BTS-1", Kind::base_station, "NODE;POWER")}}));
  REQUIRE(plan(net, "NODE").status == 201);
  REQUIRE(net.raise("NODE"));
  CHECK(net.health("H1") == Health::suppressed);
  REQUIRE(net.raise("POWER", alarm::Severity::major));
  CHECK(net.health("H1") == Health::degraded);
  CHECK(net.incident(1).row.element == "POWER");
  REQUIRE(net.clear("POWER"));
  CHECK(net.health("H1") == Health::suppressed);
}

TEST_CASE("work that starts under an open incident does not call it mended") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  CHECK(net.incident(1).sites.size() == 3);
  REQUIRE(plan(net, "NODE").status == 201);
  CHECK(net.health("H1") == Health::suppressed);
  const incident::Page& page = net.incident(1);
  CHECK(page.row.phase == incident::Phase::resolved);
  const auto says_so = [](const incident::Entry& entry) {
    return entry.text_en.find("not restored") != std::string::npos;
  };
  CHECK(std::ranges::any_of(page.timeline, says_so));
  net.desks.pass_time_to(seconds_after(tests::noon, 2 * 3600));
  CHECK(net.incident(1).row.phase == incident::Phase::opened);
  CHECK(net.incident(1).sites.size() == 3);
}

TEST_CASE("planned work waits for its hour and is cancelled, changed, extended before or in it") {
  SmallNetwork net;
  const auto planned = plan(net, "NODE", "2020-01-23T05:00:00Z");
  CHECK(member(planned.body, "state") == "planned");
  REQUIRE(net.raise("NODE"));
  CHECK(net.health("H1") == Health::down);
  const auto act = [&](const std::string& verb, const std::string& body) {
    return net.desks.post(routes(), "/api/v1/planned-works/420000-1/" + verb, body,
                          operator_of_hubei);
  };
  CHECK(member(act("change", body_on("BTS-1", "2020-01-23T05:00:00Z")).body, "elements") !=
        "absent");
  net.desks.pass_time_to(seconds_after(tests::noon, 3600));
  CHECK(net.see<View>().pages.at({420000, 1}).row.state == Phase::running);
  CHECK(act("cancel", R"({"reason":"rain"})").status == 409);
  CHECK(member(act("extend", R"({"until":"2020-01-23T07:00:00Z","reason":"slow"})").body,
               "until") == "2020-01-23T07:00:00.000000Z");
  const auto page = net.desks.get(routes(), "/api/v1/planned-works/420000-1", operator_of_hubei);
  for (const char* step : {"planned", "changed", "started", "extended"})
    CHECK(page.body.find("\"kind\":\"" + std::string(step) + "\"") != std::string::npos);
  CHECK(act("end", "{}").status == 400);
}

TEST_CASE("work for which no unit is named goes to the desk that has the element") {
  SmallNetwork net;
  const auto planned = net.desks.post(
      routes(), "/api/v1/planned-works",
      R"({"title":"割接","elements":["NODE"],"until":"2020-01-23T06:00:00Z","reason":"换板"})",
      person(Role::commander, group_unit));
  CHECK(planned.status == 201);
  CHECK(member(planned.body, "id") == "420000-1");
  CHECK(member(planned.body, "unit") == "420000");
}

TEST_CASE("planned work is listed for whoever answers for its unit") {
  SmallNetwork net;
  REQUIRE(plan(net, "NODE").status == 201);
  const auto total = [&](UnitCode unit) {
    const auto answer =
        net.desks.get(routes(), "/api/v1/planned-works?state=running", person(Role::viewer, unit));
    return std::string(tests::header_of(answer, "X-Total-Count"));
  };
  CHECK(total(tests::wuchang) == "1");
  CHECK(total(tests::yichang) == "0");
  CHECK(net.desks
            .get(routes(), "/api/v1/planned-works/420000-1", person(Role::viewer, tests::yichang))
            .status == 404);
}

}  // namespace
}  // namespace lifeline::planned_work
