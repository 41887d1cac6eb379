// SPDX-License-Identifier: Apache-2.0
#include "desk/asked.h"

#include <doctest/doctest.h>

namespace lifeline::desk {
namespace {

Request asking(Pairs query) {
  Request request;
  request.query = std::move(query);
  request.caller.unit = UnitCode{420000};
  return request;
}

TEST_CASE("a count is asked over the caller's own ground, all time and the usual zone") {
  const auto span = span_of(asking({}));
  REQUIRE(span);
  CHECK(span->unit == UnitCode{420000});
  CHECK_FALSE(span->from);
  CHECK_FALSE(span->until);
  CHECK(span->zone_minutes == usual_zone_minutes);
}

TEST_CASE("a count is asked over what the request says, and what is no such thing is refused") {
  const auto span = span_of(asking({{"unit", "420106"},
                                    {"from", "2020-01-23T00:00:00Z"},
                                    {"until", "2020-01-24T00:00:00Z"},
                                    {"zone_minutes", "-840"}}));
  REQUIRE(span);
  CHECK(span->unit == UnitCode{420106});
  CHECK(span->until == seconds_after(span->from, 24 * 3600));
  CHECK(span->zone_minutes == -840);
  for (const auto& [name, value] : Pairs{{"unit", "x"},
                                         {"from", "soon"},
                                         {"until", "2020"},
                                         {"zone_minutes", "841"},
                                         {"zone_minutes", "8h"}}) {
    const auto refused = span_of(asking({{name, value}}));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().name == "value_must_be_well_formed");
    CHECK(refused.error().field == name);
  }
}

}  // namespace
}  // namespace lifeline::desk
