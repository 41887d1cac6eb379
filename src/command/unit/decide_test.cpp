// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::unit {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

const Unit qingshan = tests::unit_named({420107}, "Qingshan", Level::county, tests::wuhan);

TEST_CASE("an administrator imports what is new or changed, and only that") {
  Given given(group_unit);
  given.as(Role::administrator, group_unit);
  Unit renamed = tests::small_tree().units.back();
  renamed.name_zh = "湖南";
  CHECK(given.when<Noun>(Import{{tests::small_tree().units.front(), qingshan, renamed}}) ==
        events(Imported{{qingshan, renamed}}));
  CHECK(given.when<Noun>(Import{tests::small_tree().units}).empty());
}

TEST_CASE("importing needs an administrator and units") {
  Given given(group_unit);
  CHECK(given.as(Role::commander, group_unit).when<Noun>(Import{{qingshan}}) ==
        "role_must_suffice");
  CHECK(given.as(Role::administrator, group_unit).when<Noun>(Import{}) == "units_must_be_given");
}

TEST_CASE("a unit hangs in the tree, below something larger") {
  Given given(group_unit);
  given.as(Role::administrator, group_unit);
  const auto changed = [&](auto change) {
    Unit unit = qingshan;
    change(unit);
    return given.when<Noun>(Import{{unit}});
  };
  CHECK(changed([](Unit& u) { u.parent = {999900}; }) == "parent_must_be_known");
  CHECK(changed([](Unit& u) { u.parent = tests::wuchang; }) == "parent_must_be_above");
  CHECK(changed([](Unit& u) {
          u.level = Level::group;
          u.parent = {};
        }) == "level_must_fit_the_code");
  CHECK(changed([](Unit& u) {
          u.level = Level::group;
          u.code = group_unit;
        }) == "parent_must_be_absent");
}

TEST_CASE("another desk adopts what headquarters imported") {
  Given given;
  const Adopt adopt{{tests::small_tree().units.front(), qingshan}};
  CHECK(given.when<Noun>(adopt) == "role_must_suffice");
  CHECK(given.as_system().when<Noun>(adopt) == events(Imported{{qingshan}}));
  given(Imported{{qingshan}});
  CHECK(given.when<Noun>(adopt).empty());
}

TEST_CASE("only headquarters shapes the tree") {
  Given given;
  desk::Commands from_group, from_province;
  const Imported imported{{qingshan}};
  hear(imported, {.from = group_unit, .at = tests::noon, .who = "x"}, given.context(), from_group);
  hear(imported, {.from = tests::hunan, .at = tests::noon, .who = "x"}, given.context(),
       from_province);
  CHECK(from_group.items().size() == 1);
  CHECK(from_province.items().empty());
}

}  // namespace
}  // namespace lifeline::unit
