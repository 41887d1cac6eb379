// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::crew {
namespace {

using tests::noon;

Instant hour(int64_t hours) { return seconds_after(noon, hours * 3600); }

Entry entry(std::string id, std::string vehicle = {}) {
  Entry made;
  made.id = std::move(id);
  made.name_zh = "光缆一班";
  made.unit = tests::wuhan;
  made.members = {"A", "B"};
  made.vehicle = std::move(vehicle);
  made.certificates = {{"high voltage", hour(1)}};
  made.parts = {{"fuse", 4}};
  return made;
}

TEST_CASE("a crew is on shift from its begin to before its end, and not at work in a break") {
  Crew crew;
  crew.shifts = {{hour(1), hour(9), {{hour(4), hour(5)}}}};
  CHECK(!on_shift(crew, hour(0)));
  CHECK(on_shift(crew, hour(1)));
  CHECK(!on_shift(crew, hour(9)));
  CHECK(on_shift(crew, hour(4)));
  CHECK(!at_work(crew, hour(4)));
  CHECK(at_work(crew, hour(5)));
  CHECK(state_of(crew, hour(0)) == Duty::off_duty);
  CHECK(state_of(crew, hour(4)) == Duty::free);
  crew.job = {420000, 1};
  CHECK(state_of(crew, hour(0)) == Duty::busy);
}

TEST_CASE("a crew's next turn is the next begin or end of a shift or a break") {
  Crew crew;
  CHECK(next_turn(crew, noon) == Instant{});
  crew.shifts = {{hour(1), hour(9), {{hour(4), hour(5)}}}};
  CHECK(next_turn(crew, hour(0)) == hour(1));
  CHECK(next_turn(crew, hour(1)) == hour(4));
  CHECK(next_turn(crew, hour(4)) == hour(5));
  CHECK(next_turn(crew, hour(5)) == hour(9));
  CHECK(next_turn(crew, hour(9)) == Instant{});
}

TEST_CASE("a safety timer waits for the next shift, but not of a crew on a job") {
  Crew crew;
  CHECK(due_after(crew, 0, noon) == Instant{});
  CHECK(due_after(crew, 600, noon) == seconds_after(noon, 600));
  crew.shifts = {{hour(2), hour(3), {}}};
  CHECK(due_after(crew, 600, noon) == seconds_after(hour(2), 600));
  CHECK(due_after(crew, 600, hour(2)) == seconds_after(hour(2), 600));
  CHECK(due_after(crew, 600, hour(3)) == Instant{});
  crew.job = {420000, 1};
  CHECK(due_after(crew, 600, hour(3)) == seconds_after(hour(3), 600));
}

TEST_CASE("a certificate counts until it ends; parts are used up") {
  State state;
  evolve(state, Imported{{entry("C1")}});
  const Crew& crew = *find(state, "C1");
  CHECK(is_certified(crew, "high voltage", noon));
  CHECK(!is_certified(crew, "high voltage", hour(1)));
  CHECK(!is_certified(crew, "fibre", noon));
  CHECK(has_parts(crew, {{"fuse", 4}}));
  evolve(state, Spent{"C1", {{"fuse", 3}}, {}, "zhang", noon});
  CHECK(!has_parts(crew, {{"fuse", 2}}));
  evolve(state, Imported{{entry("C1", "V1")}});  // the list says nothing new of the parts
  CHECK(crew.parts.at("fuse") == 1);
  evolve(state, Stocked{"C1", {{"fuse", 1}, {"cable", 2}}, "zhang", noon});
  CHECK(has_parts(crew, {{"fuse", 2}, {"cable", 2}}));
}

TEST_CASE("crews are found by unit, member and vehicle, wherever they moved") {
  State state;
  evolve(state, Imported{{entry("C2", "V1"), entry("C1")}});
  CHECK(of_unit(state, tests::wuhan).front()->what.id == "C1");
  CHECK(of_person(state, "B").size() == 2);
  CHECK(of_vehicle(state, "V1")->what.id == "C2");
  evolve(state, Imported{{entry("C2"), entry("C1", "V1")}});
  CHECK(of_vehicle(state, "V1")->what.id == "C1");
  evolve(state, Removed{"C1", "dissolved"});
  CHECK(of_vehicle(state, "V1") == nullptr);
  CHECK(of_person(state, "A").size() == 1);
}

TEST_CASE("any history of crews can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.by_unit == again.by_unit);
        RC_ASSERT(state.by_member == again.by_member);
        RC_ASSERT(state.by_vehicle == again.by_vehicle);
        RC_ASSERT(state.due == again.due);
        RC_ASSERT(state.by_unit.size() == state.crews.size());
        for (const auto& [at, id] : state.due) RC_ASSERT(!state.crews.at(id).copy);
      }));
}

}  // namespace
}  // namespace lifeline::crew
