// SPDX-License-Identifier: Apache-2.0
#include "command/roster/api.h"

#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/local_desks.h"

namespace lifeline::roster {
namespace {

using desk::Role;
using tests::LocalDesks;
using tests::member;

person::Entry someone(std::string id, UnitCode unit) {
  return {.id = id,
          .name_zh = "名" + id,
          .name_en = "Name " + id,
          .unit = unit,
          .skills = {},
          .phone = "+8613800001234",
          .email = {},
          .account = "log-in-" + id,
          .substitute = {}};
}
desk::Actor log_in(const std::string& id) {
  return {.name = "log-in-" + id, .role = Role::viewer, .unit = tests::wuhan};
}

struct Listed {
  LocalDesks all{};
  const desk::Actor wuhan = tests::person(Role::operator_, tests::wuhan);
  const std::string duty = "/api/v1/rosters/420000-1";

  Listed() {
    REQUIRE(all.act(tests::hubei, person::Command(person::Import{{someone("A", tests::wuhan),
                                                                  someone("B", tests::wuhan),
                                                                  someone("C", tests::yichang)}})));
    const auto made =
        send("/api/v1/rosters", R"({"kind":"duty","name_zh":"值班表","name_en":"Duty",)"
                                R"("members":[{"person":"A"},{"person":"B"}]})");
    REQUIRE(made.status == 201);
    CHECK(tests::header_of(made, "Location") == duty);
  }
  desk::Response send(const std::string& path, const std::string& body) {
    return all.post(routes(), path, body, wuhan);
  }
  desk::Response see(const std::string& path, desk::Actor who) {
    return all.get(routes(), path, std::move(who));
  }
};

TEST_CASE("lists are listed with who answers and the next gap, within the caller's reach") {
  Listed desks;
  const auto planned =
      desks.send(desks.duty + "/shifts", R"({"shifts":[{"from":"2020-01-23T00:00:00Z",)"
                                         R"("until":"2020-01-23T12:00:00Z","person":"A"}]})");
  CHECK(planned.status == 200);
  CHECK(member(planned.body, "on_shift") == "A");
  CHECK(member(planned.body, "first_name_en") == "Name A");
  CHECK(member(planned.body, "gap_from") == "2020-01-23T12:00:00.000000Z");
  const auto rows = [&](UnitCode unit) {
    return desks.see("/api/v1/rosters?fields=id&kind=duty", tests::person(Role::viewer, unit)).body;
  };
  CHECK(rows(group_unit) == R"([{"id":"420000-1"}])");
  CHECK(rows(tests::yichang) == "[]");
  CHECK(desks.see(desks.duty, tests::person(Role::viewer, tests::yichang)).status == 404);
}

TEST_CASE("whoever is named in a list sees it, wherever it is") {
  Listed desks;
  REQUIRE(desks
              .send(desks.duty + "/change",
                    R"({"name_zh":"值班表","members":[{"person":"C","post":"支援"}]})")
              .status == 200);
  const desk::Actor self{.name = "log-in-C", .role = Role::viewer, .unit = tests::yichang};
  const auto page = desks.see(desks.duty, self);
  CHECK(page.status == 200);
  CHECK(member(page.body, "post") == "支援");
  CHECK(member(page.body, "phone") == "+8613800001234");  // his own
}

TEST_CASE("a refusal names the member that is wrong") {
  Listed desks;
  const auto refused = desks.send(
      desks.duty + "/change", R"({"name_zh":"值班表","members":[{"person":"A"},{"person":"X"}]})");
  CHECK(refused.status == 400);
  CHECK(member(refused.body, "name") == "person_must_be_known");
  CHECK(member(refused.body, "field") == "members[1].person");
}

TEST_CASE("the watch passes in two presses, and an unconfirmed hand-over becomes overdue") {
  Listed desks;
  CHECK(desks.all.post(routes(), desks.duty + "/take_over", "{}", log_in("A")).status == 200);
  incident::Open trouble{.title_zh = "断纤",
                         .title_en = "Cut",
                         .unit = tests::wuchang,
                         .region = tests::wuchang,
                         .text = {}};
  REQUIRE(desks.all.act(tests::hubei, incident::Command(trouble)));
  const auto open = desks.see(desks.duty + "/open", desks.wuhan);
  CHECK(open.status == 200);
  CHECK(member(open.body, "title_en") == "Cut");
  CHECK(member(open.body, "incidents_total") == "1");
  const auto handed =
      desks.all.post(routes(), desks.duty + "/hand_over",
                     R"({"to":"B","note":"fibre crew is on its way"})", log_in("A"));
  CHECK(handed.status == 200);
  CHECK(member(handed.body, "holder") == "A");
  CHECK(member(handed.body, "next") == "B");
  CHECK(member(handed.body, "hand_over_overdue") == "false");
  desks.all.set_now(seconds_after(tests::noon, limits::hand_over_confirm_s));
  CHECK(member(desks.see(desks.duty, desks.wuhan).body, "hand_over_overdue") == "true");
  const auto taken = desks.all.post(routes(), desks.duty + "/take_over", "{}", log_in("B"));
  CHECK(member(taken.body, "holder") == "B");
  const auto page = desks.see(desks.duty, desks.wuhan);
  CHECK(page.body.find(R"("open_incidents":["420000-1"])") != std::string::npos);
  CHECK(member(page.body, "taken_by") == "log-in-B");
}

TEST_CASE("headquarters hears of all lists and who has each watch") {
  Listed desks;
  desks.all.post(routes(), desks.duty + "/take_over", "{}", log_in("A"));
  desks.all.hear_all();
  const desk::Nouns& nouns = desks.all.desk(group_unit).nouns();
  CHECK(answers_for(nouns, tests::wuhan, desks.all.now()) == "A");
  CHECK(desks.send(desks.duty + "/dissolve", "{}").status == 200);
  CHECK(desks.see(desks.duty, desks.wuhan).status == 404);
  desks.all.hear_all();
  CHECK(nouns.get<State>().rosters.empty());
}

TEST_CASE("who may not act on a list is told so") {
  Listed desks;
  const auto answer =
      desks.all.post(routes(), desks.duty + "/hand_over", R"({"to":"B"})", log_in("C"));
  CHECK(answer.status == 403);
  CHECK(desks.send("/api/v1/rosters/420000-9/change", R"({"name_zh":"x"})").status == 404);
  CHECK(desks.send("/api/v1/rosters", R"({"kind":"duty","unit":"420500","name_zh":"x"})").status ==
        403);
}

}  // namespace
}  // namespace lifeline::roster
