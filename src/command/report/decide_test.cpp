// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "command/report/view.h"
#include "tests/given.h"

namespace lifeline::report {
namespace {

using desk::Role;
using tests::events;
using tests::Given;
using tests::hubei;
using tests::hunan;
using tests::noon;
using tests::wuhan;

const std::vector<Language> both{Language::zh, Language::en};
const std::string digest(64, 'a');

Instant hours(int64_t count) { return seconds_after(noon, count * 3600); }

Series hourly() { return {.unit = wuhan, .every_min = 60, .from = noon, .languages = both}; }

DrawnUp drawn(uint64_t serial, Instant from, Instant cut_off) {
  return {.id = {hubei.value, serial},
          .number = serial,
          .unit = wuhan,
          .from = from,
          .cut_off = cut_off,
          .languages = both,
          .by = "operator",
          .at = cut_off};
}

TEST_CASE("a plan begins now unless it says otherwise, and its first report is due in a turn") {
  Given given;
  Series asked = hourly();
  asked.from = {};
  CHECK(given.when<Noun>(Plan{asked}) ==
        events(Planned{
            .id = {hubei.value, 1}, .what = hourly(), .next_at = hours(1), .by = "commander"}));
}

TEST_CASE("a plan needs a commander of the unit's ground") {
  Given given;
  CHECK(given.as(Role::operator_, hubei).when<Noun>(Plan{hourly()}) == "role_must_suffice");
  CHECK(given.as(Role::commander, hunan).when<Noun>(Plan{hourly()}) == "unit_must_be_within_reach");
}

TEST_CASE("a plan has one rhythm, in minutes or daily at a time") {
  Given given;
  const auto refusal = [&](auto change) {
    Series what = hourly();
    change(what);
    return given.when<Noun>(Plan{what});
  };
  CHECK(refusal([](Series& s) { s.every_min = 0; }) == "rhythm_must_be_one");
  CHECK(refusal([](Series& s) { s.daily_at = "08:00"; }) == "rhythm_must_be_one");
  CHECK(refusal([](Series& s) { s.every_min = 4; }) == "report_rhythm_must_be_in_range");
  CHECK(refusal([](Series& s) { s.every_min = -60; }) == "report_rhythm_must_be_in_range");
  CHECK(refusal([](Series& s) { s.every_min = 10'081; }) == "report_rhythm_must_be_in_range");
  CHECK(refusal([](Series& s) {
          s.every_min = 0;
          s.daily_at = "24:00";
        }) == "time_of_day_must_be_hours_and_minutes");
  CHECK(refusal([](Series& s) { s.until = noon; }) == "end_must_follow_start");
  CHECK(refusal([](Series& s) { s.unit = {990000}; }) == "unit_must_be_known");
  CHECK(refusal([](Series& s) { s.unit = hunan; }) == "unit_must_be_of_the_desk");
  CHECK(refusal([](Series& s) { s.unit = group_unit; }) == "unit_must_be_of_the_desk");
  CHECK(refusal([](Series& s) { s.scenario = "x"; }) == "scenario_must_be_an_id");
  CHECK(refusal([](Series& s) { s.from = hours(-24 * 367); }) == "period_must_be_shorter");
  CHECK(refusal([](Series& s) {
          s.languages = {Language::zh, Language::zh};
        }) == "languages_must_differ");
}

TEST_CASE("at its turn the next report is drawn up, from where the last one ended") {
  Given given;
  given(Planned{.id = {hubei.value, 1}, .what = hourly(), .next_at = hours(1), .by = "c"});
  CHECK(given.as_system().when<Noun>(DrawUp{{hubei.value, 1}}) == "report_must_be_due");
  DrawnUp first = drawn(1, noon, hours(1));
  first.plan = {hubei.value, 1};
  first.next_at = hours(2);
  first.by = "lifeline";
  CHECK(given.at(hours(1)).when<Noun>(DrawUp{first.plan}) == events(first));
  given(first);
  // Nobody was there at two and three: one report over all of it.
  DrawnUp second = drawn(2, hours(1), hours(3));
  second.plan = first.plan;
  second.next_at = hours(4);
  second.by = "lifeline";
  second.at = seconds_after(hours(3), 600);
  CHECK(given.at(second.at).when<Noun>(DrawUp{first.plan}) == events(second));
}

TEST_CASE("the last report of a plan ends with it") {
  Given given;
  Series what = hourly();
  what.until = seconds_after(noon, 90 * 60);
  given(Planned{.id = {hubei.value, 1}, .what = what, .next_at = hours(1), .by = "c"});
  DrawnUp last = drawn(1, noon, what.until);
  last.plan = {hubei.value, 1};
  last.by = "lifeline";
  last.at = hours(5);
  CHECK(given.as_system().at(hours(5)).when<Noun>(DrawUp{last.plan}) == events(last));
  given(last);
  CHECK(given.when<Noun>(DrawUp{last.plan}) == "report_must_be_due");
}

TEST_CASE("a plan is stopped once, with a reason") {
  Given given;
  CHECK(given.when<Noun>(Stop{{hubei.value, 1}, "over"}) == "report_plan_must_exist");
  given(Planned{.id = {hubei.value, 1}, .what = hourly(), .next_at = hours(1), .by = "c"});
  CHECK(given.when<Noun>(Stop{{hubei.value, 1}, ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Stop{{hubei.value, 1}, "over"}) ==
        events(Stopped{{hubei.value, 1}, "over"}));
  given(Stopped{{hubei.value, 1}, "over"});
  CHECK(given.when<Noun>(Stop{{hubei.value, 1}, "over"}) == "report_plan_must_be_running");
  CHECK_FALSE(due(given.part<Noun>().state));
}

TEST_CASE("a report covers a time that has passed") {
  Given given;
  given.as(Role::operator_, wuhan).at(hours(2));
  const auto refusal = [&](Instant from, Instant cut_off) {
    return given.when<Noun>(DrawUpOnce{.unit = wuhan, .from = from, .cut_off = cut_off});
  };
  CHECK(refusal({}, hours(1)) == "start_must_be_given");
  CHECK(refusal(noon, {}) == "cut_off_must_be_given");
  CHECK(refusal(hours(1), hours(1)) == "cut_off_must_follow_start");
  CHECK(refusal(hours(1), hours(3)) == "cut_off_must_have_passed");
  CHECK(refusal(hours(-24 * 366), hours(1)) == "period_must_be_shorter");
  DrawnUp made = drawn(1, noon, hours(1));
  made.at = hours(2);
  CHECK(refusal(noon, hours(1)) == events(made));
}

TEST_CASE("a report knows the newest released one of its series that ends before it") {
  Given given;
  given(drawn(1, noon, hours(1)), drawn(2, hours(1), hours(2)), drawn(3, hours(2), hours(3)));
  given(Released{.id = {hubei.value, 1}, .digest = digest}, Released{.id = {hubei.value, 3}});
  DrawnUp next = drawn(4, hours(2), hours(3));
  next.previous = {hubei.value, 1};
  next.by = "commander";
  given.at(hours(3));
  CHECK(given.when<Noun>(DrawUpOnce{.unit = wuhan, .from = hours(2), .cut_off = hours(3)}) ==
        events(next));
  // Another unit's reports are another series.
  DrawnUp other = next;
  other.unit = hubei;
  other.number = 1;
  other.previous = {};
  CHECK(given.when<Noun>(DrawUpOnce{.unit = hubei, .from = hours(2), .cut_off = hours(3)}) ==
        events(other));
}

TEST_CASE("a commander releases a draft once") {
  Given given;
  const Release release{.id = {hubei.value, 1}, .digest = digest, .journals = {{hubei, 7}}};
  CHECK(given.when<Noun>(release) == "report_must_exist");
  given(drawn(1, noon, hours(1)));
  CHECK(given.as(Role::operator_, hubei).when<Noun>(release) == "role_must_suffice");
  given.as(Role::commander, hubei);
  CHECK(given.when<Noun>(Release{.id = release.id, .digest = "beef"}) == "digest_must_be_sha_256");
  const Released released{
      .id = release.id, .digest = digest, .journals = {{hubei, 7}}, .by = "commander", .at = noon};
  CHECK(given.when<Noun>(release) == events(released));
  given(released);
  CHECK(given.when<Noun>(release) == "report_must_be_a_draft");
}

TEST_CASE("a report is withdrawn with a reason, released or not") {
  Given given;
  given(drawn(1, noon, hours(1)));
  CHECK(given.when<Noun>(Withdraw{{hubei.value, 1}, ""}) == "reason_must_be_given");
  const Withdrawn withdrawn{
      .id = {hubei.value, 1}, .reason = "wrong", .by = "commander", .at = noon};
  CHECK(given.when<Noun>(Withdraw{{hubei.value, 1}, "wrong"}) == events(withdrawn));
  given(withdrawn);
  CHECK(given.when<Noun>(Withdraw{{hubei.value, 1}, "wrong"}) == "report_must_not_be_withdrawn");
}

}  // namespace
}  // namespace lifeline::report
