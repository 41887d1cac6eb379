// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/rounds.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::omc {
namespace {

using tests::LocalDesks;

// Two desks, and what an OMC's rounds do to them.
struct Ground {
  LocalDesks desks;
  door::SourceDirectory directory;
  Clock clock;
  std::shared_ptr<door::Door> door = std::make_shared<door::Door>(
      door::DoorSign{.name = "omc-1", .kind = "omc", .address = ""}, clock);
  std::shared_ptr<Bell> bell = std::make_shared<Bell>();

  Ground() { directory.add(std::vector<std::string>{"HUBEI"}, tests::hubei); }
  Rounds rounds() {
    return Rounds("omc-1", {.desks = desks, .directory = directory, .door = door, .bell = bell});
  }
  uint64_t place(UnitCode desk) {
    const auto& feeds = desks.desk(desk).nouns().get<feed::State>().feeds;
    const auto found = feeds.find("omc-1");
    return found == feeds.end() ? 0 : found->second.mark.sequence;
  }
  size_t open(UnitCode desk) { return desks.desk(desk).nouns().get<alarm::State>().open.size(); }
};

Numbered raise(uint64_t number, const std::string& source) {
  return {.mark = {.count = 0, .sequence = number},
          .latest = tests::noon,
          .told = {.sequence = number,
                   .at = tests::noon,
                   .command = alarm::Raise{.source_name = source,
                                           .condition = "fault " + std::to_string(number),
                                           .interface = {},
                                           .event_type = {},
                                           .specific_problem = {},
                                           .additional_text = {},
                                           .reported_at = tests::noon},
                   .source = source}};
}

void bring(Rounds& rounds, std::vector<Numbered> round) {
  rounds.begin(std::move(round));
  for (int turn = 0; turn < 10 && !rounds.is_idle(); ++turn) rounds.step(steady_now());
  CHECK(rounds.is_idle());
}

TEST_CASE("a round's alarms and its place stand on each desk that it concerns, and headquarters") {
  Ground ground;
  Rounds rounds = ground.rounds();
  CHECK_FALSE(rounds.places());
  bring(rounds, {raise(5, "HUBEI"), raise(6, "NOWHERE"), raise(7, "HUBEI")});
  CHECK(ground.open(tests::hubei) == 2);
  CHECK(ground.open(group_unit) == 1);
  CHECK(ground.place(tests::hubei) == 7);
  CHECK(ground.place(group_unit) == 7);
  bring(rounds, {raise(8, "NOWHERE")});
  CHECK(ground.place(tests::hubei) == 7);
  CHECK(ground.place(group_unit) == 8);
  CHECK(ground.door->row().taken == 4);
}

TEST_CASE("after a crash between desks the quicker one takes nothing twice") {
  Ground ground;
  Rounds first = ground.rounds();
  first.places();
  bring(first, {raise(5, "NOWHERE")});
  // The province has taken 6 and 7 when the process ends; headquarters has not.
  ground.desks.act(tests::hubei, *raise(6, "HUBEI").told.command);
  ground.desks.act(tests::hubei, feed::Command(feed::Advance{"omc-1", {0, 7}, tests::noon}));
  Rounds second = ground.rounds();
  const auto place = second.places();
  REQUIRE(place);
  CHECK(place->mark == feed::Mark{0, 5});
  bring(second, {raise(6, "HUBEI"), raise(7, "NOWHERE"), raise(8, "HUBEI")});
  CHECK(ground.open(tests::hubei) == 2);
  CHECK(ground.open(group_unit) == 2);
  CHECK(ground.place(tests::hubei) == 8);
  CHECK(ground.door->row().passed_over == 1);
}

TEST_CASE("a desk that is in a newer count says where reading goes on") {
  Ground ground;
  ground.desks.act(group_unit, feed::Command(feed::Advance{"omc-1", {0, 500}, tests::noon}));
  ground.desks.act(tests::hubei,
                   feed::Command(feed::Advance{"omc-1", {1, 3}, seconds_after(tests::noon, 9)}));
  const auto place = ground.rounds().places();
  REQUIRE(place);
  CHECK(place->mark == feed::Mark{1, 0});
  CHECK(place->latest == seconds_after(tests::noon, 9));
}

TEST_CASE("what cannot be an alarm is over with its round") {
  Ground ground;
  Rounds rounds = ground.rounds();
  rounds.places();
  Numbered refused = raise(1, "HUBEI");
  refused.told.command = invalid("severity_must_be_known");
  bring(rounds, {refused});
  CHECK(ground.open(tests::hubei) == 0);
  CHECK(ground.place(group_unit) == 1);
}

}  // namespace
}  // namespace lifeline::omc
