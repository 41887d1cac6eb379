// SPDX-License-Identifier: Apache-2.0
#include "command/order_template/api.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::order_template {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::member;
using tests::person;

const std::string path = "/api/v1/order_templates";
const std::string body = R"({"name_zh":"巡检","subject_zh":"巡检方舱","acknowledge_within_s":600,)"
                         R"("finish_within_s":3600,"evidence":{"note":true,"photos":2}})";

TEST_CASE("a template of headquarters serves every unit, a province's its own and below") {
  LocalDesks desks;
  const auto made = desks.post(routes(), path, body, person(Role::commander, group_unit));
  CHECK(made.status == 201);
  CHECK(tests::header_of(made, "Location") == path + "/100000-1");
  CHECK(desks.post(routes(), path, body, person(Role::commander, tests::wuhan)).status == 201);
  desks.hear_all();
  const auto ids = [&](UnitCode unit) {
    return desks.get(routes(), path + "?sort=id&fields=id", person(Role::viewer, unit)).body;
  };
  CHECK(ids(tests::wuchang) == R"([{"id":"100000-1"},{"id":"420000-1"}])");
  CHECK(ids(group_unit) == R"([{"id":"100000-1"},{"id":"420000-1"}])");
  CHECK(ids(tests::yichang) == R"([{"id":"100000-1"}])");
  const auto one = [&](UnitCode unit) {
    return desks.get(routes(), path + "/420000-1", person(Role::viewer, unit)).status;
  };
  CHECK(one(tests::wuchang) == 200);
  CHECK(one(tests::yichang) == 404);
  const auto& copy = desks.desk(tests::hubei).nouns().get<State>().templates;
  CHECK(copy.contains({100000, 1}));
}

TEST_CASE("a template that is changed or dropped at headquarters is so on every desk") {
  LocalDesks desks;
  const auto chief = person(Role::commander, group_unit);
  REQUIRE(desks.post(routes(), path, body, chief).status == 201);
  std::string changed = body;
  changed.insert(1, R"("text":"每日两次","unit":"100000",)");
  const auto done = desks.post(routes(), path + "/100000-1/change", changed, chief);
  CHECK(done.status == 200);
  CHECK(member(done.body, "text") == "每日两次");
  desks.hear_all();
  const auto& copy = desks.desk(tests::hubei).nouns().get<State>().templates;
  CHECK(copy.at({100000, 1}).text == "每日两次");
  CHECK(desks.post(routes(), path + "/100000-1/drop", "", chief).status == 204);
  desks.hear_all();
  CHECK(copy.empty());
  CHECK(desks.get(routes(), path + "/100000-1", chief).status == 404);
}

TEST_CASE("a template says who kept and changed it, when and why") {
  LocalDesks desks;
  const auto chief = person(Role::commander, group_unit);
  REQUIRE(desks.post(routes(), path, body, chief).status == 201);
  std::string changed = body;
  changed.insert(1, R"("text":"每日两次","unit":"100000","reason":"加密巡检",)");
  const auto done = desks.post(routes(), path + "/100000-1/change", changed, chief);
  CHECK(member(done.body, "reason") == "加密巡检");
  CHECK(member(done.body, "changed_by") == chief.name);
  CHECK(!member(done.body, "changed_at").empty());
  REQUIRE(desks.post(routes(), path + "/100000-1/change", changed, chief).status == 200);
  const auto page = desks.get(routes(), path + "/100000-1", chief).body;
  const auto timeline = page.substr(page.find("\"timeline\""));
  CHECK(timeline.find(R"("kind":"kept")") < timeline.find(R"("kind":"changed")"));
  CHECK(timeline.find("加密巡检") == timeline.rfind("加密巡检"));  // nothing new, no entry
  for (int i = 0; i < 2; ++i) {
    std::string again = body;
    again.insert(1, R"("unit":"100000","reason":"第)" + std::to_string(i) + R"(次","text":")" +
                        std::to_string(i) + R"(",)");
    REQUIRE(desks.post(routes(), path + "/100000-1/change", again, chief).status == 200);
  }
  const auto listed = desks.get(routes(), path + "?fields=id,reason", chief).body;
  CHECK(listed == R"([{"id":"100000-1","reason":"第1次"}])");
}

}  // namespace
}  // namespace lifeline::order_template
