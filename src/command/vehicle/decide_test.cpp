// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::vehicle {
namespace {

using desk::Role;
using tests::events;
using tests::Given;
using tests::noon;

constexpr LonLat wuhan_place{114.3, 30.6}, near_by{114.301, 30.6}, further{114.31, 30.6},
    berlin{13.4, 52.5};

Entry entry(std::string id, UnitCode unit = tests::wuhan) {
  Entry made;
  made.id = std::move(id);
  made.kind = Kind::power_car;
  made.name_zh = "发电车";
  made.unit = unit;
  made.fuel_l = 80;
  made.tank_l = 120;
  made.litres_per_100_km = 20;
  made.base = wuhan_place;
  return made;
}
Seen seen(std::string id, LonLat place, int64_t after_s = 0) {
  return {.id = std::move(id), .place = place, .at = seconds_after(noon, after_s)};
}

TEST_CASE("a fleet list is taken whole, and only what is new or changed of it") {
  Given given;
  given.as(Role::administrator, tests::hubei);
  CHECK(given.when<Noun>(Import{{entry("V1"), entry("V2")}}) ==
        events(Imported{{entry("V1"), entry("V2")}}));
  given(Imported{{entry("V1"), entry("V2")}});
  CHECK(given.when<Noun>(Import{{entry("V1")}}).empty());
  CHECK(given.when<Noun>(Import{{entry("V1"), entry("V3", UnitCode{429999})}}) ==
        "unit_must_be_known");
  CHECK(given.when<Noun>(Import{}) == "vehicles_must_be_given");
  Entry full = entry("V4");
  full.fuel_l = 121;
  CHECK(given.when<Noun>(Import{{full}}) == "fuel_must_fit_the_tank");
  Entry nameless = entry("V5");
  nameless.name_zh.clear();
  CHECK(given.when<Noun>(Import{{nameless}}) == "field_must_be_given");
  CHECK(given.as(Role::operator_, tests::hubei).when<Noun>(Import{{entry("V3")}}) ==
        "role_must_suffice");
}

TEST_CASE("a vehicle is created once, changed and removed by whoever answers for its ground") {
  Given given;
  given.as(Role::operator_, tests::wuhan);
  CHECK(given.when<Noun>(Create{entry("V1")}) == events(Imported{{entry("V1")}}));
  CHECK(given.when<Noun>(Create{entry("V1", tests::yichang)}) == "unit_must_be_within_reach");
  CHECK(given.when<Noun>(Create{entry("V1", tests::hunan)}) == "unit_must_be_of_the_desk");
  given(Imported{{entry("V1")}});
  CHECK(given.when<Noun>(Create{entry("V1")}) == "vehicle_must_be_new");
  CHECK(given.when<Noun>(Change{entry("V9")}) == "vehicle_must_exist");
  CHECK(given.when<Noun>(Change{entry("V1")}).empty());
  CHECK(given.when<Noun>(Change{entry("V1", tests::wuchang)}) ==
        events(Imported{{entry("V1", tests::wuchang)}}));
  CHECK(given.when<Noun>(Remove{"V1", ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Remove{"V1", "sold"}) == events(Removed{"V1", "sold"}));
  crew::Entry crew;
  crew.id = "C1";
  crew.unit = tests::wuhan;
  crew.vehicle = "V1";
  given(crew::Imported{{crew}});
  CHECK(given.when<Noun>(Remove{"V1", "sold"}) == "vehicle_must_be_of_no_crew");
}

TEST_CASE("a position is journalled once a minute and two hundred metres") {
  Given given;
  given(Imported{{entry("V1")}}).as(Role::operator_, tests::wuhan).at(seconds_after(noon, 600));
  const auto report = [&](const Seen& one) { return given.when<Noun>(ReportPositions{{one}}); };
  CHECK(report(seen("V1", wuhan_place)) == events(Positioned{{seen("V1", wuhan_place)}}));
  given(Positioned{{seen("V1", wuhan_place)}});
  CHECK(report(seen("V1", further, 59)).empty());
  CHECK(report(seen("V1", near_by, 60)).empty());
  CHECK(report(seen("V1", further, 60)) == events(Positioned{{seen("V1", further, 60)}}));
  CHECK(report(seen("V1", further, -60)).empty());  // older than the last
  CHECK(report(seen("V1", further, 661)) == "position_must_not_lie_ahead");
  CHECK(report(seen("V1", berlin, 60)) == "position_must_be_plausible");
  CHECK(report(seen("V1", {}, 60)) == "position_must_be_given");
  CHECK(report(seen("V1", {200, 0}, 60)) == "position_must_be_on_earth");
  CHECK(report(seen("V9", further, 60)) == "vehicle_must_exist");
}

TEST_CASE("of several positions the wrong ones are left out, and none comes too often") {
  Given given;
  given(Imported{{entry("V1"), entry("V2")}}).as(Role::operator_, tests::wuhan);
  given.at(seconds_after(noon, 600));
  CHECK(given.when<Noun>(
            ReportPositions{{seen("V1", wuhan_place), seen("V2", berlin), seen("V1", further, 30),
                             seen("V9", further), seen("V1", further, 60)}}) ==
        events(Positioned{{seen("V1", wuhan_place), seen("V1", further, 60)}}));
}

TEST_CASE("fuel is told by whoever answers for it and fits the tank") {
  Given given;
  given(Imported{{entry("V1")}}).as(Role::operator_, tests::wuhan);
  CHECK(given.when<Noun>(ReportFuel{"V1", 60}) == events(Fuelled{"V1", 60, noon}));
  CHECK(given.when<Noun>(ReportFuel{"V1", 121}) == "fuel_must_fit_the_tank");
  CHECK(given.when<Noun>(ReportFuel{"V1", -1}) == "number_must_be_in_range");
  given(Fuelled{"V1", 60, noon});
  CHECK(range_km(*find(given.part<Noun>().state, "V1")) == 300);
  given(Imported{{entry("V1", tests::wuchang)}});  // the list says nothing new of the fuel
  CHECK(find(given.part<Noun>().state, "V1")->fuel_l == 60);
}

TEST_CASE("a vehicle is out of service with a reason until it is put back or the time is over") {
  Given given;
  given(Imported{{entry("V1")}}).as(Role::operator_, tests::wuhan);
  const Instant later = seconds_after(noon, 3600);
  CHECK(given.when<Noun>(TakeOut{"V1", ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(TakeOut{"V1", "brakes", noon}) == "until_must_lie_ahead");
  CHECK(given.when<Noun>(PutInService{"V1"}) == "vehicle_must_be_out_of_service");
  const TakenOut out{"V1", "brakes", later, noon};
  CHECK(given.when<Noun>(TakeOut{"V1", "brakes", later}) == events(out));
  given(out);
  CHECK(given.when<Noun>(TakeOut{"V1", "brakes", later}).empty());
  CHECK(is_out_of_service(*find(given.part<Noun>().state, "V1"), noon));
  CHECK(!is_out_of_service(*find(given.part<Noun>().state, "V1"), later));
  CHECK(given.when<Noun>(PutInService{"V1"}) == events(PutBack{"V1", noon}));
}

TEST_CASE("headquarters copies a province's vehicles and leaves decisions to it") {
  Given given(group_unit);
  given.as_system();
  CHECK(given.when<Noun>(Follow{tests::hubei, Imported{{entry("V1")}}}) ==
        events(Adopted{{entry("V1")}}));
  CHECK(given.when<Noun>(Follow{tests::hubei, Imported{{entry("V1", group_unit)}}}).empty());
  given(Adopted{{entry("V1")}});
  const Positioned heard{{seen("V1", further), seen("V9", further)}};
  CHECK(given.when<Noun>(Follow{tests::hubei, heard}) == events(Positioned{{seen("V1", further)}}));
  CHECK(given.when<Noun>(Follow{tests::hubei, PutBack{"V1", noon}}) == events(PutBack{"V1", noon}));
  CHECK(given.when<Noun>(Follow{tests::hubei, PutBack{"V9", noon}}).empty());
  given.as(Role::commander, group_unit);
  CHECK(given.when<Noun>(ReportFuel{"V1", 1}) == "vehicle_must_exist");
  CHECK(given.when<Noun>(Follow{tests::hubei, heard}) == "role_must_suffice");
}

}  // namespace
}  // namespace lifeline::vehicle
