// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "command/job/count.h"
#include "tests/field.h"

namespace lifeline::job {
namespace {

using namespace fixture;

TEST_CASE("the furthest crew says how far a job is") {
  Field field;
  field(created(1));
  CHECK(field.job(1).phase == Phase::open);
  field(offered(1, "C1"), offered(1, "C2"));
  CHECK(field.job(1).phase == Phase::offered);
  field(accepted(1, "C2"), departed(1, "C2"));
  CHECK(field.job(1).phase == Phase::on_the_way);
  CHECK(row_of(field.job(1), field.nouns()).crew == "C2");
  CHECK(under_way(field.part<Noun>().state, "C2")->id == id(1));
  field(arrived(1, "C2"), finished(1, "C2"));
  CHECK(field.job(1).phase == Phase::done);
  CHECK(under_way(field.part<Noun>().state, "C2") == nullptr);
  CHECK(field.part<Noun>().state.open.empty());
}

TEST_CASE("what is rebuilt from a snapshot is what was there") {
  Field field;
  What late = work();
  late.latest = minute(60);
  late.source.order = {hubei.value, 5};
  late.source.recipient = wuhan;
  field(created(1, late), offered(1, "C1"), created(2), offered(2, "C2"), accepted(2, "C2"));
  const State& state = field.part<Noun>().state;
  State again{.serial = state.serial,
              .jobs = state.jobs,
              .open = {},
              .deadlines = {},
              .by_order = {},
              .by_crew = {}};
  again.reindex();
  CHECK(again.open == state.open);
  CHECK(again.deadlines == state.deadlines);
  CHECK(again.by_order == state.by_order);
  CHECK(again.by_crew == state.by_crew);
  CHECK(state.deadlines.size() == 2);
}

TEST_CASE("an outing counts the people and the vehicle as they were, by unit and local day") {
  Field field;
  field(created(1), offered(1, "C1"), accepted(1, "C1"), departed(1, "C1"));
  Departed on_foot = departed(2, "C2", seconds_after(noon, 12 * 3600));  // midnight in Wuhan
  on_foot.people = 2;
  on_foot.vehicle = "";
  field(created(2), offered(2, "C2"), accepted(2, "C2"), on_foot);
  const auto asked = [&](Asked what) {
    what.unit = hubei;
    what.zone_minutes = 480;
    return count(field.part<Noun>().state, field.nouns(), what);
  };
  const Rows by_unit = asked({});
  REQUIRE(by_unit.size() == 1);
  CHECK(by_unit.at({wuhan, ""}) == Figures{.outings = 2, .person_times = 5, .vehicle_times = 1});
  const Rows by_day = asked({.by_unit = false, .by_day = true});
  REQUIRE(by_day.size() == 2);
  CHECK(by_day.at({{}, "2020-01-23"}).person_times == 3);
  CHECK(by_day.at({{}, "2020-01-24"}) ==
        Figures{.outings = 1, .person_times = 2, .vehicle_times = 0});
  CHECK(asked({.from = minute(1)}).at({wuhan, ""}).outings == 1);
  CHECK(asked({.until = minute(1)}).at({wuhan, ""}).person_times == 3);
}

TEST_CASE("an incident shows the furthest of its jobs, also when it ended in another incident") {
  Field field;
  const IncidentId first{hubei.value, 1}, second{hubei.value, 2};
  What what = work();
  what.source.incident = first;
  CHECK(crew_state(first, field.nouns()) == std::nullopt);
  field(created(1, what), created(2, what), offered(2, "C1"), accepted(2, "C1"));
  CHECK(crew_state(first, field.nouns()) == Phase::accepted);
  field(incident::Explained{
      .id = first, .root = {}, .title_zh = {}, .title_en = {}, .region = {}, .into = second});
  CHECK(crew_state(first, field.nouns()) == std::nullopt);
  CHECK(crew_state(second, field.nouns()) == Phase::accepted);
  CHECK(row_of(field.job(2), field.nouns()).incident == second);
}

}  // namespace
}  // namespace lifeline::job
