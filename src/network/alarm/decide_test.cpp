// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::alarm {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

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
          .reported_at = tests::noon,
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
        events(Cleared{.id = first, .source_name = "BTS-1", .condition = "linkDown"}));
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
  CHECK(given.when<Noun>(Clear{first, "mended"}) ==
        events(Cleared{
            .id = first, .source_name = "BTS-1", .condition = "linkDown", .reason = "mended"}));
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
