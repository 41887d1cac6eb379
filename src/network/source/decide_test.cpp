// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::source {
namespace {

using tests::events;
using tests::Given;

Heard heard(int64_t interval_s = 60) {
  return {.name = "EMS", .interval_s = interval_s, .at = tests::noon};
}

TEST_CASE("the first beat makes a source known") {
  Given given;
  CHECK(given.when<Noun>(Beat{"EMS", 60}) == events(heard()));
}

TEST_CASE("a beat within a third of the interval is not worth an event") {
  Given given;
  given(heard());
  CHECK(given.at(seconds_after(tests::noon, 19)).when<Noun>(Beat{"EMS", 60}).empty());
  Heard later = heard();
  later.at = seconds_after(tests::noon, 20);
  CHECK(given.at(later.at).when<Noun>(Beat{"EMS", 60}) == events(later));
}

TEST_CASE("a new interval and a return from silence are told at once") {
  Given given;
  given(heard());
  CHECK(given.when<Noun>(Beat{"EMS", 30}) == events(heard(30)));
  given(Lost{"EMS"});
  CHECK(given.when<Noun>(Beat{"EMS", 60}) == events(heard()));
}

TEST_CASE("a beat has a short name and an interval of up to a day") {
  Given given;
  CHECK(given.when<Noun>(Beat{"", 60}) == "source_must_be_given");
  CHECK(given.when<Noun>(Beat{std::string(limits::name_bytes_max + 1, 'x'), 60}) ==
        "name_must_be_short");
  CHECK(given.when<Noun>(Beat{"EMS", 0}) == "interval_must_be_in_range");
  CHECK(given.when<Noun>(Beat{"EMS", 24 * 3600 + 1}) == "interval_must_be_in_range");
}

TEST_CASE("a source is lost once") {
  Given given;
  CHECK(given.when<Noun>(MissBeats{"EMS"}) == "source_must_exist");
  given(heard());
  CHECK(given.when<Noun>(MissBeats{"EMS"}) == events(Lost{"EMS"}));
  given(Lost{"EMS"});
  CHECK(given.when<Noun>(MissBeats{"EMS"}) == "source_must_be_heard");
}

}  // namespace
}  // namespace lifeline::source
