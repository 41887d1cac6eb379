// SPDX-License-Identifier: Apache-2.0
#include "gateway/syslog/map.h"

#include <doctest/doctest.h>

#include "base/limits.h"
#include "gateway/syslog/pattern.h"

namespace lifeline::syslog {
namespace {

Result<std::optional<alarm::Command>> mapped(const Rules& rules, std::string_view bytes) {
  Message message;
  REQUIRE(read_message(bytes, message));
  return rules.command_of(message, bytes, "192.0.2.7");
}

alarm::Raise raised(const Rules& rules, std::string_view bytes) {
  const auto command = mapped(rules, bytes);
  REQUIRE(command.has_value());
  REQUIRE(command->has_value());
  const auto* raise = std::get_if<alarm::Raise>(&**command);
  REQUIRE(raise != nullptr);
  return *raise;
}

std::string refusal_of(const Rules& rules, std::string_view bytes) {
  const auto command = mapped(rules, bytes);
  return command ? "none" : command.error().name;
}

TEST_CASE("a structured alarm is one, whatever the rules say") {
  const Rules rules;
  const auto raise =
      raised(rules,
             "<165>1 2003-10-11T22:14:15.003Z enb-1 evntslog - ID47 [alarm resource=\"port 3\" "
             "probableCause=\"lossOfSignal\" perceivedSeverity=\"major\" "
             "eventType=\"communicationsAlarm\" trendIndication=\"moreSevere\"] no light");
  CHECK(raise.source_name == "enb-1");
  CHECK(raise.condition == "lossOfSignal");
  CHECK(raise.interface == "port 3");
  CHECK(raise.severity == alarm::Severity::major);
  CHECK(raise.event_type == "communicationsAlarm");
  CHECK(raise.specific_problem == "ID47");
  CHECK(raise.additional_text == "trendIndication=moreSevere; no light");
  CHECK(to_rfc3339(raise.reported_at) == "2003-10-11T22:14:15.003000Z");
  CHECK(raise.delivery != 0);
}

TEST_CASE("a structured alarm that is cleared clears, and the whole device has no interface") {
  const auto command =
      mapped(Rules(),
             "<165>1 - - - - - [alarm resource=\"192.0.2.7\" probableCause=\"power\" "
             "perceivedSeverity=\"Cleared\"]");
  REQUIRE(command.has_value());
  const auto* clear = std::get_if<alarm::ReportClear>(&command->value());
  REQUIRE(clear != nullptr);
  CHECK(clear->source_name == "192.0.2.7");
  CHECK(clear->condition == "power");
  CHECK(clear->interface.empty());
}

TEST_CASE("a structured alarm without what it must have is refused") {
  const Rules rules;
  const std::string head = "<165>1 - enb-1 - - - [alarm ";
  CHECK(refusal_of(rules, head + "resource=\"a\" probableCause=\"b\"]") ==
        "severity_must_be_known");
  CHECK(refusal_of(rules, head + "resource=\"a\" probableCause=\"b\" perceivedSeverity=\"5\"]") ==
        "severity_must_be_known");
  CHECK(refusal_of(rules, head + "resource=\"a\" perceivedSeverity=\"minor\"]") ==
        "cause_must_be_given");
  CHECK(refusal_of(rules, head + "probableCause=\"b\" perceivedSeverity=\"minor\"]") ==
        "resource_must_be_given");
  CHECK(refusal_of(rules, head + "resource=\"a\nb\" probableCause=\"b\" "
                                 "perceivedSeverity=\"minor\"]") == "name_must_be_printable");
  CHECK(refusal_of(rules, head + "resource=\"" + std::string(limits::name_bytes_max + 1, 'x') +
                              "\" probableCause=\"b\" perceivedSeverity=\"minor\"]") ==
        "name_must_be_short");
}

constexpr std::string_view file = R"({"rules": [
  {"name": "tests", "app": "test*", "does": "ignore"},
  {"name": "down", "app": "rpd", "text": "*Interface * down", "does": "raise",
   "condition": "linkDown", "interface": "{2}", "event_type": "communicationsAlarm"},
  {"name": "up", "app": "rpd", "text": "*Interface * up", "does": "clear",
   "condition": "linkDown", "interface": "{2}"},
  {"name": "loud", "least_severity": 2, "condition": "{app}", "severity": "critical",
   "specific_problem": "{msgid}"}
]})";

TEST_CASE("the first rule that fits says what a message is") {
  const auto rules = Rules::read(file);
  REQUIRE(rules.has_value());
  const auto down = raised(*rules, "<11>Nov 23 16:20:00 r1 rpd[7]: 42 Interface ge-0/0/1 down");
  CHECK(down.source_name == "r1");
  CHECK(down.condition == "linkDown");
  CHECK(down.interface == "ge-0/0/1");
  CHECK(down.severity == alarm::Severity::minor);  // an error is the priority 3
  CHECK(down.delivery == 0);
  const auto up = mapped(*rules, "<13>Nov 23 16:20:01 r1 rpd[7]: 43 Interface ge-0/0/1 up");
  REQUIRE(up.has_value());
  const auto* clear = std::get_if<alarm::ReportClear>(&up->value());
  REQUIRE(clear != nullptr);
  CHECK(clear->interface == "ge-0/0/1");
  const auto loud = raised(*rules, "<10>1 - - kernel - OOM - bad\x01 \xff");
  CHECK(loud.source_name == "192.0.2.7");
  CHECK(loud.condition == "kernel");
  CHECK(loud.severity == alarm::Severity::critical);
  CHECK(loud.specific_problem == "OOM");
  CHECK(loud.additional_text == "bad  ?");
  CHECK(mapped(*rules, "<8>1 - a tester - - - loud but a test")->has_value() == false);
  CHECK(mapped(*rules, "<14>1 - a cron - - - all is well")->has_value() == false);
  CHECK(refusal_of(*rules, "<10>1 - a - - - - no app") == "name_must_be_given");
}

TEST_CASE("a rule that cannot work is refused with its place") {
  const auto refused = [](std::string_view rule) {
    const auto rules = Rules::read("{\"rules\":[" + std::string(rule) + "]}");
    return rules ? "taken" : rules.error().name + " " + rules.error().field;
  };
  CHECK(refused(R"({"app":"a"})") == "condition_must_be_given rules[0].condition");
  CHECK(refused(R"({"condition":"a","severity":"loud"})") ==
        "severity_must_be_known rules[0].severity");
  CHECK(refused(R"({"condition":"{9}","text":"*"})") ==
        "template_must_be_well_formed rules[0].condition");
  CHECK(refused(R"({"condition":"{x"})") == "template_must_be_well_formed rules[0].condition");
  CHECK(refused(R"({"condition":"{year}"})") == "template_must_be_well_formed rules[0].condition");
  CHECK(refused(R"({"condition":"{1}","text":"*"})") == "taken");
  CHECK_FALSE(Rules::read("{").has_value());
}

TEST_CASE("a pattern takes whole texts") {
  const auto runs_of = [](std::string_view pattern, std::string_view text) {
    std::vector<std::string_view> runs;
    if (!Pattern(pattern).fits(text, runs)) return std::string("no");
    std::string all;
    for (const auto run : runs) all.append(1, '<').append(run).append(1, '>');
    return all;
  };
  CHECK(runs_of("a", "a").empty());
  CHECK(runs_of("a", "ab") == "no");
  CHECK(runs_of("*", "") == "<>");
  CHECK(runs_of("a*c", "abc") == "<b>");
  CHECK(runs_of("a*a", "a") == "no");
  CHECK(runs_of("*port * down*", "the port 3 down now") == "<the ><3>< now>");
  CHECK(runs_of("*a*b", "xaybzb") == "<x><ybz>");
  CHECK(runs_of("*a*b", "xayc") == "no");
}

}  // namespace
}  // namespace lifeline::syslog
