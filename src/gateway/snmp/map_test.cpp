// SPDX-License-Identifier: Apache-2.0
#include "gateway/snmp/map.h"

#include <doctest/doctest.h>

#include "base/limits.h"
#include "gateway/snmp/options.h"

namespace lifeline::snmp {
namespace {

constexpr Instant noon{1'579'752'000'000'000};

Rules rules_of(const Mapping& mapping = {}) {
  auto made = Rules::of(mapping);
  REQUIRE(made);
  return std::move(*made);
}

Notification link_trap(const std::string& name, const std::string& index = "7") {
  return {.version = Version::v2c,
          .who = "public",
          .trap = name,
          .address = {},
          .up_time = 55,
          .request = 1,
          .varbinds = {{"1.3.6.1.2.1.2.2.1.1." + index, index}},
          .token = {}};
}

// "Raise source condition interface severity", or the name of the refusal.
std::string made_of(const Rules& rules, const Notification& notification) {
  const auto command = rules.command_of(notification, "10.1.1.1", noon);
  if (!command) return command.error().name;
  if (!*command) return "passed over";
  if (const auto* raise = std::get_if<alarm::Raise>(&**command))
    return "Raise " + raise->source_name + " " + raise->condition + " " + raise->interface + " " +
           std::string(enum_text(raise->severity));
  const auto& clear = std::get<alarm::ReportClear>(**command);
  return "Clear " + clear.source_name + " " + clear.condition + " " + clear.interface;
}

TEST_CASE("what goes down at an interface is over when it comes up, without any rule") {
  const Rules rules = rules_of({.sources = {{"10.1.1.1", "ENB-1"}}});
  CHECK(made_of(rules, link_trap("1.3.6.1.6.3.1.1.5.3")) == "Raise ENB-1 linkDown 7 major");
  CHECK(made_of(rules, link_trap("1.3.6.1.6.3.1.1.5.4")) == "Clear ENB-1 linkDown 7");
}

TEST_CASE("an agent that the notification names comes before the sender") {
  Notification trap = link_trap("1.3.6.1.6.3.1.1.5.3");
  trap.address = "10.9.8.7";
  const Rules rules = rules_of({.sources = {{"10.1.1.1", "PROXY"}, {"10.9.8.7", "ENB-2"}}});
  CHECK(made_of(rules, trap) == "Raise ENB-2 linkDown 7 major");
  CHECK(made_of(rules_of(), trap) == "Raise 10.9.8.7 linkDown 7 major");
}

TEST_CASE("the rule that names most of a notification counts, an operator's before the known") {
  const Rules rules = rules_of(
      {.rules = {
           {.notification = "1.3.6.1.4.1.9.*", .condition = "any"},
           {.notification = "1.3.6.1.4.1.9.1.*", .condition = "one"},
           {.notification = "1.3.6.1.4.1.9.1.5", .condition = ""},
           {.notification = "1.3.6.1.6.3.1.1.5.3", .condition = "own", .severity = "minor"}}});
  CHECK(made_of(rules, link_trap("1.3.6.1.4.1.9.2.0.1")) == "Raise 10.1.1.1 any  indeterminate");
  CHECK(made_of(rules, link_trap("1.3.6.1.4.1.9.1.4")) == "Raise 10.1.1.1 one  indeterminate");
  CHECK(made_of(rules, link_trap("1.3.6.1.4.1.9.1.5")) == "passed over");
  CHECK(made_of(rules, link_trap("1.3.6.1.6.3.1.1.5.3")) == "Raise 10.1.1.1 own  minor");
  CHECK(made_of(rules, link_trap("1.3.6.1.4.1.90.1")) == "notification_must_be_mapped");
}

TEST_CASE("an object says how bad it is, or that it is over") {
  const Rules rules = rules_of({.rules = {{.notification = "1.3.6.1.4.1.9.1",
                                           .condition = "fan",
                                           .severity_of = "1.3.6.1.4.1.9.2",
                                           .severities = {{"1", "critical"}, {"6", "cleared"}}}}});
  Notification trap = link_trap("1.3.6.1.4.1.9.1");
  trap.varbinds = {{"1.3.6.1.4.1.9.20.1", "6"}, {"1.3.6.1.4.1.9.2.1", "1"}};
  CHECK(made_of(rules, trap) == "Raise 10.1.1.1 fan  critical");
  trap.varbinds[1].text = "6";
  CHECK(made_of(rules, trap) == "Clear 10.1.1.1 fan ");
  trap.varbinds[1].text = "9";
  CHECK(made_of(rules, trap) == "severity_must_be_known");
}

TEST_CASE("an alarm of ALARM-MIB is its model at its resource") {
  Notification active = link_trap("1.3.6.1.2.1.118.0.2");
  active.varbinds = {{"1.3.6.1.2.1.118.1.2.2.1.13.1", "1.3.6.1.2.1.118.1.1.2.1.3.3.109.105.98.9.3"},
                     {"1.3.6.1.2.1.118.1.2.2.1.10.1", "1.3.6.1.2.1.2.2.1.1.12"}};
  CHECK(made_of(rules_of(), active) == "Raise 10.1.1.1 alarmModel mib.9 12 indeterminate");
  const Rules named =
      rules_of({.models = {{"mib.9", {.condition = "fanFailed", .severities = {{"3", "major"}}}}}});
  CHECK(made_of(named, active) == "Raise 10.1.1.1 fanFailed 12 major");
  active.trap = "1.3.6.1.2.1.118.0.3";
  CHECK(made_of(named, active) == "Clear 10.1.1.1 fanFailed 12");
  active.varbinds[0].text = "1.3.6.1.2";
  CHECK(made_of(named, active) == "model_must_be_given");
  active.varbinds.clear();
  CHECK(made_of(named, active) == "model_must_be_given");
}

TEST_CASE("a name that is too long is refused, a notification sent twice is one delivery") {
  CHECK(made_of(rules_of(),
                link_trap("1.3.6.1.6.3.1.1.5.3", std::string(limits::name_bytes_max + 1, '7'))) ==
        "name_must_be_short");
  Notification trap = link_trap("1.3.6.1.6.3.1.1.5.3");
  const uint64_t delivery = delivery_of(trap, "10.1.1.1");
  CHECK(delivery == delivery_of(trap, "10.1.1.1"));
  CHECK(delivery != delivery_of(trap, "10.1.1.2"));
  trap.request = 2;
  CHECK(delivery != delivery_of(trap, "10.1.1.1"));
}

TEST_CASE("rules that cannot be used are refused by name") {
  const auto refusal = [](const std::string& json) {
    const auto made = setting_of(json);
    return made ? "" : made.error().name;
  };
  CHECK(refusal("{}") == "");
  CHECK(refusal(R"({"rules":[{"notification":"linkDown"}]})") == "oid_must_be_well_formed");
  CHECK(refusal(R"({"rules":[{"notification":"1.3","severity":"bad"}]})") ==
        "severity_must_be_known");
  CHECK(refusal(R"({"rules":[{"notification":"1.3","source":"{"}]})") ==
        "pattern_must_be_well_formed");
  CHECK(refusal(R"({"models":{"a.1":{"severities":{"1":"bad"}}}})") == "severity_must_be_known");
  CHECK(refusal(R"({"communities_file":"/nowhere/at/all"})") == "file_must_be_readable");
  CHECK(refusal(R"({"rule":[]})") == "field_must_be_known");
}

}  // namespace
}  // namespace lifeline::snmp
