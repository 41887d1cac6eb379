// SPDX-License-Identifier: Apache-2.0
#include "network/source/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::source {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::person;

TEST_CASE("sources are listed with the desk that hears them, and which are silent") {
  LocalDesks desks;
  REQUIRE(desks.act(tests::hubei, Command(Beat{"EMS", 60})));
  desks.pass_time_to(seconds_after(tests::noon, 180));
  REQUIRE(desks.act(group_unit, Command(Beat{"CORE", 60})));
  const auto list = [&](UnitCode unit) {
    return desks.get(routes(), "/api/v1/sources?fields=lost,desk", person(Role::viewer, unit)).body;
  };
  CHECK(list(group_unit) == R"([{"name":"CORE","lost":false,"desk":"100000"},)"
                            R"({"name":"EMS","lost":true,"desk":"420000"}])");
  CHECK(list(tests::wuchang) == list(group_unit));
  CHECK(list(tests::hunan) == R"([{"name":"CORE","lost":false,"desk":"100000"}])");
}

}  // namespace
}  // namespace lifeline::source
