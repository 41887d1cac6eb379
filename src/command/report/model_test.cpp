// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "command/report/view.h"
#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::report {
namespace {

using tests::noon;  // local time 12:00

Instant minutes(int64_t count) { return seconds_after(noon, count * 60); }

TEST_CASE("turns in minutes are counted from the start of the plan") {
  const Series series{.every_min = 90, .from = minutes(10)};
  CHECK(next_turn(series, minutes(10)) == minutes(100));
  CHECK(next_turn(series, minutes(99)) == minutes(100));
  CHECK(next_turn(series, minutes(100)) == minutes(190));
  CHECK(last_turn(series, minutes(189)) == minutes(100));
  CHECK(last_turn(series, minutes(190)) == minutes(190));
}

TEST_CASE("a daily turn is at a local time") {
  const Series series{.daily_at = "08:30", .from = noon};
  const Instant tomorrow = minutes(20 * 60 + 30);
  CHECK(next_turn(series, noon) == tomorrow);
  CHECK(next_turn(series, tomorrow) == seconds_after(tomorrow, 24 * 3600));
  CHECK(last_turn(series, tomorrow) == tomorrow);
}

TEST_CASE("the end of a plan is its last turn") {
  const Series series{.every_min = 60, .from = noon, .until = minutes(90)};
  CHECK(next_turn(series, minutes(60)) == minutes(90));
  CHECK_FALSE(next_turn(series, minutes(90)));
  CHECK(last_turn(series, minutes(500)) == minutes(90));
}

TEST_CASE("a time of day is two hours and two minutes") {
  CHECK(minutes_of("08:30") == 510);
  CHECK(minutes_of("23:59") == 1439);
  for (const char* wrong : {"", "8:30", "24:00", "12:60", "ab:cd", "12-30", "12:300"})
    CHECK_FALSE(minutes_of(wrong));
}

TEST_CASE("the earliest turn of all plans is due") {
  State state;
  evolve(state, Planned{.id = {420000, 1}, .what = {.from = noon}, .next_at = minutes(60)});
  evolve(state, Planned{.id = {420000, 2}, .what = {.from = noon}, .next_at = minutes(30)});
  CHECK(due(state) == minutes(30));
  desk::Commands early, late;
  expire(state, minutes(29), early);
  expire(state, minutes(30), late);
  CHECK(early.items().empty());
  REQUIRE(late.items().size() == 1);
  const auto& command = *static_cast<const Command*>(late.items().front().value());
  CHECK(std::get<DrawUp>(command).plan == PlanId{420000, 2});
}

TEST_CASE("any history of reports can be taken and kept") {
  CHECK(
      tests::holds_for_any_history<Noun>([](const State& state, const State& again, const View&,
                                            const View&) { RC_ASSERT(due(state) == due(again)); }));
}

}  // namespace
}  // namespace lifeline::report
