// SPDX-License-Identifier: Apache-2.0
// Which syslog messages are alarms, and what they say.
//
// An element "alarm" (RFC 5674, 3) always is one:
//   HOSTNAME          source_name             resource           interface
//   probableCause     condition               eventType          event_type
//   perceivedSeverity severity; "cleared" clears
//
// Any other message is one only where a rule of the operator's file says so; the first rule that
// fits decides, and what fits none is passed over:
//   {"rules": [{"name": "link down", "app": "rpd", "text": "*Interface * down",
//               "does": "raise", "condition": "linkDown", "interface": "{2}"}]}
//
// Templates: {host} {app} {proc} {msgid} {text}, {1} {2} … for the runs of `text`. A source that
// does not name itself is its address. Limits: syslog_rules_max.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "gateway/syslog/wire.h"
#include "network/alarm/model.h"

namespace lifeline::syslog {

enum class Does { raise, clear, ignore };
LIFELINE_ENUM(Does, raise, clear, ignore)

struct Rule {
  std::string name;  // for people
  std::string host;  // patterns; "" takes any
  std::string app;
  std::string msgid;
  std::string text;
  int least_severity = 7;  // of the message: 3 takes emergencies to errors
  Does does = Does::raise;
  std::string source = "{host}";
  std::string condition;
  std::string interface;
  std::string severity;  // of X.733; "": by the message's priority
  std::string event_type;
  std::string specific_problem;
  bool owns = false;  // the facts: others who tell of one do not end it
};
LIFELINE_STRUCT(Rule, name, host, app, msgid, text, least_severity, does, source, condition,
                interface, severity, event_type, specific_problem, owns)

class Rules {
 public:
  Rules();
  ~Rules();
  Rules(Rules&&) noexcept;
  Rules& operator=(Rules&&) noexcept;

  /// Errors, with the place in `field`: rules_must_be_fewer, condition_must_be_given,
  /// severity_must_be_known, template_must_be_well_formed, and those of JSON.
  static Result<Rules> read(std::string_view json);
  /// These first, then those of the operator's file.
  Rules before(const Rules& file) const;

  /// What a message is to the desks; nothing where it is no alarm. `peer` is who sent it.
  Result<std::optional<alarm::Command>> command_of(const Message& message, std::string_view bytes,
                                                   std::string_view peer) const;
  /// Which rule decides: "rules[3] link down", "file rules[0]", "built-in" for a structured alarm;
  /// "" for none.
  std::string decided_by(const Message& message) const;

 private:
  struct Prepared;
  const Prepared* rule_for(const Message& message, std::vector<std::string_view>& runs) const;
  std::vector<Prepared> rules_;
};

}  // namespace lifeline::syslog
