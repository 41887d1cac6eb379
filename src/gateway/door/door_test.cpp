// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/door.h"

#include <doctest/doctest.h>

#include "gateway/door/severity.h"

namespace lifeline::door {
namespace {

TEST_CASE("a door tells what it heard, refused and why, newest example first") {
  const Clock clock;
  Doors doors(clock);
  const auto door = doors.open({.name = "syslog-udp", .kind = "syslog", .address = "[::1]:514"});
  CHECK(doors.open({.name = "syslog-udp", .kind = "syslog", .address = ""}) == door);
  door->set_state(DoorState::listening);
  door->hear(3);
  door->take(1);
  door->refuse(invalid("priority_must_be_given", "pri").value(), "10.0.0.1:5", "hello");
  door->refuse(invalid("version_must_be_1").value(), "10.0.0.1:5", "<34>2 x");
  const auto rows = doors.rows();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].state == DoorState::listening);
  CHECK(rows[0].heard == 3);
  CHECK(rows[0].taken == 1);
  CHECK(rows[0].refused == 2);
  CHECK(rows[0].last_heard);
  CHECK(rows[0].heard_per_s > 0);
  REQUIRE(rows[0].examples.size() == 2);
  CHECK(rows[0].examples[0].reason == "version_must_be_1");
  CHECK(rows[0].examples[1].reason == "priority_must_be_given at pri");
  std::string text;
  doors.append_metrics(text);
  CHECK(text.find("lifeline_door_heard_total{door=\"syslog-udp\"} 3\n") != text.npos);
  CHECK(text.find(
            "lifeline_door_refused_total{door=\"syslog-udp\",reason=\"version_must_be_1\"} 1\n") !=
        text.npos);
  CHECK(text.find("lifeline_door_open{door=\"syslog-udp\"} 1\n") != text.npos);
}

TEST_CASE("a door keeps so many examples and so many reasons, and counts the rest") {
  const Clock clock;
  Door door({.name = "a", .kind = "a", .address = ""}, clock);
  for (size_t i = 0; i < limits::door_reasons_max + 20; ++i)
    door.refuse(invalid("reason_" + std::to_string(i)).value(), "peer", "text");
  const DoorRow row = door.row();
  CHECK(row.examples.size() == limits::door_examples_max);
  CHECK(row.refusals.size() == limits::door_reasons_max + 1);
  CHECK(row.refused == limits::door_reasons_max + 20);
}

TEST_CASE("an example is short, printable and without secrets") {
  CHECK(shown_bytes("a\x01\xff"
                    "b\n") == "a..b.");
  CHECK(shown_bytes("电源") == "电源");
  CHECK(shown_bytes("user=x password=hunter2 rest") == "user=x password=**** rest");
  CHECK(shown_bytes("{\"Token\": \"abc\"}") == "{\"Token\": \"****\"}");
  CHECK(shown_bytes("snmp community public") == "snmp community ****");
  CHECK(shown_bytes(std::string(1000, 'x')).size() == limits::door_example_bytes_max);
  CHECK(shown_bytes("password") == "password");
}

TEST_CASE("a rate is of the last minute") {
  Rate rate;
  CHECK(rate.per_s(1000) == 0);
  rate.add(1000, 60);
  rate.add(1000, 60);
  CHECK(rate.per_s(1000) == 2);
  CHECK(rate.per_s(1059) == 2);
  CHECK(rate.per_s(1060) == 0);
  rate.add(1060, 30);
  CHECK(rate.per_s(1060) == 0.5);
}

TEST_CASE("each severity has a word at each door, and each word its severity") {
  for (const SeverityWords& words : severity_words) {
    CHECK(severity_of_x733(words.x733) == words.severity);
    CHECK(severity_of_label(words.label) == words.severity);
    CHECK(severity_of_itu(words.itu) == words.severity);
    CHECK(severity_of_syslog(words.syslog) == words.severity);
    if (words.omc > 0) CHECK(severity_of_omc(words.omc) == words.severity);
    CHECK(&words_of(words.severity) == &words);
  }
  CHECK(severity_of_label("Major") == alarm::Severity::major);
  CHECK(severity_of_label("warning") == alarm::Severity::minor);
  CHECK_FALSE(severity_of_label("loud"));
  CHECK_FALSE(severity_of_x733(x733_cleared));
  CHECK_FALSE(severity_of_itu(itu_cleared));
  CHECK_FALSE(severity_of_omc(0));
  CHECK(severity_of_syslog(0) == alarm::Severity::critical);
  CHECK(severity_of_syslog(7) == alarm::Severity::indeterminate);
}

}  // namespace
}  // namespace lifeline::door
