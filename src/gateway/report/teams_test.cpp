// SPDX-License-Identifier: Apache-2.0
// What a report says of teams is what the desk counts of them in the report's time.
#include <doctest/doctest.h>

#include "command/team/count.h"
#include "gateway/report/document.h"
#include "gateway/report/print.h"
#include "tests/report_ground.h"

namespace lifeline::reports {
namespace {

using tests::hankou;
using tests::hubei;
using tests::minutes;
using tests::noon;
using tests::wuchang;
using tests::wuhan;

struct Teaming : tests::ReportGround {
  order::OrderId order;

  Teaming() {
    REQUIRE(desks.act(hubei, order::Command(order::Issue{.what = {.subject_zh = "通",
                                                                  .subject_en = "Open",
                                                                  .text = "open",
                                                                  .issuer = hubei,
                                                                  .acknowledge_within_s = 600,
                                                                  .finish_within_s = 3600},
                                                         .recipients = {wuhan}})));
    order = desks.desk(hubei).nouns().get<order::State>().orders.rbegin()->first;
  }
  std::string press(team::Command command) {
    const auto row = desks.act(hubei, std::move(command));
    REQUIRE(row);
    return *row;
  }
  std::string raise(UnitCode unit, team::Kind kind, std::vector<std::string> names) {
    std::vector<team::Member> members;
    for (const std::string& name : names) members.push_back({.name = name});
    return press(
        team::Raise{.what = {.kind = kind, .name_zh = to_text(unit), .name_en = {}, .unit = unit},
                    .members = members});
  }
  team::TaskId mobilise(const std::string& team) {
    const std::string row =
        press(team::Mobilise{.id = team,
                             .order = order,
                             .job = {.what = "open", .place = {}, .until = minutes(60 * 48)}});
    return *parse_id<team::TaskTag>(row);
  }
  // The desk's own count and the report's are of one mind.
  void agree(Instant from, Instant until) {
    const auto answer = ask(tests::report_over(hubei, from, until));
    const auto& nouns = desks.desk(hubei).nouns();
    const team::Figures figures = team::total(nouns.get<team::State>(), nouns,
                                              {.unit = hubei,
                                               .period = {.from = from, .until = until},
                                               .now = until,
                                               .zone_minutes = 480});
    const auto is = [&](const char* name) { return answer->ledger.value_of(name); };
    CHECK(is("teams") == static_cast<double>(figures.teams + figures.posts));
    CHECK(is("teams_vanguard") == static_cast<double>(figures.posts));
    CHECK(is("team_members") == static_cast<double>(figures.people));
    CHECK(is("team_person_times") == static_cast<double>(figures.person_times));
    CHECK(is("team_tasks_done") == static_cast<double>(figures.tasks_done));
    CHECK(is("team_hours") == doctest::Approx(figures.hours));
  }
};

TEST_CASE("teams are counted by unit, kind and time, and their hours and results added up") {
  Teaming on;
  const std::string first = on.raise(wuchang, team::Kind::commando, {"a", "b", "c"});
  const std::string second = on.raise(hankou, team::Kind::volunteer, {"d"});
  on.raise(wuhan, team::Kind::vanguard, {});
  on.at(5);
  const team::TaskId one = on.mobilise(first);
  on.press(team::Begin{.task = one, .members = {}});
  on.press(team::Leave{.id = first, .members = {3}, .reason = "home"});
  on.at(60);
  on.press(team::Finish{
      .task = one,
      .outcome = {.note = {},
                  .hours_by_member = {{.member = 1, .hours = 1.25}, {.member = 2, .hours = 2}},
                  .count = 3,
                  .count_unit = "基站"}});
  on.press(team::Finish{.task = on.mobilise(second),
                        .outcome = {.note = {}, .hours = 4.5, .count = 2, .count_unit = "基站"}});
  on.press(team::CallOff{.task = on.mobilise(second), .reason = "over"});
  on.mobilise(first);
  on.at(120);
  on.agree(noon, minutes(120));
  const auto answer = on.ask(tests::report_over(wuhan, noon, minutes(120)));
  const auto is = [&](const std::string& name) { return answer->ledger.value_of(name); };
  CHECK(is("teams") == 3);
  CHECK(is("teams.unit.420106") == 1);
  CHECK(is("team_members") == 3);
  CHECK(is("team_members_commando") == 2);
  CHECK(is("teams_mobilised") == 2);
  CHECK(is("team_tasks_ordered") == 4);
  CHECK(is("team_tasks_done") == 2);
  CHECK(is("team_tasks_called_off") == 1);
  CHECK(is("team_tasks_open") == 1);
  CHECK(is("team_hours") == 7.75);
  CHECK(is("team_hours.unit.420106") == 3.25);
  CHECK(is("team_hours.at.2020-01-23T13") == 7.75);
  CHECK(is("team_person_times") == 3);
  const std::string stations = "team_results.of." + hex_of("基站");
  CHECK(is(stations) == 5);
  CHECK(is(stations + ".unit.420106") == 3);
  CHECK(label_of(answer->content, stations, report::Language::en) == "Results: 基站");
  const auto html = [&](report::Language language) {
    return print_html(write_document(*answer, {}, language), "/reports/1");
  };
  CHECK(html(report::Language::zh).find("队伍成果") != std::string::npos);
  CHECK(html(report::Language::en).find("What teams achieved") != std::string::npos);
  CHECK(html(report::Language::en).find(">7.75</a>") != std::string::npos);
  CHECK(print_csv(*answer, report::Language::zh).find("team_hours,工时（小时）,7.75,,,") !=
        std::string::npos);
}

TEST_CASE("a task over three days counts its members on each day of the report's time") {
  Teaming on;
  const std::string team = on.raise(wuchang, team::Kind::commando, {"a", "b"});
  on.press(team::Begin{.task = on.mobilise(team), .members = {}});
  on.at(60 * 50);
  // Noon is noon in Beijing: the days begin after twelve hours and after thirty-six.
  for (const int64_t hours : {1, 12, 13, 36, 37, 50}) on.agree(noon, minutes(60 * hours));
  on.agree(minutes(60 * 20), minutes(60 * 40));
  CHECK(on.figure("team_person_times", minutes(60 * 13), hubei) == 4);
}

TEST_CASE("what a team moved to another unit did is that unit's") {
  Teaming on;
  const std::string team = on.raise(wuchang, team::Kind::commando, {"a"});
  on.press(team::Finish{.task = on.mobilise(team), .outcome = {.note = {}, .hours = 2}});
  on.press(team::Change{
      .id = team,
      .what = {.kind = team::Kind::vanguard, .name_zh = "岗", .name_en = {}, .unit = hankou}});
  CHECK(on.figure("team_hours.unit.420106", minutes(10), wuhan) == 0);
  CHECK(on.figure("team_hours.unit.420103", minutes(10), wuhan) == 2);
  CHECK(on.figure("team_members.unit.420103", minutes(10), wuhan) == 1);
  CHECK(on.figure("team_hours_vanguard", minutes(10), wuhan) == 2);
  CHECK(on.figure("teams_commando", minutes(10), wuhan) == 0);
}

}  // namespace
}  // namespace lifeline::reports
