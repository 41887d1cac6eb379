// SPDX-License-Identifier: Apache-2.0
// Notifications → commands, by rules that say what a maker's OIDs mean. A rule
// is data:
//
//   {"notification": "1.3.6.1.4.1.2011.2.15.*", "condition":
//   "{1.3.6.1.4.1.2011.2.15.1.4}",
//    "interface": "{1.3.6.1.4.1.2011.2.15.1.3}", "severity_of":
//    "1.3.6.1.4.1.2011.2.15.1.7", "severities": {"1": "critical", "2": "major",
//    "6": "cleared"}}
//
// In braces stands an object, whatever its instance, or one of: source (the
// element that the agent's address is known as), address, trap, who. The rules
// of an operator come first; without any, linkDown and linkUp (RFC 2863) and
// the alarms of ALARM-MIB (RFC 3877) are known. The rule that names the most of
// a notification counts. Limits: snmp_rules_max.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/door/pattern.h"
#include "gateway/snmp/wire.h"
#include "network/alarm/model.h"

namespace lifeline::snmp {

struct Rule {
  std::string notification;  // an OID, or the start of some: "1.3.6.1.4.1.2011.*"
  std::string source = "{source}";
  std::string condition;  // "" passes the notification over
  std::string interface;
  std::string severity = "indeterminate";         // or "cleared"
  std::string severity_of;                        // the object that says it, if any
  std::map<std::string, std::string> severities;  // what the object says → X.733
  std::string event_type;
  std::string specific_problem = "{trap}";
  bool owns = false;  // the facts: others who tell of one do not end it
};
LIFELINE_STRUCT(Rule, notification, source, condition, interface, severity, severity_of, severities,
                event_type, specific_problem, owns)

/// Of ALARM-MIB: what an alarm model of the agents is called, by "list
/// name.index".
struct Model {
  std::string condition;
  std::map<std::string, std::string> severities;  // state → X.733; 1 is clear
};
LIFELINE_STRUCT(Model, condition, severities)

struct Mapping {
  std::map<std::string, std::string> sources;  // address of an agent → element
  std::vector<Rule> rules;
  std::map<std::string, Model> models;
};
LIFELINE_STRUCT(Mapping, sources, rules, models)

/// A mapping made ready for use.
class Rules {
 public:
  /// What `file` says stands behind what `mapping` says. Errors, with the place in `field`:
  /// rules_must_be_fewer, oid_must_be_well_formed, pattern_must_be_well_formed,
  /// severity_must_be_known.
  static Result<Rules> of(const Mapping& mapping, const Mapping& file = {});

  /// The command for the desk; none for what a rule passes over. Errors:
  /// notification_must_be_mapped, source_must_be_given,
  /// condition_must_be_given, name_must_be_short, severity_must_be_known.
  Result<std::optional<alarm::Command>> command_of(const Notification& notification,
                                                   const std::string& peer, Instant now) const;
  /// Which rule decides: "rules[3] 1.3.6.1.4.1.2011.*", "file rules[0] …", "built-in …"; "" for
  /// none.
  std::string decided_by(const Notification& notification) const;

 private:
  struct Ready {
    Rule rule;
    std::string place;
    door::Pattern source, condition, interface, event_type, specific_problem;
  };
  Result<void> add(const Rule& rule, const std::string& place, std::string_view from);
  const Ready* rule_for(const std::string& trap) const;
  std::string source_of(const std::string& address) const;
  Result<std::optional<alarm::Command>> by_model(const Notification& notification,
                                                 const std::string& address, Instant now) const;

  Mapping mapping_;
  std::map<std::string, Ready, std::less<>> exact_;
  std::map<std::string, Ready, std::less<>> starts_;  // "1.3.6.1.4.1.2011."
};

/// Tells a notification sent twice from one made twice; never 0.
uint64_t delivery_of(const Notification& notification, std::string_view peer);

}  // namespace lifeline::snmp
