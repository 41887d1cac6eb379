// SPDX-License-Identifier: Apache-2.0
#include "command/crew/import.h"

#include "command/crew/view.h"
#include "command/person/view.h"
#include "command/unit/view.h"
#include "command/vehicle/view.h"
#include "desk/import_fixture_test.h"
#include "tests/given.h"

namespace lifeline::crew {
namespace {

const std::string header =
    "id,name_zh,name_en,unit,members,size,skills,certificates,phone,longitude_deg,latitude_deg,"
    "tools,parts,vehicle\n";

std::vector<std::unique_ptr<desk::Module>> modules() {
  std::vector<std::unique_ptr<desk::Module>> all;
  all.push_back(unit::make_module());
  all.push_back(person::make_module());
  all.push_back(vehicle::make_module());
  all.push_back(make_module());
  return all;
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
  const State& crews(UnitCode desk) const { return desks.nouns(desk).get<State>(); }
};

TEST_CASE("crews come from a list, each to the desk of the unit's ground, and again in vain") {
  OnDesks on;
  const std::string rows =
      "C1,光缆一班,Fibre 1,420100,,3,光缆; 发电,高压=2020-12-31,+8613800000001,114.3,30.6,"
      "熔接机,保险丝=4; 光缆=200,\n"
      "G1,总部机动班,,100000,,5,,,,,,,,\n";
  const auto done = on.import(rows);
  CHECK(done.refusals() == "");
  CHECK(done.report.added == 2);
  CHECK(on.desks.appends == 2);
  const Crew& crew = on.crews(tests::hubei).crews.at("C1");
  CHECK(crew.what.skills == std::vector<std::string>{"光缆", "发电"});
  CHECK(crew.parts == Parts{{"保险丝", 4}, {"光缆", 200}});
  CHECK(to_rfc3339(crew.what.certificates.at(0).until) == "2020-12-31T16:00:00.000000Z");
  CHECK(on.crews(group_unit).crews.contains("G1"));
  CHECK(on.import(rows).report.unchanged == 2);
  CHECK(on.desks.appends == 2);
}

TEST_CASE("what is wrong with a list is told in full, and none of it is taken") {
  OnDesks on;
  const auto done = on.import(
      "C1,一班,,420100,,2,,,,,,,,\n"
      "C2,没人,,420100,,,,,,,,,,\n"
      "C3,没日期,,420100,,2,,高压,,,,,,\n"
      "C4,错日期,,420100,,2,,高压=tomorrow,,,,,,\n"
      "C5,没数,,420100,,2,,,,,,,保险丝,\n"
      "C6,没单位,,429999,,2,,,,,,,,\n"
      "C7,没车,,420100,,2,,,,,,,,V9\n"
      "C8,半个位置,,420100,,2,,,,114.3,,,,\n"
      "C9,两次,,420100,,2,焊接;焊接,,,,,,,\n");
  CHECK(done.refusals() ==
        "3 members crew_must_have_members\n"
        "4 certificates certificate_must_have_an_end\n"
        "5 certificates certificate_must_have_an_end\n"
        "6 parts part_must_have_a_count\n"
        "7 unit unit_must_be_known\n"
        "8 vehicle vehicle_must_be_known\n"
        "9 latitude_deg field_must_be_given\n"
        "10 skills name_must_be_given_once\n");
  CHECK(on.desks.appends == 0);
}

}  // namespace
}  // namespace lifeline::crew
