// SPDX-License-Identifier: Apache-2.0
#include "command/team/import.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::team {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::person;

const std::string teams_head = "id,kind,name_zh,name_en,unit,leader,region,purpose\n";
const std::string members_head = "team,person,name,phone,skills\n";

desk::ImportReport import(LocalDesks& desks, const desk::Route& route, std::string body,
                          UnitCode unit = group_unit) {
  const auto answer =
      desks.post({route}, route.path, std::move(body), person(Role::administrator, unit));
  const auto report = from_json<desk::ImportReport>(answer.body);
  REQUIRE_MESSAGE(report, answer.body);
  CHECK(answer.status == (report->refused_total > 0 ? 400 : 200));
  return *report;
}
// Three of the group's own staff, of whom every desk hears.
void know_staff(LocalDesks& desks) {
  person::Import staff;
  for (const std::string id : {"S1", "S2", "S3"})
    staff.people.push_back({.id = id, .name_zh = "某人", .unit = group_unit});
  REQUIRE(desks.act(group_unit, person::Command(staff)));
  desks.hear_all();
}

desk::ImportReport import_teams(LocalDesks& desks, std::string rows, UnitCode unit = group_unit) {
  return import(desks, import_route(), teams_head + rows, unit);
}
desk::ImportReport import_members(LocalDesks& desks, std::string rows, UnitCode unit = group_unit) {
  return import(desks, members_import_route(), members_head + rows, unit);
}

std::string first_refusal(const desk::ImportReport& report) {
  if (report.refused.empty()) return "none";
  const auto& refused = report.refused.front();
  return std::to_string(refused.line) + " " + refused.column + " " + refused.name;
}

const std::string two_teams =
    "T1,commando,武汉突击队,,420100,张伟,,开通基站\n"
    "T2,vanguard,总部先锋岗,HQ post,430000,,430000,\n";

TEST_CASE("teams go to the desks of their units, and again changes nothing") {
  LocalDesks desks;
  const auto report = import_teams(desks, two_teams);
  CHECK(report.added == 2);
  const Team& team = desks.desk(tests::hubei).nouns().get<State>().teams.at("T1");
  CHECK(team.what.name_en == "武汉突击队");
  CHECK(team.what.region == tests::wuhan);
  CHECK(desks.desk(group_unit).nouns().get<State>().teams.contains("T2"));
  const size_t before = desks.journal(tests::hubei).size();
  CHECK(import_teams(desks, two_teams).unchanged == 2);
  CHECK(desks.journal(tests::hubei).size() == before);
}

TEST_CASE("one team that cannot be is told by line and column, and none comes in") {
  LocalDesks desks;
  const auto refused = [&](std::string row, UnitCode unit = group_unit) {
    const auto report = import_teams(desks, two_teams + row, unit);
    CHECK(desks.desk(tests::hubei).nouns().get<State>().teams.empty());
    return first_refusal(report);
  };
  CHECK(refused("T3,army,x,,420100,,,\n") == "4 kind field_must_be_a_known_word");
  CHECK(refused("T3,commando,,,420100,,,\n") == "4 name_zh field_must_be_given");
  CHECK(refused("T3,commando,x,,429999,,,\n") == "4 unit unit_must_be_known");
  CHECK(refused("T1,commando,x,,420100,,,\n") == "4 id row_must_not_be_repeated");
  CHECK(refused("420000-9,commando,x,,420100,,,\n") == "4 id id_must_not_be_a_serial");
  CHECK(refused("", tests::wuhan) == "3 unit unit_must_be_within_reach");
}

TEST_CASE("members join the teams that they name, on whatever desk those are") {
  LocalDesks desks;
  know_staff(desks);
  import_teams(desks, two_teams);
  const std::string rows =
      "T1,S1,张伟,+8613800001234,光缆;发电\n"
      "T1,,王芳,,\n"
      "T2,S2,李雷,,\n";
  CHECK(import_members(desks, rows).added == 3);
  const Team& team = desks.desk(tests::hubei).nouns().get<State>().teams.at("T1");
  REQUIRE(team.members.size() == 2);
  CHECK(team.members[0].skills == std::vector<std::string>{"光缆", "发电"});
  CHECK(team.members[1].number == 2);
  const size_t before = desks.journal(tests::hubei).size();
  CHECK(import_members(desks, rows).unchanged == 3);
  CHECK(desks.journal(tests::hubei).size() == before);
}

TEST_CASE(
    "a member who is known by staff number is changed in place, and who is not in the file stays") {
  LocalDesks desks;
  know_staff(desks);
  import_teams(desks, two_teams);
  import_members(desks, "T1,S1,张伟,,\nT1,S2,王芳,,\n");
  const auto report = import_members(desks, "T1,S1,张伟,+8613800001234,\nT1,S3,李雷,,\n");
  CHECK(report.changed == 1);
  CHECK(report.added == 1);
  const Team& team = desks.desk(tests::hubei).nouns().get<State>().teams.at("T1");
  REQUIRE(team.members.size() == 3);
  CHECK(team.members[0].phone == "+8613800001234");
  CHECK(team.members[0].number == 1);
  CHECK(team.members[2].number == 3);
}

TEST_CASE("one member who cannot be is told by line and column, and none comes in") {
  LocalDesks desks;
  know_staff(desks);
  import_teams(desks, two_teams);
  const auto refused = [&](std::string row, UnitCode unit = group_unit) {
    const auto report = import_members(desks, "T1,S1,张伟,,\n" + row, unit);
    CHECK(desks.desk(tests::hubei).nouns().get<State>().teams.at("T1").members.empty());
    return first_refusal(report);
  };
  CHECK(refused("T9,S2,王芳,,\n") == "3 team team_must_be_known");
  CHECK(refused("T1,S2,,,\n") == "3 name field_must_be_given");
  CHECK(refused("T1,S2,王芳,138,\n") == "3 phone phone_must_be_e164");
  CHECK(refused("T1,S1,张伟,,\n") == "3 name row_must_not_be_repeated");
  CHECK(refused("T1,S9,王芳,,\n") == "3 person person_must_be_known");
  CHECK(refused("T2,S2,王芳,,\n", tests::hubei) == "3 team unit_must_be_within_reach");
}

TEST_CASE("a check of members says what an import would do and does nothing") {
  LocalDesks desks;
  import_teams(desks, two_teams);
  const auto route = members_import_route();
  const auto answer = desks.post({route}, route.path + "?check=true", members_head + "T1,,x,,\n",
                                 person(Role::administrator, group_unit));
  CHECK(tests::member(answer.body, "added") == "1");
  CHECK(desks.desk(tests::hubei).nouns().get<State>().teams.at("T1").members.empty());
}

}  // namespace
}  // namespace lifeline::team
