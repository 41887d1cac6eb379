// SPDX-License-Identifier: Apache-2.0
#include "command/unit/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::unit {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::person;

TEST_CASE("the units shown are one's own and those above") {
  LocalDesks desks;
  const auto answer =
      desks.get(routes(), "/api/v1/units?fields=code", person(Role::viewer, tests::wuhan));
  CHECK(answer.body ==
        R"([{"code":"100000"},{"code":"420000"},{"code":"420100"},{"code":"420103"},)"
        R"({"code":"420106"}])");
  CHECK(tests::header_of(answer, "X-Total-Count") == "5");
}

TEST_CASE("phones are whole for commanders only, and cannot be searched for") {
  LocalDesks desks;
  const auto viewer = person(Role::viewer, tests::hubei);
  const auto commander = person(Role::commander, tests::hubei);
  const std::string one = "/api/v1/units/420100";
  CHECK(tests::member(desks.get(routes(), one, viewer).body, "duty_phone") == "+8610****0001");
  CHECK(tests::member(desks.get(routes(), one, commander).body, "duty_phone") == "+861000000001");
  CHECK(desks.get(routes(), "/api/v1/units?q=0000000", viewer).body == "[]");
  CHECK(desks.get(routes(), "/api/v1/units?q=0000000", commander).body != "[]");
}

TEST_CASE("a unit out of reach, unknown or ill-formed is not there") {
  LocalDesks desks;
  const auto viewer = person(Role::viewer, tests::wuhan);
  for (const std::string code : {"430000", "999999", "x", ""}) {
    const auto answer = desks.get(routes(), "/api/v1/units/" + code, viewer);
    CHECK(answer.status == 404);
    CHECK(tests::member(answer.body, "name") == "unit_must_exist");
  }
}

}  // namespace
}  // namespace lifeline::unit
