// SPDX-License-Identifier: Apache-2.0
#include "base/id.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace lifeline {
namespace {

struct ThingTag;
using ThingId = Id<ThingTag>;

std::string chain(UnitCode code) {
  std::string text;
  for (int steps = 0; code && steps < 10; code = enclosing(code), ++steps)
    text += (text.empty() ? "" : " ") + to_text(code);
  return text;
}

}  // namespace

TEST_CASE("a unit code is digits that do not begin with zero") {
  CHECK(parse_unit_code("420106")->value == 420106);
  CHECK(parse_unit_code("999999999999")->value == 999'999'999'999);
  CHECK(parse_unit_code("") == UnitCode{});
  CHECK(to_text(UnitCode{}).empty());
  for (const std::string_view text : {"0", "042", "42a", "-42", "+42", " 42", "42 ", "4.2",
                                      "1000000000000", "99999999999999999999999"})
    CHECK_MESSAGE(!parse_unit_code(text), text);
}

TEST_CASE("an id is written with its desk and serial and reads back") {
  const bool held = rc::check([] {
    const ThingId id{*rc::gen::inRange<uint64_t>(1, 1'000'000'000'000),
                     *rc::gen::inRange<uint64_t>(1, UINT64_MAX)};
    RC_ASSERT(parse_id<ThingTag>(to_text(id)) == id);
  });
  CHECK(held);
  CHECK(to_text(ThingId{420000, 17}) == "420000-17");
  CHECK(to_text(ThingId{420000, UINT64_MAX}) == "420000-18446744073709551615");
  CHECK(to_text(ThingId{}).empty());
  CHECK(parse_id<ThingTag>("") == ThingId{});
}

TEST_CASE("what is not desk and serial is no id") {
  for (const std::string_view text :
       {"420000", "420000-", "-17", "420000-0", "420000-x", "420000-17 ", "420000--17", "0-17",
        "420000-17-1", "420000-18446744073709551616", "x-17"})
    CHECK_MESSAGE(!parse_id<ThingTag>(text), text);
}

TEST_CASE("each ground lies within the next larger one up to the group") {
  CHECK(chain({420106001002}) == "420106001002 420106001 420106 420100 420000 100000");
  CHECK(chain({420106001}) == "420106001 420106 420100 420000 100000");
  CHECK(chain({420106}) == "420106 420100 420000 100000");
  CHECK(chain({420000}) == "420000 100000");
  CHECK(chain(group_unit) == "100000");
  CHECK(chain({}) == "");
}

TEST_CASE("any code leads to the group in a few steps") {
  const bool held = rc::check([] {
    UnitCode code{*rc::gen::inRange<uint64_t>(1, 1'000'000'000'000)};
    int steps = 0;
    for (; code != group_unit && steps < 10; ++steps) code = enclosing(code);
    RC_ASSERT(code == group_unit);
  });
  CHECK(held);
  CHECK(chain({42}) == "42 100000");
}

}  // namespace lifeline
