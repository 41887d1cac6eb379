// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "command/dispatch/fixture_test.h"

namespace lifeline::dispatch {
namespace {

using namespace fixture;

/// Asks what a job costs with each crew, in a plan of the ground as it is.
Result<std::vector<Choice>> choices_of(Ground& ground, uint64_t job) {
  const Scene scene = ground.scene();
  Asked asked = ask(scene);
  routing::Plan plan;
  if (!asked.slots.empty()) {
    asked.problem.travel = great_circle_travel(asked.places);
    plan = planned(asked, {.budget = {.iterations = 50, .clock = {}}}).value();
  }
  return choices(scene, asked, plan, id(job));
}

Choice with(const std::vector<Choice>& choices, const std::string& crew) {
  for (const Choice& one : choices)
    if (one.crew == crew) return one;
  return {};
}

TEST_CASE("Every crew's cost for a job is told, the best first") {
  Ground ground;
  ground(created(1, work_at(in_the_north)));
  const auto all = choices_of(ground, 1);
  REQUIRE(all);
  REQUIRE(all->size() == 2);
  CHECK((*all)[0].crew == "C1");
  CHECK((*all)[0].dearer == 0);
  CHECK((*all)[1].dearer > 0);
  CHECK((*all)[1].reason == Lack::none);
  CHECK(choices_of(ground, 7).error().name == "job_must_be_planned");
}

TEST_CASE("A crew that cannot come is told last, with what it has not") {
  Ground ground;
  crew::Entry skilled = ground.part<crew::Noun>().state.crews.at("C2").what;
  skilled.skills.push_back("光缆");
  ground(crew::Imported{.crews = {skilled}});
  job::What fibre = work_at(in_the_north);
  fibre.skills = {"transmission", "光缆"};
  ground(created(1, fibre));
  const auto all = choices_of(ground, 1);
  REQUIRE(all);
  REQUIRE(all->size() == 2);
  CHECK(all->front().crew == "C2");
  CHECK(all->front().able);
  CHECK(!all->back().able);
  CHECK(all->back().reason == Lack::nobody_has_skill);
  CHECK(all->back().reason_names == std::vector<std::string>{"光缆"});
}

TEST_CASE("Of a job that nobody can do each crew says what it has not") {
  Ground ground;
  job::What lifting = work_at(in_the_north);
  lifting.tools = {"吊车"};
  lifting.vehicle_kinds = {vehicle::Kind::power_car};
  ground(created(1, lifting));
  const auto all = choices_of(ground, 1);
  REQUIRE(all);
  REQUIRE(all->size() == 2);
  for (const Choice& one : *all) {
    CHECK(!one.able);
    CHECK(one.reason == Lack::nobody_has_tool);
    CHECK(one.reason_names == std::vector<std::string>{"吊车"});
  }
}

TEST_CASE("A crew that is not at work, or ruled out by hand, is told as that") {
  Ground ground;
  ground(crew::ShiftsPlanned{.id = "C2", .shifts = {}, .due = {}},
         created(1, work_at(in_the_north)));
  CHECK(with(choices_of(ground, 1).value(), "C2").reason == Lack::nobody_on_shift);
  ground(job::Changed{.id = id(1),
                      .what = work_at(in_the_north),
                      .bonds = {.pinned = {}, .forbidden = {"C1"}},
                      .attributes = {}});
  CHECK(with(choices_of(ground, 1).value(), "C1").reason == Lack::nobody_may);
}

TEST_CASE("What a pin costs is told, and what each other crew would cost instead") {
  Ground ground;
  ground(created(1, work_at(in_the_north)), job::Changed{.id = id(1),
                                                         .what = work_at(in_the_north),
                                                         .bonds = {.pinned = "C2", .forbidden = {}},
                                                         .attributes = {}});
  const auto all = choices_of(ground, 1).value();
  CHECK(with(all, "C1").able);
  CHECK(with(all, "C1").dearer == 0);
  CHECK(with(all, "C2").able);
  CHECK(with(all, "C2").dearer > 0);
}

}  // namespace
}  // namespace lifeline::dispatch
