// SPDX-License-Identifier: Apache-2.0
// A notification as people have it at hand: a line of snmptrapd's log, or objects with their
// values, a line or a tab apart:
//
//   2020-01-25 20:30:40 10.9.8.7 [UDP: [10.9.8.7]:41234->[127.0.0.1]:162]:
//   .1.3.6.1.2.1.1.3.0 = Timeticks: (55) 0:00:00.55
//   snmpTrapOID.0 = OID: 1.3.6.1.4.1.2011.2.15.0.1
//   SNMPv2-SMI::enterprises.2011.2.15.1.3 = STRING: "board 3"
//
// Types: INTEGER, STRING, Hex-STRING, OID, Gauge32, Counter32, Counter64, Unsigned32, Timeticks and
// IpAddress; a value without a type is a text. Names are numbers (snmptrapd -On), but for those
// that every notification has and those of the interfaces. An OID alone is the notification's own,
// what else is no object is passed over.
// Limits: snmp_varbinds_max.
#pragma once

#include "gateway/snmp/wire.h"

namespace lifeline::snmp {

struct Pasted {
  Notification notification;
  std::string peer;  // who sent it, where a log's line says so
};

/// Errors: oid_must_be_well_formed, type_must_be_known, value_must_be_well_formed,
/// quote_must_be_closed, with the line in `field`; notification_must_have_a_name.
Result<Pasted> read_pasted(std::string_view text);
/// Objects a line each, as read_pasted takes them.
std::string print_pasted(const Notification& notification);

}  // namespace lifeline::snmp
