// SPDX-License-Identifier: Apache-2.0
#include "gateway/mapping/book.h"

#include <doctest/doctest.h>

namespace lifeline::mappings {
namespace {

constexpr Instant noon{1'579'752'000'000'000};
const std::string fan_trap =
    "snmpTrapOID.0 = OID: 1.3.6.1.4.1.9.0.1\n1.3.6.1.4.1.9.1.2 = STRING: fan 3\n";
const std::string fan_rules =
    R"({"rules":[{"notification":"1.3.6.1.4.1.9.*","condition":"fanFailed",)"
    R"("interface":"{1.3.6.1.4.1.9.1}","severity":"major","owns":true}]})";

struct Ground {
  Clock clock;
  door::Doors doors{clock};
  snmp::Setting setting = snmp::setting_of("{}").value();
  std::shared_ptr<door::Door> door = doors.open({.name = "snmp", .kind = "snmp", .address = {}});
  Book book;
  mapping::State state;

  void change(const std::string& name, std::string text) {
    auto& known = state.mappings[name];
    known = {.version = known.version + 1, .text = std::move(text)};
    book.renew(state);
  }
  Verdict attempt(const std::string& name, const std::string& message,
                  const std::optional<std::string>& text = std::nullopt) {
    const auto verdict =
        book.attempt(name, text, {.message = message, .peer = "10.1.1.1", .now = noon});
    REQUIRE(verdict);
    return *verdict;
  }
};

std::string refusal(const Result<void>& read) {
  return read ? "" : read.error().name + " at " + read.error().field;
}

TEST_CASE("a door works by what the journal says from then on, and by its file without it") {
  Ground ground;
  ground.setting = snmp::setting_of(R"({"rules":[{"notification":"1.3.6.1.4.1.9.*",)"
                                    R"("condition":"other"}]})")
                       .value();
  ground.book.add("snmp", of_snmp(ground.setting), {ground.door});
  CHECK(ground.attempt("snmp", fan_trap).alarm.condition == "other");
  CHECK(ground.attempt("snmp", fan_trap).rule == "file rules[0] 1.3.6.1.4.1.9.*");
  const auto before = ground.setting.rules->get();
  ground.change("snmp", fan_rules);
  CHECK(ground.setting.rules->get() != before);
  const Verdict verdict = ground.attempt("snmp", fan_trap);
  CHECK(verdict.outcome == Outcome::raise);
  CHECK(verdict.rule == "rules[0] 1.3.6.1.4.1.9.*");
  CHECK(verdict.alarm.condition == "fanFailed");
  CHECK(verdict.alarm.interface == "fan 3");
  CHECK(verdict.alarm.severity == "major");
  CHECK(verdict.alarm.source_name == "10.1.1.1");
  CHECK(verdict.alarm.owns);
  ground.change("snmp", "");
  CHECK(ground.attempt("snmp", fan_trap).alarm.condition == "other");
}

TEST_CASE("a text is tried before it is anybody's") {
  Ground ground;
  ground.book.add("snmp", of_snmp(ground.setting), {ground.door});
  const Verdict refused = ground.attempt("snmp", fan_trap);
  CHECK(refused.outcome == Outcome::refused);
  CHECK(refused.refusal.name == "notification_must_be_mapped");
  CHECK(ground.attempt("snmp", fan_trap, fan_rules).outcome == Outcome::raise);
  CHECK(ground.attempt("snmp", fan_trap).outcome == Outcome::refused);
  CHECK(ground.attempt("snmp", "no trap").refusal.name == "notification_must_have_a_name");
  const Verdict up = ground.attempt("snmp", "snmpTrapOID.0 = OID: linkUp\nifIndex.7 = INTEGER: 7");
  CHECK(up.outcome == Outcome::clear);
  CHECK(up.alarm.severity == "cleared");
  CHECK(up.rule == "built-in 1.3.6.1.6.3.1.1.5.4");
}

TEST_CASE("a door added later takes up what the journal has, what cannot be read is left out") {
  Ground ground;
  ground.change("snmp", fan_rules);
  ground.book.add("snmp", of_snmp(ground.setting), {ground.door});
  CHECK(ground.attempt("snmp", fan_trap).outcome == Outcome::raise);
  CHECK(ground.door->row().trouble.empty());
  ground.change("snmp", R"({"rules":[{"notification":"fan"}]})");
  CHECK(ground.attempt("snmp", fan_trap).outcome == Outcome::refused);
  CHECK(ground.door->row().trouble ==
        "mapping_must_be_readable: oid_must_be_well_formed at rules[0].notification");
  ground.change("snmp", fan_rules);
  CHECK(ground.attempt("snmp", fan_trap).outcome == Outcome::raise);
  CHECK(ground.door->row().trouble.empty());
}

TEST_CASE("what is wrong with a text is named with its place") {
  Ground ground;
  ground.book.add("snmp", of_snmp(ground.setting), {ground.door});
  ground.book.add("syslog",
                  of_syslog("", std::make_shared<door::Live<syslog::Rules>>(syslog::Rules())), {});
  const auto snmp = [&](const std::string& text) {
    return refusal(ground.book.must_read("snmp", text));
  };
  const auto rule = [&](const std::string& of) {
    return snmp(R"({"rules":[{"notification":"1.3"},)" + of + "]}");
  };
  CHECK(snmp("").empty());
  CHECK(rule(R"({"notification":"x"})") == "oid_must_be_well_formed at rules[1].notification");
  CHECK(rule(R"({"notification":"1.3","severity":"bad"})") ==
        "severity_must_be_known at rules[1].severity");
  CHECK(rule(R"({"notification":"1.3","severities":{"4":"bad"}})") ==
        "severity_must_be_known at rules[1].severities.4");
  CHECK(rule(R"({"notification":"1.3","interface":"{"})") ==
        "pattern_must_be_well_formed at rules[1].interface");
  CHECK(rule(R"({"notification":3})") == "field_must_have_the_right_type at rules[1].notification");
  CHECK(snmp(R"({"communities_file":"a"})") == "field_must_be_known at communities_file");
  CHECK(refusal(ground.book.must_read("syslog", R"({"rules":[{"condition":"a","owns":1}]})")) ==
        "field_must_have_the_right_type at rules[0].owns");
  CHECK(refusal(ground.book.must_read("omc:new", R"({"gap_max":0})")) ==
        "number_must_be_in_range at gap_max");
  CHECK(refusal(ground.book.must_read("ves", "{}")) == "mapping_must_exist at door");
}

TEST_CASE("syslog by the journal's rules before the file's") {
  Ground ground;
  const std::string file = R"({"rules":[{"name":"any","text":"*","condition":"any"}]})";
  auto live = std::make_shared<door::Live<syslog::Rules>>(syslog::Rules::read(file).value());
  ground.book.add("syslog", of_syslog(file, live), {});
  const std::string line = "<11>1 - enb-1 rpd - - - Interface ge-0 down\n";
  CHECK(ground.attempt("syslog", line).rule == "file rules[0] any");
  ground.change("syslog", R"({"rules":[{"app":"rpd","text":"*Interface * down",)"
                          R"("condition":"linkDown","interface":"{2}"}]})");
  const Verdict verdict = ground.attempt("syslog", line);
  CHECK(verdict.rule == "rules[0]");
  CHECK(verdict.alarm.interface == "ge-0");
  CHECK(verdict.alarm.source_name == "enb-1");
  CHECK(ground.attempt("syslog", "<11>1 - enb-1 cron - - - x").rule == "file rules[0] any");
  CHECK(ground.attempt("syslog", "no priority").outcome == Outcome::refused);
}

TEST_CASE("a dialect of the journal is spoken by every OMC that names it") {
  Ground ground;
  const auto setting = omc::setting_of(
      R"({"omcs":[{"name":"a","address":"127.0.0.1:1","dialect":"quick"},)"
      R"({"name":"b","address":"127.0.0.1:2"}],"dialects":{"quick":{"gap_max":50}}})");
  REQUIRE(setting);
  ground.book.add_omcs(*setting, ground.doors);
  const std::string message =
      R"({"alarmSeq":1,"neUID":"ENB","neName":"one","alarmTitle":"t","origSeverity":1})";
  CHECK(ground.attempt("omc:quick", message).rule == "file dialect quick");
  CHECK(ground.attempt("omc:default", message).rule == "built-in");
  CHECK(ground.attempt("omc:quick", message).alarm.source_name == "ENB");
  ground.change("omc:quick", R"({"source":"{neName}","owns":true})");
  const Verdict verdict = ground.attempt("omc:quick", message);
  CHECK(verdict.rule == "dialect quick");
  CHECK(verdict.alarm.source_name == "one");
  CHECK(verdict.alarm.owns);
  CHECK(setting->sources[0].reading->get()->dialect().source == "{neName}");
  CHECK(setting->sources[1].reading->get()->dialect().source == "{neUID}");
  ground.change("omc:quick", "");
  CHECK(setting->sources[0].reading->get()->dialect().gap_max == 50);
  ground.change("omc:new", R"({"source":"{neName}"})");
  CHECK(ground.attempt("omc:new", message).alarm.source_name == "one");
}

}  // namespace
}  // namespace lifeline::mappings
