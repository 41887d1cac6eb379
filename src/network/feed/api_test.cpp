// SPDX-License-Identifier: Apache-2.0
#include "network/feed/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::feed {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::person;

TEST_CASE("feeds are listed with how far each desk has them") {
  LocalDesks desks;
  REQUIRE(desks.act(tests::hubei, Command(Advance{"omc-1", {0, 7}, {}})));
  REQUIRE(desks.act(group_unit, Command(Advance{"omc-1", {1, 2}, {}})));
  const auto list = [&](UnitCode unit) {
    return desks
        .get(routes(), "/api/v1/feeds?fields=count,sequence,desk", person(Role::viewer, unit))
        .body;
  };
  CHECK(list(group_unit) == R"([{"name":"omc-1","count":1,"sequence":2,"desk":"100000"},)"
                            R"({"name":"omc-1","count":0,"sequence":7,"desk":"420000"}])");
  CHECK(list(tests::hunan) == R"([{"name":"omc-1","count":1,"sequence":2,"desk":"100000"}])");
}

}  // namespace
}  // namespace lifeline::feed
