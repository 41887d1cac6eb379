// SPDX-License-Identifier: Apache-2.0
#include "command/person/import.h"

#include "base/limits.h"
#include "command/person/view.h"
#include "command/unit/view.h"
#include "desk/import_fixture_test.h"
#include "tests/given.h"

namespace lifeline::person {
namespace {

const std::string header = "id,name_zh,name_en,unit,skills,phone,email,account,substitute\n";

std::vector<std::unique_ptr<desk::Module>> modules() {
  std::vector<std::unique_ptr<desk::Module>> both;
  both.push_back(unit::make_module());
  both.push_back(make_module());
  return both;
}

struct OnDesks {
  desk::DesksInPlace desks{{group_unit, tests::hubei}, modules};

  OnDesks() {
    const auto units = tests::small_tree().units;
    desks.decide(group_unit,
                 desk::intent(desk::administrator(), unit::Command(unit::Import{units})));
    desks.decide(tests::hubei,
                 desk::intent(desk::system_actor(), unit::Command(unit::Adopt{units})));
    desks.appends = 0;
  }
  desk::Imported import(const std::string& rows, desk::Actor who = desk::administrator()) {
    return desk::imported(import_route(), desks,
                          desk::Request{.body = header + rows, .caller = std::move(who)});
  }
  const State& people(UnitCode desk) const { return desks.nouns(desk).get<State>(); }
};

TEST_CASE("people come in any order, each to the desk of the unit's ground") {
  OnDesks on;
  const std::string rows =
      "H1,张三,Zhang San,420100,fibre;power,+8613800000001,zhang@example.com,zhang,H2\n"
      "H2,李四,,420106,,,,,H3\n"
      "H3,王五,,420100,,,,,\n"
      "G1,赵六,,100000,,,,zhao,\n";
  const auto done = on.import(rows);
  CHECK(done.refusals() == "");
  CHECK(done.report.added == 4);
  CHECK(on.desks.appends == 2);
  const Person* zhang = find(on.people(tests::hubei), "H1");
  REQUIRE(zhang != nullptr);
  CHECK(zhang->skills == std::vector<std::string>{"fibre", "power"});
  CHECK(zhang->substitute == "H2");
  CHECK(find(on.people(group_unit), "G1") != nullptr);
  CHECK(find(on.people(group_unit), "H1") == nullptr);
  CHECK(on.import(rows).report.unchanged == 4);
  CHECK(on.desks.appends == 2);
}

TEST_CASE("every row that is wrong is told with its column, and nothing is imported") {
  OnDesks on;
  CHECK(on.import("A,甲,,429999,,,,,\n"
                  "B,乙,,420100,,13800000001,,,\n"
                  "C,丙,,420100,,,no-address,,\n"
                  "D,丁,,420100,fibre; fibre,,,,\n"
                  "E,戊,,420100,,,,,X\n"
                  "F,己,,420100,,,,,F\n"
                  "G,庚,,420100,,,,same,\n"
                  "H,辛,,420106,,,,same,\n"
                  "A,壬,,420100,,,,,\n")
            .refusals() ==
        "2 unit unit_must_be_known\n"
        "3 phone phone_must_be_e164\n"
        "4 email email_must_be_an_address\n"
        "5 skills skill_must_be_given_once\n"
        "6 substitute substitute_must_be_known\n"
        "7 substitute substitute_must_be_another\n"
        "8 account account_must_be_of_one_person\n"
        "9 account account_must_be_of_one_person\n"
        "10 id row_must_not_be_repeated\n");
  CHECK(on.people(tests::hubei).people.empty());
}

TEST_CASE("no way over substitutes is a circle, and none is too long") {
  OnDesks on;
  CHECK(on.import("A,甲,,420100,,,,,B\nB,乙,,420100,,,,,C\nC,丙,,420106,,,,,A\n").refusals() ==
        "2 substitute substitutes_must_end\n"
        "3 substitute substitutes_must_end\n"
        "4 substitute substitutes_must_end\n");
  REQUIRE(on.import("A,甲,,420100,,,,,B\nB,乙,,420100,,,,,\n").status == 200);
  CHECK(on.import("B,乙,,420100,,,,,A\n").refusals() == "2 substitute substitutes_must_end\n");
  std::string chain;
  for (size_t i = 0; i <= limits::substitutes_max + 1; ++i)
    chain += "L" + std::to_string(i) + ",甲,,420100,,,,," +
             (i <= limits::substitutes_max ? "L" + std::to_string(i + 1) : "") + "\n";
  CHECK(on.import(chain).refusals() == "2 substitute substitutes_must_be_fewer\n");
}

TEST_CASE("an account moves from one person to another in one file") {
  OnDesks on;
  REQUIRE(on.import("A,甲,,420100,,,,duty,\nB,乙,,420100,,,,,\n").status == 200);
  CHECK(on.import("B,乙,,420100,,,,duty,\n").refusals() ==
        "2 account account_must_be_of_one_person\n");
  CHECK(on.import("A,甲,,420100,,,,,\nB,乙,,420100,,,,duty,\n").status == 200);
  CHECK(of_account(on.people(tests::hubei), "duty")->id == "B");
}

TEST_CASE("an administrator imports people of the own ground, and nobody changes desks") {
  OnDesks on;
  const auto wuhan = desk::administrator(tests::wuhan);
  CHECK(on.import("A,甲,,420106,,,,,\n", wuhan).status == 200);
  CHECK(on.import("B,乙,,420500,,,,,\n", wuhan).refusals() == "2 unit unit_must_be_within_reach\n");
  CHECK(on.import("A,甲,,100000,,,,,\n").refusals() == "2 unit region_must_be_of_the_same_desk\n");
}

}  // namespace
}  // namespace lifeline::person
