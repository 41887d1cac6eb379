// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "command/dispatch/fixture_test.h"

namespace lifeline::dispatch {
namespace {

using namespace fixture;
using desk::Role;

Proposal proposal(uint64_t serial, std::string crew) {
  Proposal one;
  one.job = id(serial);
  one.crew = std::move(crew);
  one.position = 1;
  one.depart_at = noon;
  one.arrive_at = minute(10);
  return one;
}

TEST_CASE("Of a plan only what differs is kept, and what it does not name is withdrawn") {
  Ground ground;
  ground(created(1), created(2), Proposed{.proposal = proposal(1, "C1")},
         Proposed{.proposal = proposal(2, "C2")});
  Proposal same = proposal(1, "C1");
  same.arrive_at = seconds_after(same.arrive_at, 30);
  same.dearer = 17;
  ground.as_system();
  CHECK(ground.when<Noun>(Propose{.proposals = {same}, .figures = {}}) ==
        events(Withdrawn{.job = id(2), .part = 1}, Planned{}));
  Proposal moved = proposal(1, "C2");
  CHECK(ground.when<Noun>(Propose{.proposals = {moved, proposal(2, "C2")}, .figures = {}}) ==
        events(Proposed{.proposal = moved}, Planned{}));
}

TEST_CASE("A plan says nothing more of jobs that are over meanwhile") {
  Ground ground;
  ground(created(1), job::Cancelled{.id = id(1), .why = "不用了", .attributes = {}, .by = "li"});
  ground.as_system();
  CHECK(ground.when<Noun>(Propose{.proposals = {proposal(1, "C1")}, .figures = {}}) ==
        events(Planned{}));
}

TEST_CASE("What is taken up is offered to the crew that was proposed") {
  Ground ground;
  ground(created(1), Proposed{.proposal = proposal(1, "C1")});
  CHECK(ground.when<Noun>(TakeUp{.job = id(1)}) ==
        events(TakenUp{.proposal = proposal(1, "C1"), .by = "commander", .at = noon}));
  desk::Commands commands;
  react(TakenUp{.proposal = proposal(1, "C1"), .by = "li", .at = noon}, ground.context(), commands);
  REQUIRE(commands.items().size() == 1);
  CHECK(ground.when<Noun>(TakeUp{.job = id(7)}) == "job_must_exist");
  ground(created(2));
  CHECK(ground.when<Noun>(TakeUp{.job = id(2)}) == "job_must_be_proposed_to_a_crew");
  ground(offered(1, "C2"), job::fixture::accepted(1, "C2"));
  CHECK(ground.when<Noun>(TakeUp{.job = id(1)}) == "job_must_be_free");
  CHECK(ground.as(Role::viewer, hubei).when<Noun>(TakeUp{.job = id(1)}) == "role_must_suffice");
}

TEST_CASE("In automatic mode a crew's next stop is offered when it is to depart, and not before") {
  Ground ground;
  Proposal later = proposal(2, "C2");
  later.depart_at = minute(30);
  Proposal behind = proposal(3, "C1");
  behind.position = 2;
  ground(created(1), created(2), created(3), ModeSet{.mode = Mode::automatic, .by = "li"});
  ground.as_system();
  const Propose plan{.proposals = {proposal(1, "C1"), later, behind}, .figures = {}};
  CHECK(ground.when<Noun>(plan) ==
        events(Proposed{.proposal = proposal(1, "C1")}, Proposed{.proposal = later},
               Proposed{.proposal = behind}, Planned{},
               TakenUp{.proposal = proposal(1, "C1"), .by = "lifeline", .at = noon}));
}

TEST_CASE("The mode is set by whoever answers for the desk") {
  Ground ground;
  CHECK(ground.when<Noun>(SetMode{.mode = Mode::automatic}) ==
        events(ModeSet{.mode = Mode::automatic, .by = "commander", .at = noon}));
  CHECK(ground.when<Noun>(SetMode{.mode = Mode::proposing}) == "");
  CHECK(ground.as(Role::operator_, wuhan).when<Noun>(SetMode{.mode = Mode::automatic}) ==
        "unit_must_be_within_reach");
}

TEST_CASE("A road is closed with a place, a time and a reason, and opens by itself") {
  Ground ground;
  const Closure bridge{.id = {},
                       .unit = wuhan,
                       .place = north,
                       .radius_m = 500,
                       .from = {},
                       .until = minute(60),
                       .reason = "桥断了",
                       .by = {}};
  Closure closed = bridge;
  closed.id = {hubei.value, 1};
  closed.from = noon;
  closed.by = "commander";
  CHECK(ground.when<Noun>(CloseRoad{.closure = bridge}) == events(RoadClosed{.closure = closed}));
  const auto refused = [&](auto change) {
    Closure wrong = bridge;
    change(wrong);
    return ground.when<Noun>(CloseRoad{.closure = wrong}) + " " +
           ground.blamed<Noun>(CloseRoad{.closure = wrong});
  };
  CHECK(refused([](Closure& c) { c.place = {-74, 40.7}; }) == "place_must_be_plausible place");
  CHECK(refused([](Closure& c) { c.place = {}; }) == "place_must_be_given place");
  CHECK(refused([](Closure& c) { c.radius_m = 0; }) == "radius_must_be_in_range radius_m");
  CHECK(refused([](Closure& c) { c.until = noon; }) == "until_must_follow_from until");
  CHECK(refused([](Closure& c) { c.reason = ""; }) == "reason_must_be_given reason");
  CHECK(refused([](Closure& c) { c.unit = UnitCode{999999}; }) == "unit_must_be_known unit");
  ground(RoadClosed{.closure = closed});
  const auto& state = ground.part<Noun>().state;
  CHECK(due(state) == minute(60));
  desk::Commands commands;
  expire(state, minute(60), commands);
  CHECK(commands.items().size() == 1);
  CHECK(ground.when<Noun>(OpenRoad{.id = {hubei.value, 2}, .reason = {}}) == "closure_must_exist");
}

}  // namespace
}  // namespace lifeline::dispatch
