// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "network/alarm_task/view.h"
#include "tests/small_network.h"

namespace lifeline::alarm_task {
namespace {

using alarm::Severity;
using desk::Role;
using tests::hubei;

const auto own = tests::person(Role::commander, tests::hubei);
const auto yichang = tests::person(Role::commander, tests::yichang);

Fault fault(std::string source = "BTS-1", std::string condition = "fan") {
  return {.source_name = std::move(source),
          .condition = std::move(condition),
          .severity = Severity::minor,
          .event_type = "equipmentAlarm",
          .origin = "oss-7"};
}

struct Alarms {
  tests::SmallNetwork network;

  std::string act(Command command, const desk::Actor& who = own) {
    auto done = network.desks.act(hubei, std::move(command), who);
    return done ? *done : done.error().name;
  }
  const alarm::Row& row(uint64_t serial) {
    return network.see<alarm::View>().rows.at({hubei.value, serial});
  }
  const Kept* kept(uint64_t serial) { return find(network.see<View>(), {hubei.value, serial}); }
};

AlarmId id(uint64_t serial) { return {hubei.value, serial}; }

}  // namespace

TEST_CASE("an alarm that is posted is raised, with what is said of it in the same append") {
  Alarms alarms;
  CHECK(alarms.act(Post{.fault = fault(),
                        .attributes = {{"externalAlarmId", "\"X\""}},
                        .steps = {{Verb::comment, "seen"}, {Verb::acknowledge, {}}}}) ==
        "420000-1");
  CHECK(alarms.row(1).origin == "oss-7");
  CHECK(alarms.row(1).ack_state == alarm::AckState::acknowledged);
  CHECK(alarms.network.see<alarm::View>().remarks.at(id(1)).front().text == "seen");
  CHECK(desk::text_of(alarms.kept(1)->attributes, "externalAlarmId") == "X");
  CHECK(alarms.act(Post{.fault = fault()}) == "420000-1");
  CHECK(alarms.row(1).count == 2);
}

TEST_CASE("a posted alarm is refused as any report of it would be") {
  Alarms alarms;
  CHECK(alarms.act(Post{.fault = fault("")}) == "source_must_be_given");
  CHECK(alarms.act(Post{.fault = fault("BTS-1", "")}) == "condition_must_be_given");
  CHECK(alarms.act(Post{.fault = fault()}, yichang) == "unit_must_be_within_reach");
}

TEST_CASE("a report that was sent before the end of the alarm raises none") {
  Alarms alarms;
  const Instant now = alarms.network.desks.now();
  alarms.act(Post{.fault = fault()});
  alarms.network.desks.act(
      hubei,
      alarm::Command(alarm::ReportClear{
          .source_name = "BTS-1", .condition = "fan", .reported_at = now, .origin = "oss-7"}));
  Post late{.fault = fault()};
  late.fault.reported_at = seconds_after(now, -60);
  CHECK(alarms.act(late) == "alarm_must_not_be_over");
  late.fault.reported_at = seconds_after(now, 60);
  CHECK(alarms.act(late) == "420000-2");
}

TEST_CASE("a change does what it says once, all of it or nothing") {
  Alarms alarms;
  alarms.act(Post{.fault = fault()});
  const Change change{
      .id = id(1),
      .attributes = {{"externalAlarmId", "\"Y\""}, {"gone", "null"}},
      .steps = {{Verb::comment, "on the way"}, {Verb::rate, "major"}, {Verb::acknowledge, {}}}};
  CHECK(alarms.act(change) == "420000-1");
  CHECK(alarms.row(1).perceived_severity == Severity::major);
  CHECK(alarms.act(change) == "420000-1");
  CHECK(alarms.network.see<alarm::View>().remarks.at(id(1)).size() == 3);
  CHECK(alarms.act(Change{.id = id(1), .steps = {{Verb::clear, "mended"}}}) == "420000-1");
  const Change too_late{.id = id(1), .attributes = {{"a", "1"}}, .steps = {{Verb::rate, "minor"}}};
  CHECK(alarms.act(too_late) == "alarm_must_be_open");
  CHECK(alarms.kept(1)->attributes.count("a") == 0);
  CHECK(alarms.act(Change{.id = id(1), .is_open = true}) == "alarm_must_be_open");
  CHECK(alarms.act(Change{.id = id(9)}) == "alarm_must_exist");
  CHECK(alarms.act(Change{.id = id(1)}, yichang) == "unit_must_be_within_reach");
}

TEST_CASE("an alarm that is withdrawn is over, and gone for other systems") {
  Alarms alarms;
  alarms.act(Post{.fault = fault()});
  CHECK(alarms.act(Withdraw{.id = id(1)}) == "reason_must_be_given");
  const auto clerk = tests::person(Role::operator_, hubei);
  CHECK(alarms.act(Withdraw{.id = id(1), .reason = "a drill"}, clerk) == "role_must_suffice");
  CHECK(alarms.act(Withdraw{.id = id(1), .reason = "a drill"}) == "420000-1");
  CHECK(alarms.row(1).state == alarm::Phase::cleared);
  CHECK(alarms.act(Withdraw{.id = id(1), .reason = "a drill"}) == "alarm_must_exist");
  CHECK(alarms.act(Change{.id = id(1)}) == "alarm_must_exist");
}

TEST_CASE("a part of a task changes what it can, and says what that was") {
  Alarms alarms;
  alarms.act(Post{.fault = fault("BTS-1")});
  alarms.act(Post{.fault = fault("BTS-2")});
  alarms.act(Change{.id = id(2), .steps = {{Verb::acknowledge, {}}}});
  const Carry carry{.kind = Kind::acknowledge,
                    .alarms = {id(1), id(1), id(2), id(9)},
                    .attributes = {{"ackUserId", "\"li\""}}};
  CHECK(alarms.act(carry) == "420000-1");
  CHECK(alarms.network.see<View>().parts.at({hubei.value, 1}) == std::vector{id(1)});
  CHECK(alarms.row(1).ack_state == alarm::AckState::acknowledged);
  CHECK(desk::text_of(alarms.kept(1)->attributes, "ackUserId") == "li");
  CHECK(alarms.kept(2)->attributes.count("ackUserId") == 0);
  alarms.act(Close{.kind = Kind::acknowledge, .unit = hubei, .alarms = {id(1)}});
  CHECK(alarms.network.see<View>().tasks.at({hubei.value, 2}).alarms == std::vector{id(1)});
}

TEST_CASE("a group is one level deep") {
  Alarms alarms;
  for (const char* source : {"NODE", "BTS-1", "BTS-2"}) alarms.act(Post{.fault = fault(source)});
  const auto group = [&](uint64_t parent, uint64_t child, Kind kind = Kind::group) {
    return alarms.act(Carry{.kind = kind, .alarms = {id(child)}, .parent = id(parent)});
  };
  group(1, 2);
  CHECK(alarms.kept(2)->parent == id(1));
  CHECK(alarms.kept(1)->children == std::set{id(2)});
  CHECK(group(2, 3) == "parent_must_not_be_in_a_group");
  group(3, 2);
  CHECK(alarms.kept(2)->parent == id(1));
  group(3, 1);
  CHECK(!alarms.kept(1)->parent);
  group(1, 2, Kind::ungroup);
  CHECK(!alarms.kept(2)->parent);
  CHECK(alarms.kept(1)->children.empty());
  CHECK(group(9, 2) == "alarm_must_exist");
}

}  // namespace lifeline::alarm_task
