// SPDX-License-Identifier: Apache-2.0
#include "command/team/count.h"

#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::team {
namespace {

using tests::Given;
using tests::noon;

constexpr int64_t hour_s = 3600, day_s = 24 * hour_s, zone = 480;

Raised team_of(std::string id, Kind kind, UnitCode unit, uint64_t members) {
  Raised raised{.id = std::move(id), .what = {.kind = kind, .unit = unit}, .by = {}, .at = noon};
  for (uint64_t i = 1; i <= members; ++i)
    raised.members.push_back({.number = i, .name = "m", .joined_at = noon});
  return raised;
}

Begun begun_of(std::string id, TaskId task, std::vector<uint64_t> members, Instant at) {
  return {.id = std::move(id), .task = task, .members = std::move(members), .at = at};
}

constexpr TaskId first{420000, 1}, second{420000, 2};

// Wuhan's team of three: two of them are at work from noon for three days; Wuchang's post of one
// begins a day later and is at it still. Yichang's volunteers wait.
void make(Given& given) {
  given(team_of("A", Kind::commando, tests::wuhan, 3),
        team_of("B", Kind::vanguard, tests::wuchang, 1),
        team_of("C", Kind::volunteer, tests::yichang, 5),
        Mobilised{.id = "A", .task = first, .job = {}, .by = {}, .at = noon},
        Mobilised{.id = "B", .task = second, .job = {}, .by = {}, .at = noon},
        begun_of("A", first, {1, 2}, noon), begun_of("B", second, {1}, seconds_after(noon, day_s)),
        Finished{.id = "A",
                 .task = first,
                 .outcome = {.hours = 40},
                 .by = {},
                 .at = seconds_after(noon, 2 * day_s)});
}

Asked asked(By by, Period period = {}, UnitCode unit = tests::hubei) {
  return {.by = by,
          .unit = unit,
          .period = period,
          .now = seconds_after(noon, 3 * day_s),
          .zone_minutes = zone};
}

Rows counted(By by, Period period = {}, UnitCode unit = tests::hubei) {
  Given given;
  make(given);
  return count(given.part<Noun>().state, given.nouns(), asked(by, period, unit));
}

TEST_CASE("a member on a task on a day is one person-time, until now where it is not over") {
  const Rows rows = counted(By::kind);
  CHECK(
      rows.at("commando") ==
      Figures{
          .teams = 1, .people = 3, .at_work = 1, .person_times = 6, .hours = 40, .tasks_done = 1});
  CHECK(rows.at("vanguard") == Figures{.posts = 1, .people = 1, .at_work = 1, .person_times = 3});
  CHECK(rows.at("volunteer") == Figures{.teams = 1, .people = 5});
}

TEST_CASE("figures roll up the tree, one level below the unit that is asked for") {
  const Rows rows = counted(By::unit);
  CHECK(rows.size() == 2);
  CHECK(rows.at("420100") == Figures{.teams = 1,
                                     .posts = 1,
                                     .people = 4,
                                     .at_work = 2,
                                     .person_times = 9,
                                     .hours = 40,
                                     .tasks_done = 1});
  CHECK(rows.at("420500").people == 5);
  const Rows below = counted(By::unit, {}, tests::wuhan);
  CHECK(below.size() == 2);
  CHECK(below.at("420100").people == 3);  // Wuhan's own
  CHECK(below.at("420106").posts == 1);
}

TEST_CASE("the days of a period have their own figures, and add up to the period's") {
  const Period period{.from = noon, .until = seconds_after(noon, 2 * day_s + hour_s)};
  const Rows rows = counted(By::day, period);
  CHECK(rows.size() == 3);
  CHECK(rows.at("2020-01-23").person_times == 2);
  CHECK(rows.at("2020-01-24").person_times == 3);
  CHECK(rows.at("2020-01-24").at_work == 2);
  CHECK(rows.at("2020-01-24").tasks_done == 0);
  CHECK(rows.at("2020-01-25").tasks_done == 1);
  CHECK(rows.at("2020-01-25").hours == 40);
  Given given;
  make(given);
  const Figures all = total(given.part<Noun>().state, given.nouns(), asked(By::day, period));
  CHECK(all.person_times == 8);
  CHECK(all.at_work == 2);
}

TEST_CASE("what came after the period is not counted in it") {
  const Rows before = counted(By::kind, {.from = {}, .until = noon});
  CHECK(before.at("commando") == Figures{});
  const Rows first_hours = counted(By::kind, {.from = noon, .until = seconds_after(noon, hour_s)});
  CHECK(first_hours.at("commando").person_times == 2);
  CHECK(first_hours.at("commando").tasks_done == 0);
  CHECK(first_hours.at("vanguard").person_times == 0);
}

TEST_CASE("who has left is not among the people, and stays in the person-times") {
  Given given;
  make(given);
  given(Left{.id = "A", .members = {2}, .reason = {}, .at = seconds_after(noon, day_s)});
  const Rows rows = count(given.part<Noun>().state, given.nouns(), asked(By::kind));
  CHECK(rows.at("commando").people == 2);
  CHECK(rows.at("commando").person_times == 6);
}

TEST_CASE("a day begins at midnight of the zone") {
  const auto at = [](std::string_view text) { return parse_rfc3339(text).value(); };
  CHECK(day_of(at("2020-01-23T15:59:59Z"), zone) == day_of(at("2020-01-23T00:00:00Z"), zone));
  CHECK(day_of(at("2020-01-23T16:00:00Z"), zone) == day_of(at("2020-01-24T00:00:00Z"), zone));
  CHECK(day_of(at("1969-12-31T23:59:59Z"), 0) == -1);
}

}  // namespace
}  // namespace lifeline::team
