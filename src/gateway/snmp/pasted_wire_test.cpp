// SPDX-License-Identifier: Apache-2.0
#include "gateway/snmp/pasted_wire.h"

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::snmp {
namespace {

Pasted pasted(std::string_view text) {
  auto read = read_pasted(text);
  REQUIRE(read);
  return std::move(*read);
}

std::string refusal(std::string_view text) {
  const auto read = read_pasted(text);
  return read ? "" : read.error().name + " " + read.error().field;
}

TEST_CASE("a line of snmptrapd's log is the notification that it was") {
  const Pasted made = pasted(
      "2020-01-25 20:30:40 localhost [UDP: [10.9.8.7]:41234->[127.0.0.1]:1162]:\n"
      ".1.3.6.1.2.1.1.3.0 = Timeticks: (55) 0:00:00.55\t"
      ".1.3.6.1.6.3.1.1.4.1.0 = OID: .1.3.6.1.4.1.2011.2.15.0.1\t"
      ".1.3.6.1.4.1.2011.2.15.1.3.5 = STRING: \"board\t3 \\\"left\\\"\"\t"
      ".1.3.6.1.4.1.2011.2.15.1.7.5 = INTEGER: 1\n");
  CHECK(made.peer == "10.9.8.7");
  CHECK(made.notification.trap == "1.3.6.1.4.1.2011.2.15.0.1");
  CHECK(made.notification.up_time == 55);
  REQUIRE(made.notification.varbinds.size() == 2);
  CHECK(made.notification.varbinds[0].text == "board\t3 \"left\"");
  CHECK(made.notification.varbinds[1] == Varbind{"1.3.6.1.4.1.2011.2.15.1.7.5", "1"});
}

TEST_CASE("names that every notification has stand for their numbers") {
  const Pasted made = pasted(
      "SNMPv2-MIB::snmpTrapOID.0 = OID: IF-MIB::linkDown\n"
      "IF-MIB::ifIndex.7 = INTEGER: 7\n"
      "IF-MIB::ifOperStatus.7 = INTEGER: down(2)\n"
      "SNMPv2-SMI::enterprises.9.1 = Gauge32: 12 percent\n"
      "snmpTrapAddress.0 = IpAddress: 10.1.1.9\n"
      "iso.3.6.1.9 = \"\"\n");
  CHECK(made.notification.trap == "1.3.6.1.6.3.1.1.5.3");
  CHECK(made.notification.address == "10.1.1.9");
  CHECK(made.notification.varbinds == std::vector<Varbind>{{"1.3.6.1.2.1.2.2.1.1.7", "7"},
                                                           {"1.3.6.1.2.1.2.2.1.8.7", "2"},
                                                           {"1.3.6.1.4.1.9.1", "12"},
                                                           {"1.3.6.1.9", ""}});
}

TEST_CASE("octets are as the wire has them, over as many lines as they take") {
  const Pasted made = pasted(
      "snmpTrapOID.0 = OID: 1.3.6.1.4.1.9\n"
      "1.3.6.1.4.1.9.1 = Hex-STRING: 00 1B \n21 FF\n"
      "1.3.6.1.4.1.9.2 = Hex-STRING: 41 42\n");
  CHECK(made.notification.varbinds[0].text == "00:1b:21:ff");
  CHECK(made.notification.varbinds[1].text == "AB");
}

TEST_CASE("an OID alone is the notification's own") {
  CHECK(read_pasted("1.3.6.1.4.1.9")->notification.trap == "1.3.6.1.4.1.9");
  CHECK(read_pasted("42\n1.3.6.1.4.1.9\n1.3.6.1.4.1.7")->notification.trap == "1.3.6.1.4.1.9");
}

TEST_CASE("what is wrong is refused with its line") {
  const std::string trap = "snmpTrapOID.0 = OID: 1.3.6.1.4.1.9\n";
  CHECK(refusal("") == "notification_must_have_a_name snmpTrapOID.0");
  CHECK(refusal("1.3.6.1 = INTEGER: 1") == "notification_must_have_a_name snmpTrapOID.0");
  CHECK(refusal("snmpTrapOID.0 = STRING: \"x\"") == "oid_must_be_well_formed snmpTrapOID.0");
  CHECK(refusal(trap + "HUAWEI-MIB::hwBoard.1 = INTEGER: 1") == "oid_must_be_well_formed line 2");
  CHECK(refusal(trap + "1.3..6 = INTEGER: 1") == "oid_must_be_well_formed line 2");
  CHECK(refusal(trap + "1.3.6 = FLOAT: 1") == "type_must_be_known line 2");
  CHECK(refusal(trap + "1.3.6 = INTEGER: many") == "value_must_be_well_formed line 2");
  CHECK(refusal(trap + "1.3.6 = Hex-STRING: 0G") == "value_must_be_well_formed line 2");
  CHECK(refusal(trap + "1.3.6 = OID: here") == "oid_must_be_well_formed line 2");
  CHECK(refusal(trap + "1.3.6 = STRING: \"open") == "quote_must_be_closed line 2");
  CHECK(refusal(trap + "1.3.6 = STRING: \"open\\") == "quote_must_be_closed line 2");
}

TEST_CASE("what was read reads the same when it was printed, and is bounded") {
  std::string text = "snmpTrapOID.0 = OID: 1.3.6.1.4.1.9\n";
  for (size_t i = 0; i < limits::snmp_varbinds_max + 5; ++i)
    text += "1.3.6.1.4.1.9." + std::to_string(i) + " = STRING: \"a\\\\\nb\"\n";
  const Pasted made = pasted(text);
  CHECK(made.notification.varbinds.size() == limits::snmp_varbinds_max);
  CHECK(made.notification.varbinds[0].text == "a\\\nb");
  const Pasted again = pasted(print_pasted(made.notification));
  CHECK(again.notification.varbinds == made.notification.varbinds);
  CHECK(again.notification.trap == made.notification.trap);
}

}  // namespace
}  // namespace lifeline::snmp
