// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::unit {
namespace {

using desk::Role;
using tests::Given;

TEST_CASE("the whole phone number is for commanders") {
  const Unit unit = tests::unit_named(tests::wuhan, "Wuhan", Level::city, tests::hubei);
  CHECK(row_of(unit, tests::person(Role::operator_, tests::hubei)).duty_phone == "+8610****0001");
  CHECK(row_of(unit, tests::person(Role::commander, tests::hubei)).duty_phone == "+861000000001");
}

TEST_CASE("an actor reaches its own ground and what is below") {
  Given given;
  Reach reach(given.nouns(), tests::person(Role::operator_, tests::wuhan));
  for (int twice = 0; twice < 2; ++twice) {
    CHECK(reach.holds(tests::wuhan));
    CHECK(reach.holds(tests::wuchang));
    CHECK(reach.holds({420106005}));
    CHECK_FALSE(reach.holds(tests::hubei));
    CHECK_FALSE(reach.holds(tests::yichang));
    CHECK_FALSE(reach.holds({}));
  }
}

TEST_CASE("headquarters reaches everything") {
  Given given;
  Reach reach(given.nouns(), tests::person(Role::viewer, group_unit));
  CHECK(reach.holds(tests::hunan));
  CHECK(reach.holds({}));
}

TEST_CASE("whoever answers for no unit reaches nothing") {
  Given given;
  Reach reach(given.nouns(), tests::person(Role::administrator, {}));
  CHECK_FALSE(reach.holds(tests::hubei));
  CHECK_FALSE(reach.holds({}));
}

}  // namespace
}  // namespace lifeline::unit
