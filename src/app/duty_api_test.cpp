// SPDX-License-Identifier: Apache-2.0
#include "app/duty_api.h"

#include <doctest/doctest.h>

#include "tests/small_network.h"

namespace lifeline::app {
namespace {

using desk::Role;
using namespace tests;
using tests::person;  // rather than the noun

/// "order 420000-1 acknowledge,decline; alarm …" in the order of the answer.
std::string duties(LocalDesks& desks, desk::Actor who) {
  std::string rest = desks.get(duty_routes(), "/api/v1/duty", std::move(who)).body;
  std::string out;
  for (size_t at = rest.find("{\"kind\""); at != std::string::npos; at = rest.find("{\"kind\"")) {
    rest.erase(0, at);
    const size_t begin = rest.find("\"actions\":[") + 11;
    std::string actions = rest.substr(begin, rest.find(']') - begin);
    std::erase(actions, '"');
    if (!out.empty()) out += "; ";
    out += member(rest, "kind") + " " + member(rest, "id") + " " + actions;
    rest.erase(0, 1);
  }
  return out;
}

TEST_CASE("what waits is shown to whom it waits for, the oldest deadline first") {
  SmallNetwork net(orders_at_once);
  REQUIRE(net.raise("NODE"));
  const auto wuchang_duties = duties(net.desks, person(Role::operator_, wuchang));
  CHECK(wuchang_duties ==
        "order 420000-1 acknowledge,decline; incident 420000-1 assign; "
        "alarm 420000-1 acknowledge");
  CHECK(duties(net.desks, person(Role::operator_, hankou)) == "order 420000-2 acknowledge,decline");
  CHECK(duties(net.desks, person(Role::operator_, yichang)).empty());
}

TEST_CASE("what has been taken up waits no more, and what is left is asked for") {
  SmallNetwork net(orders_at_once);
  REQUIRE(net.raise("NODE"));
  const auto who = person(Role::operator_, wuchang);
  const auto act = [&](auto command) { REQUIRE(net.desks.act(hubei, command, who)); };
  act(alarm::Command(alarm::Acknowledge{{hubei.value, 1}}));
  act(incident::Command(incident::Assign{{hubei.value, 1}, "li"}));
  act(order::Command(order::Acknowledge{.id = {hubei.value, 1}}));
  CHECK(duties(net.desks, who) == "order 420000-1 finish,decline");
  act(order::Command(order::Finish{.id = {hubei.value, 1}, .unit = {}, .note = "spliced"}));
  CHECK(duties(net.desks, who).empty());
}

TEST_CASE("an order that waits on several desks is one duty, its most pressing step") {
  LocalDesks desks;
  const auto chief = person(Role::commander, group_unit);
  const order::Issue issue{
      .what = {.subject_zh = "保障", .acknowledge_within_s = 600, .finish_within_s = 3600},
      .recipients = {wuchang, hunan}};
  REQUIRE(desks.act(group_unit, order::Command(issue), chief));
  desks.hear_all();
  const order::Acknowledge acknowledge{.id = {group_unit.value, 1}, .unit = hunan};
  REQUIRE(desks.act(group_unit, order::Command(acknowledge), chief));
  CHECK(duties(desks, chief) == "order 100000-1 acknowledge,decline");
  CHECK(duties(desks, person(Role::operator_, wuchang)) == "order 100000-1 acknowledge,decline");
  CHECK(duties(desks, person(Role::operator_, hunan)) == "order 100000-1 finish,decline");
}

TEST_CASE("a unit that an order came up to owes its word only") {
  SmallNetwork net(orders_at_once);
  REQUIRE(net.raise("NODE"));
  net.desks.pass_time_to(seconds_after(noon, 15 * 60));
  const auto at_wuhan = person(Role::operator_, wuhan);
  const order::Acknowledge own{.id = {hubei.value, 1}, .unit = wuhan};
  REQUIRE(net.desks.act(hubei, order::Command(own), at_wuhan));
  const order::Acknowledge below{.id = {hubei.value, 1}, .unit = wuchang};
  REQUIRE(net.desks.act(hubei, order::Command(below), at_wuhan));
  CHECK(duties(net.desks, at_wuhan).find("order 420000-1 finish") != std::string::npos);
  const order::Finish done{.id = {hubei.value, 1}, .unit = wuchang, .note = "x"};
  REQUIRE(net.desks.act(hubei, order::Command(done), at_wuhan));
  CHECK(duties(net.desks, at_wuhan).find("order 420000-1") == std::string::npos);
}

TEST_CASE("a viewer sees what waits and can do nothing about it") {
  SmallNetwork net(orders_at_once);
  REQUIRE(net.raise("NODE"));
  CHECK(duties(net.desks, person(Role::viewer, wuchang)) ==
        "order 420000-1 ; incident 420000-1 ; alarm 420000-1 ");
}

TEST_CASE("at most two hundred duties are shown, the most pressing") {
  LocalDesks desks;
  for (int i = 0; i < 250; ++i) {
    desks.set_now(seconds_after(noon, 250 - i));
    REQUIRE(desks.act(hubei, alarm::Command(alarm::Raise{.source_name = "S" + std::to_string(i),
                                                         .condition = "c",
                                                         .severity = alarm::Severity::critical})));
  }
  const std::string all = duties(desks, person(Role::operator_, hubei));
  CHECK(std::count(all.begin(), all.end(), ';') == 199);
}

}  // namespace
}  // namespace lifeline::app
