// SPDX-License-Identifier: Apache-2.0
// Orders through the tree of units, on whole desks: down, up again, and equal on both sides.
#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::app {
namespace {

using desk::Role;
using order::Missed;
using order::OrderId;
using order::Step;
using order::Way;
using order::Who;
using tests::LocalDesks;
using tests::person;
using unit::Level;

constexpr OrderId root{100000, 1};
const desk::Actor chief = person(Role::commander, group_unit);

order::Issue to_all_counties() {
  return {.what = {.subject_zh = "排查",
                   .issuer = group_unit,
                   .acknowledge_within_s = 600,
                   .finish_within_s = 36'000,
                   .pass_down_to = Level::county},
          .recipients = {},
          .level = Level::province};
}

const order::State& orders_of(LocalDesks& desks, UnitCode desk) {
  return desks.desk(desk).nouns().get<order::State>();
}

const order::Order& order_of(LocalDesks& desks, UnitCode desk, OrderId id) {
  return orders_of(desks, desk).orders.at(id);
}

void acknowledge(LocalDesks& desks, OrderId id, UnitCode unit) {
  REQUIRE(desks.act(tests::hubei, order::Command(order::Acknowledge{.id = id, .unit = unit}),
                    person(Role::operator_, unit)));
}

// Headquarters' copies are what the province has, order by order.
void check_equal(LocalDesks& desks) {
  for (const auto& [id, own] : orders_of(desks, tests::hubei).orders) {
    if (!own.owned || own.what.root.desk != group_unit.value) continue;
    const order::Order& copy = order_of(desks, group_unit, id);
    CHECK(copy.tally == own.tally);
    CHECK(copy.below == own.below);
    CHECK(copy.recalled == own.recalled);
    CHECK(copy.what == own.what);
  }
}

TEST_CASE("a group order becomes orders at every level, and progress rolls up to the top") {
  LocalDesks desks;
  REQUIRE(desks.act(group_unit, order::Command(to_all_counties()), chief));
  desks.hear_all();
  // Hubei passed it down to Wuhan and Yichang, Wuhan to its two counties.
  const OrderId to_cities{420000, 1}, to_counties{420000, 2};
  CHECK(order_of(desks, tests::hubei, to_cities).what.parent == root);
  CHECK(order_of(desks, tests::hubei, to_counties).what.parent == to_cities);
  CHECK(order_of(desks, tests::hubei, to_counties).what.root == root);
  const order::Order& top = order_of(desks, group_unit, root);
  CHECK(top.tally.recipients == 2);
  CHECK(top.below.recipients == 4);
  CHECK(order::find_recipient(top, tests::hubei)->passed_down == to_cities);
  acknowledge(desks, to_counties, tests::wuchang);
  desks.hear_all();
  CHECK(top.below.acknowledged == 1);
  CHECK(order::row_of(top).below_acknowledged == 1);
  check_equal(desks);
}

TEST_CASE("each unit gets an order once, however often the desks hear each other") {
  LocalDesks desks;
  REQUIRE(desks.act(group_unit, order::Command(to_all_counties()), chief));
  for (int i = 0; i < 3; ++i) desks.hear_all();
  CHECK(orders_of(desks, tests::hubei).orders.size() == 3);
  CHECK(orders_of(desks, group_unit).orders.size() == 3);
}

TEST_CASE("silence below goes up level by level, and headquarters has the same picture") {
  LocalDesks desks;
  REQUIRE(desks.act(group_unit, order::Command(to_all_counties()), chief));
  desks.hear_all();
  for (int step = 1; step <= 5; ++step) {
    desks.pass_time_to(seconds_after(tests::noon, 600 * step));
    desks.hear_all();
    check_equal(desks);
  }
  const order::Order& counties = order_of(desks, tests::hubei, {420000, 2});
  CHECK(order::find_recipient(counties, tests::wuhan)->way == Way::escalation);
  CHECK(order::find_recipient(counties, tests::hubei)->way == Way::escalation);
  CHECK(order::find_recipient(counties, group_unit)->way == Way::escalation);
  CHECK(counties.tally.silent == 2);
  CHECK(order_of(desks, group_unit, root).below.silent == 4);
}

TEST_CASE("a recall ends what came down from the order, on every desk") {
  LocalDesks desks;
  REQUIRE(desks.act(group_unit, order::Command(to_all_counties()), chief));
  desks.hear_all();
  REQUIRE(desks.act(group_unit, order::Command(order::Recall{root, "over"}), chief));
  desks.hear_all();
  for (const auto& [id, order] : orders_of(desks, tests::hubei).orders) CHECK(order.recalled);
  for (const auto& [id, order] : orders_of(desks, group_unit).orders) CHECK(order.recalled);
  CHECK_FALSE(order::due(orders_of(desks, tests::hubei)));
}

TEST_CASE("an amendment reaches the last level") {
  LocalDesks desks;
  REQUIRE(desks.act(group_unit, order::Command(to_all_counties()), chief));
  desks.hear_all();
  acknowledge(desks, {420000, 2}, tests::wuchang);
  order::Amend amend{.id = root, .what = to_all_counties().what, .reason = "rain"};
  amend.what.text = "also the roofs";
  REQUIRE(desks.act(group_unit, order::Command(amend), chief));
  desks.hear_all();
  const order::Order& last = order_of(desks, tests::hubei, {420000, 2});
  CHECK(last.what.text == "also the roofs");
  CHECK(last.what.version == 1);
  CHECK(order::find_recipient(last, tests::wuchang)->step == Step::delivered);
  check_equal(desks);
}

TEST_CASE("an answer that crosses an amendment leaves both desks with one picture") {
  LocalDesks desks;
  order::Issue plain = to_all_counties();
  plain.what.pass_down_to = Level::group;
  REQUIRE(desks.act(group_unit, order::Command(plain), chief));
  desks.hear_all();
  order::Amend amend{.id = root, .what = plain.what, .reason = "rain"};
  amend.what.text = "also the roofs";
  REQUIRE(desks.act(group_unit, order::Command(amend), chief));
  acknowledge(desks, root, tests::hubei);  // before the province hears of the amendment
  desks.hear_all();
  for (const UnitCode desk : {group_unit, tests::hubei}) {
    const auto* hubei = order::find_recipient(order_of(desks, desk, root), tests::hubei);
    CHECK(hubei->step == Step::delivered);
  }
}

TEST_CASE("a word that crosses a quorum counts on both desks") {
  LocalDesks desks;
  order::Issue plain = to_all_counties();
  plain.what.pass_down_to = Level::group;
  plain.what.quorum = 1;
  REQUIRE(desks.act(group_unit, order::Command(plain), chief));
  desks.hear_all();
  const order::Acknowledge hunan{.id = root, .unit = tests::hunan};
  REQUIRE(desks.act(group_unit, order::Command(hunan), chief));
  acknowledge(desks, root, tests::hubei);
  desks.hear_all();
  for (const UnitCode desk : {group_unit, tests::hubei}) {
    const auto* hubei = order::find_recipient(order_of(desks, desk, root), tests::hubei);
    CHECK(hubei->step == Step::acknowledged);
  }
}

TEST_CASE("an order that widens reaches the units of another desk, which had not heard of it") {
  LocalDesks desks;
  order::Issue narrow = to_all_counties();
  narrow.what.pass_down_to = Level::group;
  narrow.level = Level::group;
  narrow.recipients = {tests::hunan};
  narrow.what.quorum = 1;
  narrow.what.widen_to = {{tests::hubei, {}}};
  REQUIRE(desks.act(group_unit, order::Command(narrow), chief));
  desks.hear_all();
  CHECK(orders_of(desks, tests::hubei).orders.empty());
  desks.pass_time_to(seconds_after(tests::noon, 600));
  desks.hear_all();
  acknowledge(desks, root, tests::hubei);
  desks.hear_all();
  const order::Order& order = order_of(desks, group_unit, root);
  CHECK(order.quorum_met);
  CHECK(order::find_recipient(order, tests::hubei)->way == Way::widening);
  CHECK(order::find_recipient(order, tests::hunan)->step == Step::released);
}

TEST_CASE("a province's order that nobody answers is told to headquarters with its text") {
  LocalDesks desks;
  order::Issue local{.what = {.subject_zh = "抢修",
                              .issuer = tests::hubei,
                              .acknowledge_within_s = 600,
                              .finish_within_s = 3600},
                     .recipients = {tests::hubei}};
  REQUIRE(desks.act(tests::hubei, order::Command(local), person(Role::commander, tests::hubei)));
  desks.pass_time_to(seconds_after(tests::noon, 600));
  desks.hear_all();
  const order::Order& copy = order_of(desks, group_unit, {420000, 1});
  CHECK(copy.what.subject_zh == "抢修");
  CHECK(order::find_recipient(copy, group_unit)->way == Way::escalation);
}

}  // namespace
}  // namespace lifeline::app
