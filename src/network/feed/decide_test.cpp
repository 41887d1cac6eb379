// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::feed {
namespace {

using tests::events;
using tests::Given;

Advance advance(uint64_t sequence, uint64_t count = 0) {
  return {.name = "omc-1", .to = {.count = count, .sequence = sequence}, .latest = tests::noon};
}
Advanced advanced(uint64_t sequence, uint64_t count = 0) {
  return {.name = "omc-1", .to = {.count = count, .sequence = sequence}, .latest = tests::noon};
}

TEST_CASE("a feed goes forward, by its numbers and by how often it began again") {
  Given given;
  given.as_system();
  CHECK(given.when<Noun>(advance(7)) == events(advanced(7)));
  given(advanced(7));
  CHECK(given.when<Noun>(advance(8)) == events(advanced(8)));
  CHECK(given.when<Noun>(advance(1, 1)) == events(advanced(1, 1)));
  CHECK(given.when<Noun>(advance(7)).empty());
  CHECK(given.when<Noun>(advance(6)) == "feed_must_go_forward");
  given(advanced(1, 1));
  CHECK(given.when<Noun>(advance(8)) == "feed_must_go_forward");
}

TEST_CASE("a feed has a short name, and only Lifeline itself moves it") {
  Given given;
  CHECK(given.as(desk::Role::administrator, group_unit).when<Noun>(advance(1)) ==
        "role_must_suffice");
  given.as_system();
  CHECK(given.when<Noun>(Advance{.name = "", .to = {}, .latest = {}}) == "feed_must_be_given");
  const std::string long_name(limits::name_bytes_max + 1, 'x');
  CHECK(given.when<Noun>(Advance{.name = long_name, .to = {}, .latest = {}}) ==
        "name_must_be_short");
}

TEST_CASE("a desk knows so many feeds and no more") {
  Given given;
  given.as_system();
  for (size_t i = 0; i < limits::feeds_max; ++i)
    given(Advanced{.name = std::to_string(i), .to = {}, .latest = {}});
  CHECK(given.when<Noun>(advance(1)) == "feeds_must_be_fewer");
  CHECK(given.when<Noun>(Advance{.name = "0", .to = {0, 1}, .latest = {}}) ==
        events(Advanced{.name = "0", .to = {0, 1}, .latest = {}}));
}

}  // namespace
}  // namespace lifeline::feed
