// SPDX-License-Identifier: Apache-2.0
#include "network/element/api.h"

#include <doctest/doctest.h>

#include "tests/small_network.h"

namespace lifeline::element {
namespace {

using desk::Role;
using tests::member;
using tests::person;
using tests::SmallNetwork;

TEST_CASE("elements are listed within reach, with their conditions") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  const auto list = [&](const std::string& query, UnitCode unit) {
    return net.desks
        .get(routes(), "/api/v1/elements?fields=root" + query, person(Role::viewer, unit))
        .body;
  };
  CHECK(list("&condition=down&kind=base_station", tests::wuhan) ==
        R"([{"id":"BTS-1","root":"NODE"},{"id":"BTS-2","root":"NODE"}])");
  CHECK(list("", tests::hankou) == "[]");
}

TEST_CASE("one element is found on whichever desk has it") {
  SmallNetwork net;
  REQUIRE(net.raise("NODE"));
  const auto one =
      net.desks.get(routes(), "/api/v1/elements/BTS-1", person(Role::viewer, tests::wuchang));
  CHECK(member(one.body, "condition") == "down");
  CHECK(member(one.body, "depends_on") == "NODE");
  CHECK(member(one.body, "alarms_open") == "0");
  const auto elsewhere =
      net.desks.get(routes(), "/api/v1/elements/BTS-1", person(Role::viewer, tests::hankou));
  CHECK(elsewhere.status == 404);
  CHECK(member(elsewhere.body, "name") == "element_must_exist");
}

}  // namespace
}  // namespace lifeline::element
