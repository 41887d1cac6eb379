// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/field.h"

namespace lifeline::job {
namespace {

using namespace fixture;
using tests::events;

std::string create(Field& field, What what) {
  return field.when<Noun>(Create{.what = std::move(what)});
}
std::string detail(Field& field, Command command) {
  const auto answer = decide(field.part<Noun>().state, command, field.context());
  return answer ? "" : answer.error().detail;
}

TEST_CASE("a job is made with what it needs") {
  Field field;
  CHECK(create(field, work()) ==
        events(
            Created{.id = id(1), .what = work(), .attributes = {}, .by = "commander", .at = noon}));
}

TEST_CASE("a job that nobody could do is refused by what is wrong with it") {
  Field field;
  What what = work();
  what.skills = {"diving"};
  CHECK(create(field, what) == "skill_must_be_known_to_somebody");
  CHECK(detail(field, Create{.what = what}) == "no crew has diving");
  what = work();
  what.earliest = minute(600);
  what.latest = minute(700);
  CHECK(create(field, what) == "window_must_be_in_a_shift");
  what.latest = minute(500);
  CHECK(create(field, what) == "latest_must_follow_earliest");
  what = work();
  what.latest = minute(30);
  CHECK(create(field, what).starts_with("{\"Created\""));
  what = work();
  what.place = {13.4, 52.5};  // Berlin
  CHECK(create(field, what) == "place_must_be_plausible");
  what.place = {200, 30};
  CHECK(create(field, what) == "place_must_be_plausible");
  what = work();
  what.crews_needed = 0;
  CHECK(create(field, what) == "crews_needed_must_be_in_range");
  what = work();
  what.duration_s = -1;
  CHECK(create(field, what) == "duration_must_be_in_range");
  what = work();
  what.load_kg = -1;
  CHECK(create(field, what) == "load_must_be_in_range");
  what = work();
  what.title_zh = what.title_en = "";
  CHECK(create(field, what) == "title_must_be_given");
  what = work();
  what.unit = {999999};
  CHECK(create(field, what) == "unit_must_be_known");
  what.unit = tests::hunan;
  CHECK(create(field, what) == "unit_must_be_of_the_desk");
  what = work();
  what.after = {id(9)};
  CHECK(create(field, what) == "job_must_be_known");
  what = work();
  what.source.order = {hubei.value, 9};
  CHECK(create(field, what) == "order_must_be_known");
  CHECK(field.as(desk::Role::viewer, wuhan).when<Noun>(Create{.what = work()}) ==
        "role_must_suffice");
  CHECK(field.as(desk::Role::operator_, tests::yichang).when<Noun>(Create{.what = work()}) ==
        "unit_must_be_within_reach");
}

TEST_CASE("jobs that wait for each other are refused with their ring") {
  Field field;
  What second = work(), third = work();
  second.after = {id(1)};
  third.deliver_of = id(2);
  field(created(1), created(2, second), created(3, third));
  What first = work();
  first.after = {id(3)};
  const Change change{.id = id(1), .what = first};
  CHECK(field.when<Noun>(change) == "jobs_must_not_wait_for_each_other");
  CHECK(detail(field, change) == "420000-1 → 420000-3 → 420000-2 → 420000-1");
  first.after = {id(1)};
  CHECK(field.when<Noun>(Change{.id = id(1), .what = first}) ==
        "jobs_must_not_wait_for_each_other");
}

TEST_CASE("a job is offered to a crew that can do it, and to nobody else") {
  Field field;
  field(created(1));
  const Offer offer{.id = id(1), .crew = "C1"};
  CHECK(field.when<Noun>(offer) == events(offered(1, "C1")));
  CHECK(field.when<Noun>(Offer{.id = id(1), .crew = "C9"}) == "crew_must_be_known");
  CHECK(field.when<Noun>(Offer{.id = id(1), .crew = {}}) == "crew_must_be_given");
  CHECK(field.when<Noun>(Offer{.id = id(7), .crew = "C1"}) == "job_must_exist");
  CHECK(field.at(minute(481)).when<Noun>(offer) == "crew_must_be_on_shift");
  field.at(noon);
  What heavy = work();
  heavy.vehicle_kinds = {vehicle::Kind::power_car};
  heavy.parts = {{"fuse", 5}};
  field(created(2, heavy));
  CHECK(field.when<Noun>(Offer{.id = id(2), .crew = "C1"}) == "crew_must_have_the_parts");
  heavy.parts.clear();
  field(created(3, heavy));
  CHECK(field.when<Noun>(Offer{.id = id(3), .crew = "C2"}) == "crew_must_have_the_vehicle");
  CHECK(field.when<Noun>(Offer{.id = id(3), .crew = "C1"}) == events(offered(3, "C1")));
  What sharp = work();
  sharp.tools = {"splicer"};
  field(created(4, sharp));
  CHECK(field.when<Noun>(Offer{.id = id(4), .crew = "C1"}) == "crew_must_have_the_tool");
}

TEST_CASE("of two crews that accept one job at once one gets it, and the other hears who") {
  Field field;
  field(created(1), offered(1, "C1"), offered(1, "C2"));
  CHECK(field.when<Noun>(Accept{.id = id(1), .crew = "C1"}) == events(accepted(1, "C1")));
  field(accepted(1, "C1"));
  const Accept second{.id = id(1), .crew = "C2"};
  CHECK(field.when<Noun>(second) == "job_must_be_free");
  CHECK(detail(field, second) == "C1 has it");
  CHECK(field.job(1).crews[1].step == Step::released);
  CHECK(field.when<Noun>(Offer{.id = id(1), .crew = "C2"}) == "job_must_be_free");
}

TEST_CASE("a job for two crews is taken by two, and done when both are") {
  Field field;
  What what = work();
  what.crews_needed = 2;
  field(created(1, what), offered(1, "C1"), offered(1, "C2"), accepted(1, "C1"));
  CHECK(field.when<Noun>(Accept{.id = id(1), .crew = "C2"}) == events(accepted(1, "C2")));
  field(accepted(1, "C2"), departed(1, "C1"), arrived(1, "C1"), finished(1, "C1"));
  CHECK(field.job(1).phase == Phase::accepted);
  field(departed(1, "C2"), arrived(1, "C2"), finished(1, "C2"));
  CHECK(field.job(1).phase == Phase::done);
}

TEST_CASE("a crew takes the steps in their order") {
  Field field;
  field(created(1));
  CHECK(field.when<Noun>(Accept{.id = id(1), .crew = "C1"}) == "job_must_be_offered_to_the_crew");
  field(offered(1, "C1"));
  CHECK(field.when<Noun>(Depart{.id = id(1), .crew = "C1"}) == "job_must_be_accepted");
  field(accepted(1, "C1"));
  CHECK(field.when<Noun>(Arrive{.id = id(1), .crew = "C1"}) == "crew_must_be_on_its_way");
  CHECK(field.when<Noun>(Depart{.id = id(1), .crew = "C1"}) == events(departed(1, "C1")));
  field(departed(1, "C1"));
  CHECK(field.when<Noun>(Finish{.id = id(1), .crew = "C1", .result = {}}) ==
        "crew_must_be_on_site");
  CHECK(field.when<Noun>(Decline{.id = id(1), .crew = "C1", .reason = "ill"}) ==
        "crew_must_not_have_departed");
  field(arrived(1, "C1"), finished(1, "C1"));
  CHECK(field.when<Noun>(Cancel{.id = id(1), .why = "late"}) == "job_must_not_be_over");
  CHECK(field.when<Noun>(Fail{.id = id(1), .crew = "C1", .reason = "no"}) ==
        "job_must_not_be_over");
}

TEST_CASE("a step that is told again changes nothing") {
  Field field;
  field(created(1), offered(1, "C1"), accepted(1, "C1"), departed(1, "C1"));
  CHECK(field.when<Noun>(Accept{.id = id(1), .crew = "C1"}) == "");
  CHECK(field.when<Noun>(Depart{.id = id(1), .crew = "C1"}) == "");
  field(arrived(1, "C1"), finished(1, "C1"));
  for (const Command& command :
       {Command(Accept{.id = id(1), .crew = "C1"}), Command(Depart{.id = id(1), .crew = "C1"}),
        Command(Arrive{.id = id(1), .crew = "C1"}),
        Command(Finish{.id = id(1), .crew = "C1", .result = {}})}) {
    const auto again = decide(field.part<Noun>().state, command, field.context());
    CHECK((again && again->empty()));
  }
}

TEST_CASE("a phone's own time is kept, unless it lies ahead or before the step before") {
  Field field;
  field(created(1), offered(1, "C1"), accepted(1, "C1", minute(2))).at(minute(30));
  const auto depart = [&](Instant at) {
    return field.when<Noun>(Depart{.id = id(1), .crew = "C1", .at = at});
  };
  Departed kept = departed(1, "C1", minute(10));
  kept.told_at = minute(30);
  CHECK(depart(minute(10)) == events(kept));
  CHECK(depart(minute(32)) == "step_must_not_lie_ahead");
  CHECK(depart(minute(0)) == "step_must_follow_the_one_before");
  kept.at = minute(30);  // 60 s of skew are the clock's, not the step's
  CHECK(depart(minute(31)) == events(kept));
  kept.at = minute(2);
  CHECK(depart(minute(1)) == events(kept));
}

TEST_CASE("an offer lapses; a phone that accepted in time still gets the job if it is free") {
  Field field;
  field(created(1), offered(1, "C1")).as_system();
  CHECK(field.when<Noun>(LapseOffer{.id = id(1), .crew = "C1"}) == "");
  CHECK(due(field.part<Noun>().state) == minute(5));
  field.at(minute(5));
  CHECK(field.when<Noun>(LapseOffer{.id = id(1), .crew = "C1"}) ==
        events(OfferLapsed{.id = id(1), .crew = "C1", .at = minute(5)}));
  field(OfferLapsed{.id = id(1), .crew = "C1", .at = minute(5)});
  CHECK(field.job(1).phase == Phase::open);
  CHECK(due(field.part<Noun>().state) == std::nullopt);
  field.as(desk::Role::commander, hubei).at(minute(20));
  CHECK(field.when<Noun>(Accept{.id = id(1), .crew = "C1"}) == "offer_must_not_have_lapsed");
  CHECK(field.when<Noun>(Accept{.id = id(1), .crew = "C1", .at = minute(4)})
            .starts_with("{\"Accepted\""));
  field(offered(1, "C2"), accepted(1, "C2"));
  CHECK(field.when<Noun>(Accept{.id = id(1), .crew = "C1", .at = minute(4)}) == "job_must_be_free");
}

TEST_CASE("a job whose crew is not there in time is late, once") {
  Field field;
  What what = work();
  what.latest = minute(60);
  field(created(1, what)).as_system().at(minute(60));
  CHECK(due(field.part<Noun>().state) == minute(60));
  CHECK(field.when<Noun>(MarkLate{.id = id(1)}) == events(Late{.id = id(1), .at = minute(60)}));
  field(Late{.id = id(1), .at = minute(60)});
  CHECK(field.when<Noun>(MarkLate{.id = id(1)}) == "");
  CHECK(due(field.part<Noun>().state) == std::nullopt);
}

TEST_CASE("what declined comes back, and what is bound goes to nobody else") {
  Field field;
  field(created(1), offered(1, "C1"));
  CHECK(field.when<Noun>(Decline{.id = id(1), .crew = "C1", .reason = {}}) ==
        "reason_must_be_given");
  field(
      Declined{.id = id(1), .crew = "C1", .reason = "ill", .by = "x", .at = noon, .told_at = noon});
  CHECK(field.job(1).phase == Phase::open);
  Changed pinned{
      .id = id(1), .what = work(), .bonds = {.pinned = "C2", .forbidden = {}}, .attributes = {}};
  CHECK(field.when<Noun>(Pin{.id = id(1), .crew = "C2"}) == events(pinned));
  field(pinned);
  CHECK(field.when<Noun>(Offer{.id = id(1), .crew = "C1"}) == "job_must_be_for_the_crew");
  pinned.bonds = {.pinned = {}, .forbidden = {"C2"}};
  CHECK(field.when<Noun>(Forbid{.id = id(1), .crew = "C2"}) == events(pinned));
  field(pinned);
  CHECK(field.when<Noun>(Offer{.id = id(1), .crew = "C2"}) == "crew_must_not_be_forbidden");
  pinned.bonds = {};
  CHECK(field.when<Noun>(Unpin{.id = id(1), .crew = "C2"}) == events(pinned));
}

TEST_CASE("a crew is on its way to one job at a time, and not before what it waits for is done") {
  Field field;
  What second = work();
  second.after = {id(1)};
  field(created(1), offered(1, "C1"), accepted(1, "C1"), created(2, second), offered(2, "C1"),
        accepted(2, "C1"));
  const Depart depart{.id = id(2), .crew = "C1"};
  CHECK(field.when<Noun>(depart) == "jobs_before_it_must_be_done");
  CHECK(detail(field, depart) == "420000-1 is not");
  field(created(3), offered(3, "C1"), accepted(3, "C1"), departed(1, "C1"));
  CHECK(field.when<Noun>(Depart{.id = id(3), .crew = "C1"}) == "crew_must_be_free");
  field(arrived(1, "C1"), finished(1, "C1"));
  CHECK(field.when<Noun>(depart) == events(departed(2, "C1")));
}

}  // namespace
}  // namespace lifeline::job
