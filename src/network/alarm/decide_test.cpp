// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::alarm {
namespace {

using desk::Role;
using tests::events;
using tests::Given;
using tests::noon;

constexpr AlarmId first{420000, 1};
const std::string long_text(limits::text_bytes_max + 1, 'x');
const std::string long_name(limits::name_bytes_max + 1, 'x');

Raise link_down() {
  return {.source_name = "BTS-1",
          .condition = "linkDown",
          .interface = "port-1",
          .severity = Severity::critical,
          .event_type = "communicationsAlarm",
          .specific_problem = "loss of signal",
          .additional_text = "slot=3",
          .reported_at = noon,
          .delivery = 7};
}

Raised raised(bool mapped = true) {
  const Raise r = link_down();
  return {.id = first,
          .source_name = r.source_name,
          .mapped = mapped,
          .region = mapped ? tests::wuchang : tests::hubei,
          .unit = mapped ? tests::wuchang : tests::hubei,
          .condition = r.condition,
          .interface = r.interface,
          .severity = r.severity,
          .event_type = r.event_type,
          .specific_problem = r.specific_problem,
          .additional_text = r.additional_text,
          .reported_at = r.reported_at,
          .delivery = r.delivery};
}

element::Imported base_station() {
  return {
      .elements = {{.id = "BTS-1", .name = "BTS-1", .region = tests::wuchang, .depends_on = {}}}};
}

TEST_CASE("a new alarm takes its ground from its element") {
  Given given;
  CHECK(given(base_station()).when<Noun>(link_down()) == events(raised()));
}

TEST_CASE("an alarm of an unknown source is kept as unmapped on the desk's own ground") {
  Given given;
  CHECK(given.when<Noun>(link_down()) == events(raised(false)));
}

TEST_CASE("the same alarm again raises the count and brings its severity") {
  Given given;
  Raise again = link_down();
  again.severity = Severity::minor;
  again.delivery = 8;
  CHECK(given(raised()).when<Noun>(again) ==
        events(Repeated{
            .id = first, .severity = Severity::minor, .severity_changed = true, .delivery = 8}));
}

TEST_CASE("the same report delivered twice is one report") {
  Given given;
  CHECK(given(raised()).when<Noun>(link_down()).empty());
  Raise without_number = link_down();
  without_number.delivery = 0;
  CHECK(given.when<Noun>(without_number) ==
        events(Repeated{.id = first, .severity = Severity::critical}));
}

Raise told_by(std::string origin, bool owns = false) {
  Raise c = link_down();
  c.origin = std::move(origin);
  c.owns = owns;
  return c;
}

ReportClear over_for(std::string origin) {
  return {.source_name = "BTS-1",
          .condition = "linkDown",
          .interface = "port-1",
          .reported_at = noon,
          .origin = std::move(origin)};
}

Raised raised_by(std::string origin) {
  Raised e = raised();
  e.origin = std::move(origin);
  return e;
}

TEST_CASE("what another door tells of the same fault is told of the same alarm, once") {
  Given given;
  given(base_station(), raised_by("ves"));
  const Told told{.id = first, .origin = "snmp", .severity = Severity::critical, .delivery = 7};
  CHECK(given.when<Noun>(told_by("snmp")) == events(told));
  CHECK(given(told).when<Noun>(told_by("snmp")).empty());
  CHECK(given.when<Noun>(told_by("ves")).empty());
}

TEST_CASE("an alarm ends when its owner says so, and not before") {
  Given given;
  given(base_station(), raised_by("ves"), Told{.id = first, .origin = "snmp"});
  const ToldOver over{.id = first, .origin = "snmp", .reported_at = noon};
  CHECK(given.when<Noun>(over_for("snmp")) == events(over));
  CHECK(given(over).when<Noun>(over_for("snmp")).empty());
  CHECK(given.when<Noun>(over_for("omc:hubei-1")) ==
        events(ToldOver{.id = first, .origin = "omc:hubei-1", .reported_at = noon}));
  CHECK(given.when<Noun>(over_for("ves")).starts_with("{\"Cleared\""));
}

TEST_CASE("who owns the fact by its mapping takes the alarm over, and its severity counts") {
  Given given;
  given(base_station(), raised_by("ves"));
  Raise owner = told_by("omc:hubei-1", true);
  owner.severity = Severity::minor;
  const Told told{.id = first,
                  .origin = "omc:hubei-1",
                  .severity = Severity::minor,
                  .delivery = 7,
                  .owns = true,
                  .severity_changed = true};
  CHECK(given.when<Noun>(owner) == events(told));
  given(told);
  CHECK(given.when<Noun>(over_for("ves")).starts_with("{\"ToldOver\""));
  CHECK(given.when<Noun>(told_by("snmp", true)) ==
        events(Told{.id = first, .origin = "snmp", .severity = Severity::critical, .delivery = 7}));
  CHECK(given.when<Noun>(over_for("omc:hubei-1")).starts_with("{\"Cleared\""));
}

TEST_CASE("an alarm from before doors were told apart ends by any of them") {
  Given given;
  CHECK(given(base_station(), raised()).when<Noun>(over_for("snmp")).starts_with("{\"Cleared\""));
}

TEST_CASE("so many doors tell of an alarm, and no more") {
  Given given;
  given(base_station(), raised_by("ves"));
  for (size_t i = 0; i < limits::alarm_tellers_max; ++i)
    given(Told{.id = first, .origin = "omc:" + std::to_string(i)});
  CHECK(given.when<Noun>(told_by("snmp")) == "origins_must_be_fewer");
  CHECK(given.when<Noun>(over_for("snmp")) == "origins_must_be_fewer");
  CHECK(given.when<Noun>(told_by("omc:3")).starts_with("{\"Told\""));
}

TEST_CASE("another interface is another alarm") {
  Given given;
  Raise other = link_down();
  other.interface = "port-2";
  CHECK(given(raised()).when<Noun>(other).starts_with("{\"Raised\":{\"id\":\"420000-2\""));
}

TEST_CASE("a report must name its source and condition and keep its texts short") {
  const auto changed = [](auto change) {
    Raise c = link_down();
    change(c);
    return Given().when<Noun>(c);
  };
  CHECK(changed([](Raise& c) { c.source_name.clear(); }) == "source_must_be_given");
  CHECK(changed([](Raise& c) { c.condition.clear(); }) == "condition_must_be_given");
  CHECK(changed([](Raise& c) { c.source_name = long_name; }) == "name_must_be_short");
  CHECK(changed([](Raise& c) { c.condition = long_name; }) == "name_must_be_short");
  CHECK(changed([](Raise& c) { c.interface = long_name; }) == "name_must_be_short");
  CHECK(changed([](Raise& c) { c.event_type = long_name; }) == "name_must_be_short");
  CHECK(changed([](Raise& c) { c.specific_problem = long_text; }) == "text_must_be_short");
  CHECK(changed([](Raise& c) { c.additional_text = long_text; }) == "text_must_be_short");
}

TEST_CASE("a device clears the alarm that it raised") {
  Given given;
  const ReportClear clear{.source_name = "BTS-1", .condition = "linkDown", .interface = "port-1"};
  CHECK(given(raised()).when<Noun>(clear) ==
        events(Cleared{.id = first, .source_name = "BTS-1", .condition = "linkDown", .at = noon}));
}

TEST_CASE("a report that was sent before the clear it comes after opens nothing") {
  Given given;
  Raise late = link_down();
  late.reported_at = seconds_after(noon, -60);
  late.delivery = 9;
  given(raised(), Cleared{.id = first, .reported_at = seconds_after(noon, -30), .at = noon});
  CHECK(given.when<Noun>(late) ==
        events(RaisedLate{.source_name = "BTS-1", .condition = "linkDown"}));
  late.reported_at = seconds_after(noon, -30);
  CHECK(given.when<Noun>(late).starts_with("{\"Raised\""));
  late.reported_at = {};
  CHECK(given.when<Noun>(late).starts_with("{\"Raised\""));
}

TEST_CASE("a clear that overtakes its alarm is not forgotten") {
  Given given;
  given(ClearUnmatched{.source_name = "BTS-1",
                       .condition = "linkDown",
                       .interface = "port-1",
                       .reported_at = seconds_after(noon, -30)});
  Raise late = link_down();
  late.reported_at = seconds_after(noon, -60);
  CHECK(given.when<Noun>(late) ==
        events(RaisedLate{.source_name = "BTS-1", .condition = "linkDown"}));
}

// Raised and cleared so many times, a minute each; the last raise stays.
void flap(Given& given, uint64_t times) {
  for (uint64_t i = 0; i < times; ++i) {
    Raised again = raised();
    again.id.serial = i + 1;
    again.returns = static_cast<uint32_t>(i);
    if (i > 0) given(Cleared{.id = {420000, i}, .at = noon});
    given(again);
  }
}

TEST_CASE("an alarm that comes back soon counts its returns, and in the end is flapping") {
  Given given;
  flap(given, flapping_returns);
  given(Cleared{.id = {420000, flapping_returns}, .at = noon});
  Raise again = link_down();
  again.reported_at = {};
  const std::string back = given.at(seconds_after(noon, returns_within_s)).when<Noun>(again);
  CHECK(back.find("\"returns\":3") != std::string::npos);
  const std::string later = given.at(seconds_after(noon, returns_within_s + 1)).when<Noun>(again);
  CHECK(later.find("returns") == std::string::npos);
}

TEST_CASE("a flapping alarm stays open until it has been quiet") {
  Given given;
  flap(given, flapping_returns + 1);
  const AlarmId id{420000, flapping_returns + 1};
  const ReportClear clear{.source_name = "BTS-1", .condition = "linkDown", .interface = "port-1"};
  const ClearHeld held{.id = id, .reported_at = {}, .until = seconds_after(noon, quiet_s)};
  CHECK(given.when<Noun>(clear) == events(held));
  given(held).as_system();
  CHECK(given.when<Noun>(Settle{id}) == "alarm_must_be_quiet");
  given.at(seconds_after(noon, quiet_s));
  CHECK(given.when<Noun>(Settle{id}) == events(Cleared{.id = id,
                                                       .source_name = "BTS-1",
                                                       .condition = "linkDown",
                                                       .at = seconds_after(noon, quiet_s),
                                                       .was_held = true}));
  given(Repeated{.id = id, .severity = Severity::critical});
  CHECK(given.when<Noun>(Settle{id}) == "clear_must_be_held");
  CHECK(given.when<Noun>(Settle{{420000, 99}}) == "alarm_must_be_open");
}

TEST_CASE("a device that was quiet by its own clock has a new alarm, not a flapping one") {
  Given given;
  flap(given, flapping_returns + 1);
  const AlarmId id{420000, flapping_returns + 1};
  given(ClearHeld{.id = id, .reported_at = noon, .until = seconds_after(noon, quiet_s)});
  Raise again = link_down();
  again.delivery = 77;
  again.reported_at = seconds_after(noon, quiet_s - 1);
  CHECK(given.when<Noun>(again).starts_with("{\"Repeated\""));
  again.reported_at = seconds_after(noon, quiet_s);
  CHECK(given.when<Noun>(again).starts_with("{\"Cleared\""));
}

TEST_CASE("a clear without its alarm is an event as well") {
  Given given;
  const ReportClear clear{.source_name = "BTS-1", .condition = "linkDown"};
  CHECK(given(raised()).when<Noun>(clear) ==
        events(ClearUnmatched{.source_name = "BTS-1", .condition = "linkDown"}));
  CHECK(given.when<Noun>(ReportClear{.condition = "linkDown"}) == "source_must_be_given");
  CHECK(given.when<Noun>(ReportClear{.source_name = "BTS-1"}) == "condition_must_be_given");
}

TEST_CASE("an operator acknowledges once, and takes it back once") {
  Given given;
  given(raised()).as(Role::operator_, tests::wuchang);
  CHECK(given.when<Noun>(Unacknowledge{first}) == "alarm_must_be_acknowledged");
  CHECK(given.when<Noun>(Acknowledge{first}) == events(Acknowledged{first}));
  given(Acknowledged{first});
  CHECK(given.when<Noun>(Acknowledge{first}) == "alarm_must_be_unacknowledged");
  CHECK(given.when<Noun>(Unacknowledge{first}) == events(Unacknowledged{first}));
}

TEST_CASE("what a person does to an alarm needs the role, the ground and an open alarm") {
  const auto each = [](Given& given, const std::string& refusal) {
    CHECK(given.when<Noun>(Acknowledge{first}) == refusal);
    CHECK(given.when<Noun>(Unacknowledge{first}) == refusal);
    CHECK(given.when<Noun>(Clear{first, "mended"}) == refusal);
    CHECK(given.when<Noun>(Comment{first, "seen"}) == refusal);
  };
  Given given;
  each(given, "alarm_must_exist");
  given(raised());
  each(given.as(Role::viewer, tests::hubei), "role_must_suffice");
  each(given.as(Role::operator_, tests::hankou), "unit_must_be_within_reach");
  given(Cleared{.id = first});
  each(given.as(Role::operator_, tests::wuchang), "alarm_must_be_open");
}

TEST_CASE("a person who clears gives a reason") {
  Given given;
  given(raised());
  CHECK(given.when<Noun>(Clear{.id = first}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Clear{first, long_text}) == "text_must_be_short");
  CHECK(given.when<Noun>(Clear{first, "mended"}) == events(Cleared{.id = first,
                                                                   .source_name = "BTS-1",
                                                                   .condition = "linkDown",
                                                                   .reason = "mended",
                                                                   .at = noon}));
}

TEST_CASE("comments are given, short and not too many") {
  Given given;
  given(raised());
  CHECK(given.when<Noun>(Comment{first, "seen"}) == events(Commented{first, "seen"}));
  CHECK(given.when<Noun>(Comment{.id = first}) == "text_must_be_given");
  CHECK(given.when<Noun>(Comment{first, long_text}) == "text_must_be_short");
  for (size_t i = 0; i < limits::alarm_comments_max; ++i) given(Commented{first, "seen"});
  CHECK(given.when<Noun>(Comment{first, "seen"}) == "comments_must_be_fewer");
}

TEST_CASE("an element that becomes known takes over its unmapped alarms only") {
  Given given;
  const Place place{.element = "BTS-1", .region = tests::wuchang};
  CHECK(given.as(Role::commander, tests::hubei).when<Noun>(place) == "role_must_suffice");
  given.as_system();
  CHECK(given.when<Noun>(place).empty());
  given(raised(false));
  CHECK(given.when<Noun>(place) ==
        events(Placed{.id = first, .region = tests::wuchang, .unit = tests::wuchang}));
  given(Placed{.id = first, .region = tests::wuchang, .unit = tests::wuchang});
  CHECK(given.when<Noun>(place).empty());
}

}  // namespace
}  // namespace lifeline::alarm
