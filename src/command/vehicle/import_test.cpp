// SPDX-License-Identifier: Apache-2.0
#include "command/vehicle/import.h"

#include "base/limits.h"
#include "command/crew/view.h"
#include "command/unit/view.h"
#include "command/vehicle/view.h"
#include "desk/import_fixture_test.h"
#include "tests/given.h"

namespace lifeline::vehicle {
namespace {

const std::string header =
    "id,kind,name_zh,name_en,plate,unit,capacity_kg,seats,fuel_l,tank_l,litres_per_100_km,permits,"
    "longitude_deg,latitude_deg\n";

std::vector<std::unique_ptr<desk::Module>> modules() {
  std::vector<std::unique_ptr<desk::Module>> all;
  all.push_back(unit::make_module());
  all.push_back(make_module());
  all.push_back(crew::make_module());
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
  }
  desk::Imported import(const std::string& rows) {
    return desk::imported(import_route(), desks, header + rows);
  }
};

TEST_CASE("vehicles come from a fleet list; numbers may be left empty") {
  OnDesks on;
  const auto done = on.import(
      "V1,power_car,发电车,Power car,鄂A1,420100,2000,3,80,120,20.5,红区;机场,114.3,30.6\n"
      "V2,base_station_car,应急车,,,420100,,,,,,,,\n");
  CHECK(done.refusals() == "");
  CHECK(done.report.added == 2);
  const auto& vehicles = on.desks.nouns(tests::hubei).get<State>().vehicles;
  CHECK(vehicles.at("V1").what.litres_per_100_km == 20.5);
  CHECK(vehicles.at("V1").what.permits.size() == 2);
  CHECK(vehicles.at("V1").fuel_l == 80);
  CHECK(!is_given(vehicles.at("V2").what.base));
}

TEST_CASE("a fleet list with anything wrong is refused whole, each fault with its place") {
  OnDesks on;
  const auto done = on.import(
      "V1,tank,坦克,,,420100,,,,,,,,\n"
      "V2,van,车,,,420100,heavy,,,,,,,\n"
      "V3,van,车,,,420100,,,121,120,,,,\n"
      "V4,van,车,,,420100,,101,,,,,,\n"
      "V5,van,车,,,420100,-1,,,,,,30.6,114.3\n"
      "V6,van,,,,420100,,,,,,,,\n"
      "V7,van,车,,,,,,,,,,,\n");
  CHECK(done.refusals() ==
        "2 kind field_must_be_a_known_word\n"
        "3 capacity_kg number_must_be_in_range\n"
        "4 fuel_l fuel_must_fit_the_tank\n"
        "5 seats number_must_be_in_range\n"
        "6 capacity_kg number_must_be_in_range\n"
        "6 latitude_deg degrees_must_be_on_earth\n"
        "7 name_zh field_must_be_given\n"
        "8 unit field_must_be_given\n");
  CHECK(on.desks.nouns(tests::hubei).get<State>().vehicles.empty());
}

}  // namespace
}  // namespace lifeline::vehicle
