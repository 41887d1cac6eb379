// SPDX-License-Identifier: Apache-2.0
#include "command/incident/api.h"

#include <doctest/doctest.h>

#include "tests/small_network.h"

namespace lifeline::incident {
namespace {

using desk::Role;
using tests::member;
using tests::person;
using tests::SmallNetwork;

const auto commander = person(Role::commander, tests::hubei);

TEST_CASE("incidents are listed for whoever answers for them or has a site that they hit") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  const auto total = [&](UnitCode unit) {
    const auto answer = net.desks.get(routes(), "/api/v1/incidents", person(Role::viewer, unit));
    return std::string(tests::header_of(answer, "X-Total-Count"));
  };
  CHECK(total(group_unit) == "1");
  CHECK(total(tests::wuchang) == "1");
  CHECK(total(tests::hankou) == "1");
  CHECK(total(tests::yichang) == "0");
}

TEST_CASE("one incident names its sites, alarms and orders") {
  SmallNetwork net(tests::orders_at_once);
  REQUIRE(net.raise("NODE"));
  const auto answer = net.desks.get(routes(), "/api/v1/incidents/420000-1", commander);
  CHECK(answer.status == 200);
  CHECK(member(answer.body, "element") == "NODE");
  CHECK(answer.body.ends_with(
      R"("sites":["H1","H2","H3"],"alarms":["420000-1"],"orders":["420000-1","420000-2"],)"
      R"("orders_pending":[]})"));
  const auto elsewhere =
      net.desks.get(routes(), "/api/v1/incidents/420000-1", person(Role::viewer, tests::yichang));
  CHECK(elsewhere.status == 404);
  CHECK(member(elsewhere.body, "name") == "incident_must_exist");
}

TEST_CASE("the timeline begins at the beginning") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  const auto answer = net.desks.get(routes(), "/api/v1/incidents/420000-1/timeline", commander);
  CHECK(answer.body.starts_with(R"([{"at":"2020-01-23T04:00:00.000000Z","kind":"opened")"));
}

TEST_CASE("a person opens an incident, is told where it is, and leads it to its end") {
  SmallNetwork net;
  const auto opened = net.desks.post(
      routes(), "/api/v1/incidents",
      R"({"title_zh":"光缆中断","severity":"major","unit":"420106","text":"by phone"})", commander);
  CHECK(opened.status == 201);
  CHECK(tests::header_of(opened, "Location") == "/api/v1/incidents/420000-1");
  CHECK(member(opened.body, "phase") == "opened");
  const auto act = [&](const std::string& verb, const std::string& body) {
    const auto answer =
        net.desks.post(routes(), "/api/v1/incidents/420000-1/" + verb, body, commander);
    return member(answer.body, answer.status == 200 ? "phase" : "name");
  };
  CHECK(act("assign", R"({"assignee":"li"})") == "assigned");
  CHECK(act("note", R"({"text":"crew on its way"})") == "assigned");
  CHECK(act("close", "{}") == "incident_must_be_resolved");
  CHECK(act("mitigate", R"({"text":"x"})") == "mitigated");
  CHECK(act("resolve", R"({"text":"x"})") == "resolved");
  CHECK(act("close", R"({"text":"x"})") == "closed");
  CHECK(act("note", R"({"text":"x"})") == "incident_must_be_open");
}

TEST_CASE("an incident without a unit is the caller's own") {
  SmallNetwork net;
  const auto opened = net.desks.post(routes(), "/api/v1/incidents", R"({"title_en":"x"})",
                                     person(Role::operator_, tests::wuhan));
  CHECK(member(opened.body, "unit") == "420100");
  CHECK(member(opened.body, "title_zh") == "x");
}

TEST_CASE("the same key opens one incident and gets the first answer again") {
  SmallNetwork net;
  const std::string body = R"({"title_en":"x","unit":"420106"})";
  const auto first = net.desks.post(routes(), "/api/v1/incidents", body, commander, "key-1");
  const auto again = net.desks.post(routes(), "/api/v1/incidents", body, commander, "key-1");
  const auto other = net.desks.post(routes(), "/api/v1/incidents", body, commander, "key-2");
  CHECK(first.status == 201);
  CHECK(again.body == first.body);
  CHECK(member(other.body, "id") == "420000-2");
}

TEST_CASE("a desk or an id that is not there is told apart from nothing") {
  SmallNetwork net;
  for (const std::string id : {"420000-9", "990000-1", "x", "420000"})
    CHECK(net.desks.get(routes(), "/api/v1/incidents/" + id, commander).status == 404);
}

}  // namespace
}  // namespace lifeline::incident
