// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace lifeline {
namespace {

std::string in_utc(std::string_view text) {
  const auto t = parse_rfc3339(text);
  return t ? to_rfc3339(*t) : "refused";
}

}  // namespace

TEST_CASE("any offset is read and UTC with microseconds is written") {
  CHECK(in_utc("2020-01-23T02:00:00Z") == "2020-01-23T02:00:00.000000Z");
  CHECK(in_utc("2020-01-23T10:00:00+08:00") == "2020-01-23T02:00:00.000000Z");
  CHECK(in_utc("2020-01-22T22:30:00-03:30") == "2020-01-23T02:00:00.000000Z");
  CHECK(in_utc("2020-01-23 02:00:00z") == "2020-01-23T02:00:00.000000Z");
  CHECK(in_utc("2020-01-23T02:00:00-00:00") == "2020-01-23T02:00:00.000000Z");
  CHECK(in_utc("1969-12-31T23:59:59.999999Z") == "1969-12-31T23:59:59.999999Z");
  CHECK(parse_rfc3339("1970-01-01T00:00:01Z")->us == 1'000'000);
}

TEST_CASE("up to nine decimals are read and cut to microseconds") {
  CHECK(parse_rfc3339("1970-01-01T00:00:00.5Z")->us == 500'000);
  CHECK(parse_rfc3339("1970-01-01T00:00:00.000001Z")->us == 1);
  CHECK(parse_rfc3339("1970-01-01T00:00:00.123456789Z")->us == 123'456);
  CHECK(!parse_rfc3339("1970-01-01T00:00:00.1234567890Z"));
  CHECK(!parse_rfc3339("1970-01-01T00:00:00.Z"));
}

TEST_CASE("only days that the calendar has are read") {
  CHECK(parse_rfc3339("2020-02-29T00:00:00Z"));
  CHECK(parse_rfc3339("2000-02-29T00:00:00Z"));
  CHECK(!parse_rfc3339("2021-02-29T00:00:00Z"));
  CHECK(!parse_rfc3339("1900-02-29T00:00:00Z"));
  CHECK(!parse_rfc3339("2020-04-31T00:00:00Z"));
  CHECK(!parse_rfc3339("2020-02-30T00:00:00Z"));
  CHECK(!parse_rfc3339("2020-00-01T00:00:00Z"));
  CHECK(!parse_rfc3339("2020-13-01T00:00:00Z"));
  CHECK(!parse_rfc3339("2020-01-00T00:00:00Z"));
  CHECK(!parse_rfc3339("2020-01-32T00:00:00Z"));
}

TEST_CASE("what is not RFC 3339 is refused") {
  for (const std::string_view text :
       {"2020-01-23", "2020-01-23T02:00:00", "2020-01-23T02:00Z", "20200123T020000Z",
        "2020-01-23T24:00:00Z", "2020-01-23T02:60:00Z", "2020-01-23T02:00:61Z",
        "2020-01-23T02:00:00+0800", "2020-01-23T02:00:00+24:00", "2020-01-23T02:00:00+08:60",
        "2020-01-23T02:00:00Z ", " 2020-01-23T02:00:00Z", "2020-1-23T02:00:00Z", "-020-01-23"})
    CHECK_MESSAGE(!parse_rfc3339(text), text);
}

TEST_CASE("a leap second is the second after") {
  CHECK(in_utc("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00.000000Z");
}

TEST_CASE("an offset may not carry a moment out of the years that four digits can say") {
  CHECK(in_utc("0000-01-01T00:00:00Z") == "0000-01-01T00:00:00.000000Z");
  CHECK(in_utc("9999-12-31T23:59:59.999999Z") == "9999-12-31T23:59:59.999999Z");
  CHECK(in_utc("0000-01-01T00:00:00+00:01") == "refused");
  CHECK(in_utc("9999-12-31T23:59:59-00:01") == "refused");
}

TEST_CASE("the zero instant is the empty text") {
  CHECK(to_rfc3339(Instant{}).empty());
  CHECK(parse_rfc3339("") == Instant{});
}

TEST_CASE("any instant written reads back the same") {
  const bool held = rc::check([] {
    const Instant t{*rc::gen::inRange<int64_t>(-62'167'219'200'000'000, 253'402'300'800'000'000)};
    RC_ASSERT(parse_rfc3339(to_rfc3339(t)) == t);
  });
  CHECK(held);
}

TEST_CASE("instants are told apart and moved by durations") {
  const Instant t{1'000'000};
  CHECK(seconds_after(t, -2).us == -1'000'000);
  CHECK((t + std::chrono::milliseconds(5)).us == 1'005'000);
  CHECK((t - std::chrono::seconds(1)) == Instant{});
  CHECK((seconds_after(t, 3) - t) == std::chrono::seconds(3));
  CHECK(t < seconds_after(t, 1));
}

}  // namespace lifeline
