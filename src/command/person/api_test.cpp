// SPDX-License-Identifier: Apache-2.0
#include "command/person/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::person {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::member;

Entry entry(std::string id, UnitCode unit, std::string substitute = {}) {
  return {.id = id,
          .name_zh = "名" + id,
          .name_en = "Name " + id,
          .unit = unit,
          .skills = {"fibre"},
          .phone = "+8613800001234",
          .email = "a@example.com",
          .account = "log-in-" + id,
          .substitute = std::move(substitute)};
}
struct Staffed {
  LocalDesks all{};
  Staffed() {
    REQUIRE(all.act(tests::hubei,
                    Command(Import{{entry("A", tests::wuhan, "B"), entry("B", tests::wuchang),
                                    entry("Y", tests::yichang)}})));
    REQUIRE(all.act(group_unit, Command(Import{{entry("G", group_unit)}})));
    all.hear_all();
  }
  std::string ids(const std::string& query, desk::Actor who) {
    return all.get(routes(), "/api/v1/people?fields=id" + query, std::move(who)).body;
  }
};

TEST_CASE("each person is listed once, by the desk that owns it, within the caller's reach") {
  Staffed desks;
  CHECK(desks.ids("", tests::person(Role::viewer, group_unit)) ==
        R"([{"id":"A"},{"id":"B"},{"id":"G"},{"id":"Y"}])");
  CHECK(desks.ids("", tests::person(Role::viewer, tests::wuhan)) == R"([{"id":"A"},{"id":"B"}])");
  CHECK(desks.ids("&account=log-in-B", tests::person(Role::viewer, tests::wuhan)) ==
        R"([{"id":"B"}])");
}

TEST_CASE("a masked phone cannot be searched for") {
  Staffed desks;
  CHECK(desks.ids("&q=00001234", tests::person(Role::operator_, tests::wuhan)) == "[]");
  CHECK(desks.ids("&q=00001234", tests::person(Role::commander, tests::wuhan)) != "[]");
}

TEST_CASE("a person's page names who stands in and the lists the person is in") {
  Staffed desks;
  const auto operator_of_wuhan = tests::person(Role::operator_, tests::wuhan);
  REQUIRE(desks.all.act(tests::hubei,
                        roster::Command(roster::Create{{.kind = roster::Kind::leading_group,
                                                        .unit = tests::wuhan,
                                                        .name_zh = "领导小组",
                                                        .name_en = {},
                                                        .members = {{"A", "组长"}}}})));
  const auto away =
      desks.all.post(routes(), "/api/v1/people/A/absence",
                     R"({"until":"2020-01-24T04:00:00Z","reason":"isolation"})", operator_of_wuhan);
  CHECK(away.status == 200);
  CHECK(member(away.body, "absent") == "true");
  const auto page = desks.all.get(routes(), "/api/v1/people/A", operator_of_wuhan);
  CHECK(page.status == 200);
  CHECK(member(page.body, "stand_in") == "B");
  CHECK(member(page.body, "substitute_name_en") == "Name B");
  CHECK(member(page.body, "post") == "组长");
  CHECK(desks.ids("&absent=true", operator_of_wuhan) == R"([{"id":"A"}])");
  CHECK(desks.all.get(routes(), "/api/v1/people/Y", operator_of_wuhan).status == 404);
  CHECK(desks.all.get(routes(), "/api/v1/people/X", operator_of_wuhan).status == 404);
}

TEST_CASE("people say themselves that they are away and back, wherever their log-in belongs") {
  Staffed desks;
  const desk::Actor self{.name = "log-in-Y", .role = Role::viewer, .unit = tests::yichang};
  CHECK(desks.all.post(routes(), "/api/v1/people/Y/absence", "{}", self).status == 200);
  CHECK(desks.all.post(routes(), "/api/v1/people/A/absence", "{}", self).status == 403);
  CHECK(member(desks.all.post(routes(), "/api/v1/people/Y/return", "{}", self).body, "absent") ==
        "false");
  const auto again = desks.all.post(routes(), "/api/v1/people/Y/return", "{}", self);
  CHECK(again.status == 409);
  CHECK(member(again.body, "name") == "person_must_be_away");
}

TEST_CASE("a substitute is named, and a circle is refused with its field") {
  Staffed desks;
  const auto who = tests::person(Role::operator_, tests::hubei);
  CHECK(
      member(desks.all.post(routes(), "/api/v1/people/Y/substitute", R"({"person":"G"})", who).body,
             "substitute") == "G");
  const auto circle =
      desks.all.post(routes(), "/api/v1/people/B/substitute", R"({"person":"A"})", who);
  CHECK(circle.status == 400);
  CHECK(member(circle.body, "name") == "substitutes_must_end");
  CHECK(member(circle.body, "field") == "person");
}

TEST_CASE("headquarters knows everybody, a province its own and the group's") {
  Staffed desks;
  const auto known = [&](UnitCode desk) {
    std::string ids;
    for (const auto& [id, person] : desks.all.desk(desk).nouns().get<State>().people)
      ids += id + (person.copy ? "* " : " ");
    return ids;
  };
  CHECK(known(group_unit) == "A* B* G Y* ");
  CHECK(known(tests::hubei) == "A B G* Y ");
  const auto who = tests::person(Role::operator_, tests::hubei);
  desks.all.post(routes(), "/api/v1/people/A/absence", "{}", who);
  desks.all.post(routes(), "/api/v1/people/A/substitute", R"({"person":"Y"})", who);
  desks.all.hear_all();
  const auto& copies = desks.all.desk(group_unit).nouns().get<State>();
  CHECK(present_for(copies, "A", desks.all.now())->id == "Y");
  desks.all.post(routes(), "/api/v1/people/A/return", "{}", who);
  desks.all.hear_all();
  CHECK(present_for(copies, "A", desks.all.now())->id == "A");
}

}  // namespace
}  // namespace lifeline::person
