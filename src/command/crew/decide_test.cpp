// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::crew {
namespace {

using desk::Role;
using tests::events;
using tests::Given;
using tests::noon;

constexpr LonLat wuhan_place{114.3, 30.6}, berlin{13.4, 52.5};

Instant hour(int64_t hours) { return seconds_after(noon, hours * 3600); }

Entry entry(std::string id, UnitCode unit = tests::wuhan) {
  Entry made;
  made.id = std::move(id);
  made.name_zh = "光缆一班";
  made.unit = unit;
  made.size = 3;
  made.base = wuhan_place;
  made.parts = {{"fuse", 4}};
  return made;
}
person::Entry zhang() {
  person::Entry made;
  made.id = "S1";
  made.name_zh = "张伟";
  made.unit = tests::wuhan;
  made.account = "zhang";
  return made;
}
desk::Actor log_in(const std::string& name) {
  return {.name = name, .role = Role::viewer, .unit = tests::wuchang};
}

TEST_CASE("a crew has members, known ones or so many, and certificates with an end") {
  Given given;
  given(person::Imported{{zhang()}}).as(Role::administrator, tests::hubei);
  CHECK(given.when<Noun>(Import{{entry("C1")}}) == events(Imported{{entry("C1")}}));
  Entry nobody = entry("C2");
  nobody.size = 0;
  CHECK(given.when<Noun>(Import{{nobody}}) == "crew_must_have_members");
  nobody.members = {"S9"};
  CHECK(given.when<Noun>(Import{{nobody}}) == "member_must_be_known");
  nobody.members = {"S1"};
  CHECK(given.when<Noun>(Import{{nobody}}) == events(Imported{{nobody}}));
  nobody.size = 2;
  CHECK(given.when<Noun>(Import{{nobody}}) == "crew_size_must_be_its_members");
  Entry endless = entry("C3");
  endless.certificates = {{"high voltage", {}}};
  CHECK(given.when<Noun>(Import{{endless}}) == "certificate_must_have_an_end");
  CHECK(given.when<Noun>(Import{{entry("C4", UnitCode{429999})}}) == "unit_must_be_known");
  CHECK(given.when<Noun>(Import{}) == "crews_must_be_given");
}

TEST_CASE("a vehicle is known and of one crew") {
  Given given;
  vehicle::Entry car;
  car.id = "V1";
  car.unit = tests::wuhan;
  given(vehicle::Imported{{car}}).as(Role::administrator, tests::hubei);
  Entry first = entry("C1"), second = entry("C2");
  first.vehicle = "V1";
  second.vehicle = "V9";
  CHECK(given.when<Noun>(Import{{second}}) == "vehicle_must_be_known");
  second.vehicle = "V1";
  CHECK(given.when<Noun>(Import{{first, second}}) == "vehicle_must_be_of_one_crew");
  given(Imported{{first}});
  CHECK(given.when<Noun>(Import{{second}}) == "vehicle_must_be_of_one_crew");
  first.vehicle.clear();
  CHECK(given.when<Noun>(Import{{first, second}}) == events(Imported{{first, second}}));
}

TEST_CASE("a crew is created once, changed and, when it is free, removed") {
  Given given;
  given.as(Role::operator_, tests::wuhan);
  CHECK(given.when<Noun>(Create{entry("C1")}) == events(Imported{{entry("C1")}}));
  CHECK(given.when<Noun>(Create{entry("C1", tests::hunan)}) == "unit_must_be_of_the_desk");
  CHECK(given.when<Noun>(Create{entry("C1", tests::yichang)}) == "unit_must_be_within_reach");
  given(Imported{{entry("C1")}});
  CHECK(given.when<Noun>(Create{entry("C1")}) == "crew_must_be_new");
  CHECK(given.when<Noun>(Change{entry("C1")}).empty());
  CHECK(given.when<Noun>(Change{entry("C9")}) == "crew_must_exist");
  CHECK(given.when<Noun>(Remove{"C1", ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Remove{"C1", "merged"}) == events(Removed{"C1", "merged"}));
  given(Occupied{"C1", {420000, 1}, noon});
  CHECK(given.when<Noun>(Remove{"C1", "merged"}) == "crew_must_be_free");
}

TEST_CASE("shifts end after they begin, do not overlap and hold their breaks") {
  Given given;
  given(Imported{{entry("C1")}}).as(Role::operator_, tests::wuhan);
  const auto plan = [&](std::vector<Shift> shifts) {
    return given.when<Noun>(PlanShifts{"C1", std::move(shifts)});
  };
  const Shift day{hour(1), hour(9), {{hour(4), hour(5)}}};
  CHECK(plan({day}) == events(ShiftsPlanned{"C1", {day}, {}}));
  CHECK(plan({{hour(9), hour(1), {}}}) == "shift_must_end_after_it_begins");
  CHECK(plan({{hour(1), hour(1), {}}}) == "shift_must_end_after_it_begins");
  CHECK(plan({{hour(1), hour(80), {}}}) == "shift_must_be_shorter");
  CHECK(plan({{hour(-9), hour(-1), {}}}) == "shift_must_lie_ahead");
  CHECK(plan({{{}, hour(9), {}}}) == "field_must_be_given");
  CHECK(plan({day, {hour(8), hour(12), {}}}) == "shifts_must_not_overlap");
  CHECK(plan({{hour(1), hour(9), {{hour(8), hour(10)}}}}) == "breaks_must_lie_within_the_shift");
  CHECK(plan({{hour(1), hour(9), {{hour(5), hour(4)}}}}) == "break_must_end_after_it_begins");
  given(ShiftsPlanned{"C1", {day}, {}}).at(hour(10));
  const Shift next{hour(24), hour(32), {}};
  CHECK(plan({next}) == events(ShiftsPlanned{"C1", {day, next}, {}}));  // what is over stays
}

TEST_CASE("a position from the wrong continent is refused with both distances") {
  Given given;
  given(Imported{{entry("C1")}}).as(Role::operator_, tests::wuhan);
  const ReportPositions wrong{{{"C1", berlin, noon}}};
  CHECK(given.when<Noun>(wrong) == "position_must_be_plausible");
  CHECK(given.blamed<Noun>(wrong) == "place");
  CHECK(given.when<Noun>(ReportPositions{{{"C1", wuhan_place, {}}}}) ==
        events(Positioned{{{"C1", wuhan_place, noon}}}));
}

TEST_CASE("members speak for their crew, others must answer for its ground") {
  Given given;
  Entry own = entry("C1", tests::wuhan);
  own.size = 0;
  own.members = {"S1"};
  given(person::Imported{{zhang()}}, Imported{{own}});
  CHECK(given.by(log_in("zhang")).when<Noun>(CheckIn{"C1"}) ==
        events(CheckedIn{"C1", "zhang", noon, {}}));
  CHECK(given.by(log_in("li")).when<Noun>(CheckIn{"C1"}) == "role_must_suffice");
  CHECK(given.by(log_in("zhang")).when<Noun>(SetWatch{"C1", 600}) == "role_must_suffice");
  CHECK(given.as(Role::operator_, tests::wuchang).when<Noun>(CheckIn{"C1"}) ==
        "unit_must_be_within_reach");
}

TEST_CASE("a safety timer is set within bounds, put off by a check-in and missed once") {
  Given given;
  given(Imported{{entry("C1")}}).as(Role::operator_, tests::wuhan);
  CHECK(given.when<Noun>(SetWatch{"C1", 59}) == "number_must_be_in_range");
  CHECK(given.when<Noun>(SetWatch{"C1", 0}).empty());
  const WatchSet set{"C1", 600, seconds_after(noon, 600)};
  CHECK(given.when<Noun>(SetWatch{"C1", 600}) == events(set));
  given(set);
  const State& state = given.part<Noun>().state;
  CHECK(due(state) == seconds_after(noon, 600));
  CHECK(given.when<Noun>(MissCheckIn{"C1"}) == "role_must_suffice");
  CHECK(given.as_system().when<Noun>(MissCheckIn{"C1"}).empty());  // it is not due
  given.at(seconds_after(noon, 600));
  const CheckInMissed missed{"C1", seconds_after(noon, 600)};
  CHECK(given.when<Noun>(MissCheckIn{"C1"}) == events(missed));
  given(missed);
  CHECK(!due(state));
  CHECK(given.when<Noun>(MissCheckIn{"C1"}).empty());
  const CheckedIn back{"C1", "lifeline", seconds_after(noon, 600), seconds_after(noon, 1200)};
  CHECK(given.when<Noun>(CheckIn{"C1"}) == events(back));
  given(back);
  CHECK(due(state) == seconds_after(noon, 1200));
}

TEST_CASE("a plan does not put off a timer that runs, and starts one that waits") {
  Given given;
  const Shift now{hour(-1), hour(1), {}}, later{hour(2), hour(3), {}};
  given(Imported{{entry("C1")}}, ShiftsPlanned{"C1", {now}, {}}, WatchSet{"C1", 600, hour(0)});
  given.as(Role::operator_, tests::wuhan);
  CHECK(given.when<Noun>(PlanShifts{"C1", {now, later}}) ==
        events(ShiftsPlanned{"C1", {now, later}, hour(0)}));
  given(CheckedIn{"C1", "zhang", hour(1), {}}).at(hour(1));
  CHECK(given.when<Noun>(PlanShifts{"C1", {later}}) ==
        events(ShiftsPlanned{"C1", {now, later}, seconds_after(hour(2), 600)}));
}

TEST_CASE("parts are spent from what is in stock") {
  Given given;
  given(Imported{{entry("C1")}}).as(Role::operator_, tests::wuhan);
  CHECK(given.when<Noun>(Spend{"C1", {{"fuse", 5}}}) == "parts_must_be_in_stock");
  CHECK(given.when<Noun>(Spend{"C1", {{"cable", 1}}}) == "parts_must_be_in_stock");
  CHECK(given.when<Noun>(Spend{"C1", {}}) == "parts_must_be_given");
  CHECK(given.when<Noun>(Spend{"C1", {{"fuse", 0}}}) == "parts_must_be_given");
  CHECK(given.when<Noun>(Spend{"C1", {{"fuse", 4}, {"cable", 0}}, {420000, 7}}) ==
        events(Spent{"C1", {{"fuse", 4}}, {420000, 7}, "operator", noon}));
  CHECK(given.when<Noun>(Stock{"C1", {{"cable", 2}}}) ==
        events(Stocked{"C1", {{"cable", 2}}, "operator", noon}));
  CHECK(given.when<Noun>(Stock{"C1", {{"fuse", 999'999}}}) == "parts_must_be_fewer");
}

TEST_CASE("only Lifeline puts a crew on a job, one at a time") {
  Given given;
  given(Imported{{entry("C1")}}).as(Role::commander, tests::hubei);
  CHECK(given.when<Noun>(Occupy{"C1", {420000, 1}}) == "role_must_suffice");
  given.as_system();
  CHECK(given.when<Noun>(Occupy{"C1", {420000, 1}}) == events(Occupied{"C1", {420000, 1}, noon}));
  given(Occupied{"C1", {420000, 1}, noon});
  CHECK(given.when<Noun>(Occupy{"C1", {420000, 1}}).empty());
  CHECK(given.when<Noun>(Occupy{"C1", {420000, 2}}) == "crew_must_be_free");
  CHECK(given.when<Noun>(Occupy{"C1", {}}) == events(Occupied{"C1", {}, noon}));
}

TEST_CASE("headquarters copies a province's crews, and its clock tells of none of them") {
  Given given(group_unit);
  given.as_system();
  CHECK(given.when<Noun>(Follow{tests::hubei, Imported{{entry("C1")}}}) ==
        events(Adopted{{entry("C1")}}));
  given(Adopted{{entry("C1")}}, WatchSet{"C1", 600, noon});
  CHECK(!due(given.part<Noun>().state));
  CHECK(given.when<Noun>(Follow{tests::hubei, CheckInMissed{"C1", noon}}) ==
        events(CheckInMissed{"C1", noon}));
  CHECK(given.when<Noun>(Follow{tests::hunan, CheckInMissed{"C9", noon}}).empty());
  desk::Commands out;
  react(CheckInMissed{"C1", noon}, given.context(), out);
  CHECK(out.items().empty());
  CHECK(given.as(Role::commander, group_unit).when<Noun>(CheckIn{"C1"}) == "crew_must_exist");
}

}  // namespace
}  // namespace lifeline::crew
