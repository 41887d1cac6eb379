// SPDX-License-Identifier: Apache-2.0
#include "command/attachment/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::attachment {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::person;

TEST_CASE("photos are listed once each, to whoever sees them") {
  LocalDesks desks;
  const std::string photo(64, 'a');
  REQUIRE(desks.act(tests::hubei, Command(Keep{.id = photo, .bytes = 9}),
                    person(Role::operator_, tests::wuhan)));
  desks.hear_all();
  const auto list = [&](UnitCode unit) {
    return desks.get(routes(), "/api/v1/attachments?fields=type,bytes", person(Role::viewer, unit))
        .body;
  };
  CHECK(list(group_unit) == R"([{"id":")" + photo + R"(","type":"image/jpeg","bytes":9}])");
  CHECK(list(tests::yichang) == "[]");
}

}  // namespace
}  // namespace lifeline::attachment
