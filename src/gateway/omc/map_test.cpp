// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/map.h"

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::omc {
namespace {

Fields cell_down() {
  return {{"alarmSeq", "475185"},
          {"alarmTitle", "小区退服"},
          {"alarmStatus", "1"},
          {"alarmType", "communicationsAlarm"},
          {"origSeverity", "1"},
          {"eventTime", "2020-01-25 20:30:40"},
          {"alarmId", "761b53169a0e"},
          {"specificProblemID", "3712.31"},
          {"specificProblem", "Cell out of service"},
          {"neUID", "4201EBWL1ENB0001"},
          {"neName", "站1"},
          {"objectUID", "4201EBWL1EUC0001"},
          {"locationInfo", "Rack-1/Slot-2"},
          {"holderType", ""}};
}

Fields with(std::string_view name, std::string_view text) {
  Fields fields = cell_down();
  for (auto& [of, value] : fields)
    if (of == name) value = text;
  return fields;
}

Reading reading(const Dialect& dialect = {}) {
  auto made = Reading::of(dialect, "omc:hubei-1");
  REQUIRE(made);
  return *made;
}

std::string refusal(const Fields& fields) {
  const auto told = reading().tell(fields);
  if (!told) return told.error().name;
  return told->command ? "" : told->command.error().name;
}

TEST_CASE("an alarm of an OMC is raised with all that it says") {
  const auto told = reading().tell(cell_down());
  REQUIRE(told);
  CHECK(told->sequence == 475185);
  CHECK(told->source == "4201EBWL1ENB0001");
  REQUIRE(told->command);
  const auto& raise = std::get<alarm::Raise>(*told->command);
  CHECK(raise.source_name == "4201EBWL1ENB0001");
  CHECK(raise.condition == "小区退服");
  CHECK(raise.interface == "4201EBWL1EUC0001");
  CHECK(raise.severity == alarm::Severity::critical);
  CHECK(raise.event_type == "communicationsAlarm");
  CHECK(raise.specific_problem == "3712.31 Cell out of service");
  CHECK(raise.additional_text == "neName=站1; locationInfo=Rack-1/Slot-2");
  CHECK(to_rfc3339(raise.reported_at) == "2020-01-25T12:30:40.000000Z");
  CHECK(raise.delivery != 0);
}

TEST_CASE("a clear names the alarm as its raise did") {
  const auto told = reading().tell(with("alarmStatus", "0"));
  REQUIRE(told);
  REQUIRE(told->command);
  const auto& clear = std::get<alarm::ReportClear>(*told->command);
  CHECK(clear.source_name == "4201EBWL1ENB0001");
  CHECK(clear.condition == "小区退服");
  CHECK(clear.interface == "4201EBWL1EUC0001");
}

TEST_CASE("a raise told again is the same delivery, one of another time is not") {
  const auto delivery = [](const Fields& fields) {
    return std::get<alarm::Raise>(*reading().tell(fields)->command).delivery;
  };
  CHECK(delivery(cell_down()) == delivery(with("alarmSeq", "475186")));
  CHECK(delivery(cell_down()) != delivery(with("eventTime", "2020-01-25 20:30:41")));
  CHECK(delivery(cell_down()) != delivery(with("origSeverity", "2")));
  CHECK(delivery(with("alarmId", "")) == 0);
}

TEST_CASE("what cannot be an alarm is refused by name, and keeps its number") {
  CHECK(refusal(with("alarmSeq", "x")) == "alarm_must_have_a_number");
  CHECK(refusal(with("alarmSeq", "")) == "alarm_must_have_a_number");
  CHECK(refusal(with("neUID", " ")) == "source_must_be_given");
  CHECK(refusal(with("alarmTitle", "")) == "condition_must_be_given");
  CHECK(refusal(with("origSeverity", "9")) == "severity_must_be_known");
  CHECK(refusal(with("objectUID", std::string(limits::name_bytes_max + 1, 'x'))) ==
        "name_must_be_short");
  CHECK(reading().tell(with("neUID", ""))->sequence == 475185);
}

TEST_CASE("a dialect says what fields are called and what words mean") {
  Dialect dialect;
  dialect.source = "{neName}";
  dialect.interface = "{objectUID} {locationInfo}";
  dialect.cleared = {"1", "2"};
  CHECK(std::holds_alternative<alarm::ReportClear>(*reading(dialect).tell(cell_down())->command));
  dialect.cleared = {"0"};
  dialect.severities = {{"1", alarm::Severity::minor}};
  dialect.event_types = {{"communicationsAlarm", "other"}};
  const auto told = reading(dialect).tell(cell_down());
  const auto& raise = std::get<alarm::Raise>(*told->command);
  CHECK(raise.source_name == "站1");
  CHECK(raise.interface == "4201EBWL1EUC0001 Rack-1/Slot-2");
  CHECK(raise.severity == alarm::Severity::minor);
  CHECK(raise.event_type == "other");
}

TEST_CASE("a dialect that cannot be used is refused by name") {
  Dialect dialect;
  dialect.source = "{neUID";
  CHECK(Reading::of(dialect, "omc:hubei-1").error().name == "pattern_must_be_well_formed");
  CHECK(Reading::of(dialect, "omc:hubei-1").error().field == "source");
  dialect = {.charset = "klingon"};
  CHECK(Reading::of(dialect, "omc:hubei-1").error().name == "charset_must_be_known");
  dialect = {};
  dialect.gap_max = 0;
  CHECK(Reading::of(dialect, "omc:hubei-1").error().field == "gap_max");
}

TEST_CASE("a time without a zone is local, anything else is no time") {
  CHECK(to_rfc3339(local_time("2020-01-25 20:30:40", 480)) == "2020-01-25T12:30:40.000000Z");
  CHECK(to_rfc3339(local_time("2020-01-25 20:30:40", -210)) == "2020-01-26T00:00:40.000000Z");
  CHECK(to_rfc3339(local_time("2020-01-25T20:30:40Z", 480)) == "2020-01-25T20:30:40.000000Z");
  CHECK_FALSE(local_time("", 480));
  CHECK_FALSE(local_time("yesterday, at about noon", 480));
}

TEST_CASE("long texts are cut where a letter ends") {
  std::string text;
  while (text.size() < limits::text_bytes_max + 100) text += "退";
  const auto told = reading().tell(with("specificProblem", text));
  const auto& raise = std::get<alarm::Raise>(*told->command);
  CHECK(raise.specific_problem.size() <= limits::text_bytes_max);
  CHECK(raise.specific_problem.ends_with("退…"));
}

}  // namespace
}  // namespace lifeline::omc
