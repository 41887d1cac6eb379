// SPDX-License-Identifier: Apache-2.0
#include "command/team/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::team {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::member;
using tests::noon;
using tests::person;

const std::string path = "/api/v1/teams";

std::string raise_body(std::string unit, std::string kind = "commando") {
  return R"({"kind":")" + kind + R"(","name_zh":"突击队","unit":")" + unit +
         R"(","members":[{"name":"张伟","phone":"+8613800001234"},{"name":"王芳"}]})";
}

// Two desks, an order of headquarters that Hubei has received, a team of Wuhan and one of Yichang.
class Ground {
 public:
  Ground() {
    desks.act(
        group_unit,
        order::Command(order::Issue{
            .what = {.subject_zh = "支援", .acknowledge_within_s = 600, .finish_within_s = 3600},
            .recipients = {tests::hubei}}),
        person(Role::commander, group_unit));
    desks.hear_all();
    REQUIRE(post(path, raise_body("420100")).status == 201);
    REQUIRE(post(path, raise_body("420500", "vanguard")).status == 201);
  }
  desk::Response post(std::string target, std::string body,
                      desk::Actor who = person(Role::operator_, tests::hubei)) {
    return desks.post(routes(), std::move(target), std::move(body), std::move(who));
  }
  desk::Response get(std::string target, desk::Actor who = person(Role::commander, group_unit)) {
    return desks.get(routes(), std::move(target), std::move(who));
  }
  desk::Response mobilise(const std::string& team) {
    return post(path + "/" + team + "/mobilise",
                R"({"order":"100000-1","what":"开通基站","place":"火神山","until":")" +
                    to_rfc3339(seconds_after(noon, 3600)) + "\"}");
  }

  LocalDesks desks;
};

TEST_CASE("a team is raised, mobilised by an order of headquarters and tells what it did") {
  Ground ground;
  const auto task = ground.mobilise("420000-1");
  REQUIRE(task.status == 201);
  CHECK(tests::header_of(task, "Location") == "/api/v1/team_tasks/420000-1");
  CHECK(member(task.body, "state") == "planned");
  const std::string tasks = "/api/v1/team_tasks/420000-1";
  CHECK(member(ground.post(tasks + "/begin", "{}").body, "state") == "under_way");
  const auto done = ground.post(
      tasks + "/finish",
      R"({"note":"三站开通","hours_by_member":[{"member":1,"hours":4}],"count":3,"count_unit":"基站"})");
  CHECK(done.status == 200);
  CHECK(member(done.body, "state") == "done");
  CHECK(member(done.body, "person_times") == "1");
  const auto page = ground.get(path + "/420000-1");
  CHECK(member(page.body, "tasks_done") == "1");
  CHECK(member(page.body, "hours") == "4");
  CHECK(page.body.find(R"("kind":"mobilised","who":"operator","text":"开通基站")") !=
        std::string::npos);
  CHECK(ground.get(tasks).body.find(R"("attendance":[{"number":1,"name":"张伟","hours":4}])") !=
        std::string::npos);
  CHECK(member(ground.post(path + "/420000-1/stand_down", R"({"reason":"收工"})").body, "state") ==
        "stood_down");
}

TEST_CASE("members join and leave; their phones are shown in whole to a commander only") {
  Ground ground;
  CHECK(member(ground.post(path + "/420000-1/join", R"({"members":[{"name":"李雷"}]})").body,
               "members") == "3");
  CHECK(member(ground.post(path + "/420000-1/leave", R"({"members":[2],"reason":"调岗"})").body,
               "members") == "2");
  const std::string list = "/api/v1/team_members?team=420000-1&fields=name,phone&sort=number";
  CHECK(ground.get(list).body == R"([{"id":"420000-1/1","name":"张伟","phone":"+8613800001234"},)"
                                 R"({"id":"420000-1/3","name":"李雷","phone":""}])");
  CHECK(ground.get(list, person(Role::operator_, tests::hubei)).body.find("+86138****1234") !=
        std::string::npos);
  CHECK(
      ground.get(path + "/420000-1", person(Role::viewer, tests::hubei)).body.find("13800001234") ==
      std::string::npos);
}

TEST_CASE("a team is seen from its unit's ground, and narrowed to a province or a city") {
  Ground ground;
  const auto ids = [&](std::string filter, UnitCode unit) {
    return ground.get(path + "?sort=id&fields=id" + filter, person(Role::viewer, unit)).body;
  };
  CHECK(ids("", group_unit) == R"([{"id":"420000-1"},{"id":"420000-2"}])");
  CHECK(ids("", tests::yichang) == R"([{"id":"420000-2"}])");
  CHECK(ids("&province=420000", group_unit) == R"([{"id":"420000-1"},{"id":"420000-2"}])");
  CHECK(ids("&city=420100", group_unit) == R"([{"id":"420000-1"}])");
  CHECK(ground.get(path + "/420000-1", person(Role::viewer, tests::yichang)).status == 404);
}

TEST_CASE("counts are those of the lists that they name") {
  Ground ground;
  REQUIRE(ground.mobilise("420000-1").status == 201);
  REQUIRE(ground.post("/api/v1/team_tasks/420000-1/finish", R"({"hours":6})").status == 200);
  const auto by_unit = ground.get(path + "/count");
  CHECK(by_unit.status == 200);
  const auto total = by_unit.body.substr(by_unit.body.find("\"total\""));
  CHECK(member(total, "teams") == "1");
  CHECK(member(total, "posts") == "1");
  CHECK(member(total, "people") == "4");
  CHECK(member(total, "person_times") == "2");
  CHECK(member(total, "hours") == "6");
  CHECK(member(total, "tasks_done") == "1");
  CHECK(by_unit.body.find(R"("filter":"province=420000")") != std::string::npos);
  const auto list = ground.get("/api/v1/team_tasks?province=420000&person_times.gt=0");
  CHECK(tests::header_of(list, "X-Total-Count") == "1");
  CHECK(member(list.body, "person_times") == "2");
  const auto below = ground.get(path + "/count?unit=420000&by=unit");
  CHECK(below.body.find(R"("filter":"city=420100")") != std::string::npos);
  const auto by_day = ground.get(path + "/count?by=day&from=2020-01-22T16:00:00Z");
  CHECK(by_day.body.find(R"("key":"2020-01-23")") != std::string::npos);
}

TEST_CASE("a count of ground beyond the caller's, or of a period that is none, is refused") {
  Ground ground;
  const auto name = [&](std::string query, UnitCode unit = tests::wuhan) {
    return member(ground.get(path + "/count" + query, person(Role::viewer, unit)).body, "name");
  };
  CHECK(name("?unit=420500") == "unit_must_be_within_reach");
  CHECK(name("?by=moon") == "value_must_be_well_formed");
  CHECK(name("?from=yesterday") == "value_must_be_well_formed");
  CHECK(name("?zone_minutes=9999") == "value_must_be_well_formed");
  CHECK(name("?from=2020-01-23T00:00:00Z&until=2020-01-22T00:00:00Z") ==
        "from_must_be_before_until");
  CHECK(name("?by=day&from=2019-01-01T00:00:00Z") == "period_must_be_shorter");
}

TEST_CASE("an order that the team's desk has not received mobilises nobody") {
  Ground ground;
  const auto refused =
      ground.post(path + "/420000-1/mobilise",
                  R"({"order":"100000-9","what":"x","until":"2020-01-24T00:00:00Z"})");
  CHECK(refused.status == 400);
  CHECK(member(refused.body, "name") == "order_must_be_known");
  CHECK(ground.post(path + "/420000-9/mobilise", "{}").status == 404);
  CHECK(ground.post("/api/v1/team_tasks/420000-9/begin", "{}").status == 404);
}

}  // namespace
}  // namespace lifeline::team
