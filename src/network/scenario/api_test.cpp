// SPDX-License-Identifier: Apache-2.0
#include "network/scenario/api.h"

#include <doctest/doctest.h>

#include "tests/small_network.h"

namespace lifeline::scenario {
namespace {

using desk::Role;
using incident::Severity;
using tests::member;
using tests::noon;
using tests::person;
using tests::SmallNetwork;

const auto commander = person(Role::commander, tests::hubei);

// From noon to 15:00 in Wuhan, Wang Fang on duty for the first two hours.
desk::Response plan(SmallNetwork& net, const std::string& sites, const std::string& from = "") {
  return net.desks.post(
      routes(), "/api/v1/scenarios",
      R"({"name_zh":"火神山","made_from":"key_hospital","unit":"420100","from":")" + from +
          R"(","until":"2020-01-23T07:00:00Z",)" + sites +
          R"(,"roster":[{"from":"2020-01-23T04:00:00Z","until":"2020-01-23T06:00:00Z",)"
          R"("person":"王芳","phone":"+8613800001234"}]})",
      commander);
}
const std::string over_h1 = R"("sites":["H1"])";

desk::Response act(SmallNetwork& net, const std::string& verb, const std::string& body) {
  return net.desks.post(routes(), "/api/v1/scenarios/420000-1/" + verb, body, commander);
}
std::string page(SmallNetwork& net, Role role = Role::commander) {
  return net.desks.get(routes(), "/api/v1/scenarios/420000-1", person(role, tests::hubei)).body;
}

TEST_CASE("a scenario is made of a template, and its page tells all that is tightened") {
  SmallNetwork net;
  const auto planned = plan(net, over_h1);
  CHECK(planned.status == 201);
  CHECK(tests::header_of(planned, "Location") == "/api/v1/scenarios/420000-1");
  CHECK(member(planned.body, "state") == "running");
  CHECK(member(planned.body, "threshold_factor") == "0.8");
  CHECK(member(planned.body, "elements_total") == "2");
  CHECK(member(planned.body, "roster_gap_from") == "2020-01-23T06:00:00.000000Z");
  CHECK(page(net).find(R"("take_up_within":{"warning_s":7200,"minor_s":3600,"major_s":900,)") !=
        std::string::npos);
  CHECK(page(net).find(
            R"("usual_take_up_within":{"warning_s":7200,"minor_s":7200,"major_s":1800,)") !=
        std::string::npos);
  CHECK(member(page(net), "phone") == "+8613800001234");
  CHECK(member(page(net, Role::viewer), "phone") == "+86138****1234");
}

TEST_CASE("all hospitals of a city are selected in one go") {
  SmallNetwork net;
  const auto planned = plan(net, R"("select":{"kinds":["designated_hospital"],"region":"420100"})");
  CHECK(member(planned.body, "sites_total") == "3");
  CHECK(plan(net, R"("select":{"kinds":["supply"]})").status == 400);
}

TEST_CASE("faults at its sites weigh more, must be taken up sooner and name who is on duty") {
  SmallNetwork net(tests::orders_at_once);
  REQUIRE(plan(net, over_h1).status == 201);
  REQUIRE(net.raise("BTS-1", alarm::Severity::major));
  CHECK(net.health("H1") == site::Health::degraded);
  CHECK(net.incident(1).row.severity == Severity::critical);  // major without the scenario
  CHECK(net.order(1).what.acknowledge_within_s == 600);
  CHECK(net.order(1).what.text.find("王芳") != std::string::npos);
  REQUIRE(net.raise("BTS-2", alarm::Severity::major));
  CHECK(net.incident(2).row.severity == Severity::major);  // H2 and H3 are in no scenario
  CHECK(net.order(2).what.acknowledge_within_s == 1800);
}

TEST_CASE("open incidents weigh more when a scenario begins; after it all is as it was") {
  SmallNetwork net(tests::orders_at_once);
  REQUIRE(plan(net, over_h1, "2020-01-23T05:00:00Z").status == 201);
  REQUIRE(net.raise("BTS-1", alarm::Severity::major));
  CHECK(net.incident(1).row.severity == Severity::major);
  CHECK(net.order(1).what.acknowledge_within_s == 1800);
  net.desks.pass_time_to(seconds_after(noon, 3600));
  CHECK(net.incident(1).row.severity == Severity::critical);
  REQUIRE(net.clear("BTS-1"));
  CHECK(act(net, "end", R"({"reason":"patients moved"})").status == 200);
  REQUIRE(net.desks.act(tests::hubei,
                        incident::Command(incident::Close{.id = {420000, 1}, .text = "over"})));
  REQUIRE(net.raise("BTS-1", alarm::Severity::major));
  CHECK(net.incident(2).row.severity == Severity::major);
  const order::Order& last = net.see<order::State>().orders.rbegin()->second;
  CHECK(last.what.acknowledge_within_s == 1800);
  CHECK(last.what.text == "BTS-1");
}

TEST_CASE("it reports at its rhythm while it runs, and no longer") {
  SmallNetwork net(tests::orders_at_once);
  REQUIRE(plan(net, over_h1).status == 201);
  REQUIRE(net.raise("BTS-1"));
  net.desks.pass_time_to(seconds_after(noon, 2 * 3600 - 1));
  CHECK(member(page(net), "reports_total") == "0");
  CHECK(member(page(net), "next_report_at") == "2020-01-23T06:00:00.000000Z");
  net.desks.pass_time_to(seconds_after(noon, 2 * 3600));
  const Page& after = net.see<View>().pages.at({420000, 1});
  REQUIRE(after.reports.size() == 1);
  CHECK(after.reports.front().figures.sites_down == 1);
  CHECK(after.reports.front().figures.alarms_open == 1);
  CHECK(after.reports.front().figures.incidents_open == 1);
  CHECK(after.reports.front().figures.orders_overdue == 1);
  CHECK(after.reports.front().figures.on_duty.empty());  // his shift is over
  net.desks.pass_time_to(seconds_after(noon, 9 * 3600));
  CHECK(after.row.state == Phase::ended);
  CHECK(after.reports.size() == 1);
  CHECK_FALSE(after.row.next_report_at);
}

TEST_CASE("its elements follow the ground") {
  SmallNetwork net;
  REQUIRE(plan(net, over_h1).status == 201);
  using element::Kind;
  net.desks.act(tests::hubei,
                element::Command(element::Import{
                    .elements = {tests::element_on("RING", Kind::transport_node),
                                 tests::element_on("NODE", Kind::transport_node, "RING")}}));
  CHECK(member(page(net), "elements_total") == "3");
  CHECK(factor_of(net.see<State>(), "RING") == 0.8);
}

TEST_CASE("a scenario is extended, staffed, changed, started early and cancelled by a commander") {
  SmallNetwork net;
  REQUIRE(plan(net, over_h1, "2020-01-23T05:00:00Z").status == 201);
  CHECK(act(net, "extend", R"({"until":"2020-01-23T08:00:00Z"})").status == 400);
  CHECK(member(act(net, "extend", R"({"until":"2020-01-23T08:00:00Z","reason":"more"})").body,
               "until") == "2020-01-23T08:00:00.000000Z");
  CHECK(member(act(net, "staff", R"({"roster":[]})").body, "roster_gap_from") ==
        "2020-01-23T05:00:00.000000Z");
  CHECK(member(act(net, "start", R"({"reason":"patients come"})").body, "state") == "running");
  CHECK(act(net, "cancel", R"({"reason":"off"})").status == 409);
  const std::string all = page(net);
  for (const char* step : {"planned", "extended", "staffed", "started"})
    CHECK(all.find("\"kind\":\"" + std::string(step) + "\"") != std::string::npos);
}

TEST_CASE("a scenario for which no unit is named goes to where its sites are") {
  SmallNetwork net;
  const auto planned = [&](const std::string& sites) {
    return net.desks.post(routes(), "/api/v1/scenarios",
                          R"({"name_zh":"保障","until":"2020-01-23T07:00:00Z",)" + sites + "}",
                          person(Role::commander, group_unit));
  };
  CHECK(member(planned(over_h1).body, "unit") == "420000");
  CHECK(member(planned(R"("select":{"region":"420106"})").body, "unit") == "420106");
  CHECK(planned(R"("sites":["NONE"])").status == 400);
}

TEST_CASE("scenarios are listed for whoever answers for their unit; templates for everybody") {
  SmallNetwork net;
  REQUIRE(plan(net, over_h1).status == 201);
  const auto total = [&](UnitCode unit) {
    const auto answer =
        net.desks.get(routes(), "/api/v1/scenarios?state=running", person(Role::viewer, unit));
    return std::string(tests::header_of(answer, "X-Total-Count"));
  };
  CHECK(total(tests::wuhan) == "1");
  CHECK(total(tests::yichang) == "0");
  const auto all =
      net.desks.get(routes(), "/api/v1/scenarios/templates", person(Role::viewer, tests::yichang));
  CHECK(all.body.find("方舱医院保障") != std::string::npos);
}

}  // namespace
}  // namespace lifeline::scenario
