// SPDX-License-Identifier: Apache-2.0
// A door whose mapping people change while it is open: its reader, what it works by, and what
// would become of a message.
//
//   the journal's text ─┐
//   the file's ─────────┼─▶ read by the door's own reader ─▶ what the door works by from now on
//   what is built in ───┘
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "gateway/omc/options.h"
#include "gateway/snmp/options.h"
#include "gateway/syslog/map.h"

namespace lifeline::mappings {

enum class Outcome { raise, clear, passed_over, refused };
LIFELINE_ENUM(Outcome, raise, clear, passed_over, refused)

struct TriedAlarm {
  std::string source_name;
  std::string condition;
  std::string interface;
  std::string severity;  // of X.733, or "cleared"
  std::string event_type;
  std::string specific_problem;
  std::string additional_text;
  Instant reported_at;
  bool owns = false;
};
LIFELINE_STRUCT(TriedAlarm, source_name, condition, interface, severity, event_type,
                specific_problem, additional_text, reported_at, owns)

struct TriedRefusal {
  std::string name;
  std::string field;
  std::string detail;
};
LIFELINE_STRUCT(TriedRefusal, name, field, detail)

/// What would become of a message; nothing has.
struct Verdict {
  Outcome outcome = Outcome::passed_over;
  std::string rule;  // that decides: "rules[3] 1.3.6.1.4.1.2011.*", "file …", "built-in …"
  TriedAlarm alarm;
  TriedRefusal refusal;
  bool known_source = false;
};
LIFELINE_STRUCT(Verdict, outcome, rule, alarm, refusal, known_source)

struct Sample {
  std::string message;
  std::string peer;  // who sends it; "" is nobody in particular
  Instant now;
};

class Mapped {
 public:
  virtual ~Mapped() = default;
  /// Errors: those of the door's own reader, with the place in `field`.
  virtual Result<void> must_read(const std::string& text) const = 0;
  /// The door works by the text from now on; "" leaves what its file says. Errors as above: then
  /// nothing changes.
  virtual Result<void> renew(const std::string& text) = 0;
  /// By the text, or what the door works by. Errors: those of the text; a message that is wrong is
  /// a verdict.
  virtual Result<Verdict> attempt(const std::optional<std::string>& text,
                                  const Sample& sample) const = 0;
  virtual const std::string& in_file() const = 0;  // "" for nothing
};

std::unique_ptr<Mapped> of_snmp(const snmp::Setting& setting);
/// `file` is a text that Rules::read takes, or "".
std::unique_ptr<Mapped> of_syslog(std::string file,
                                  std::shared_ptr<door::Live<syslog::Rules>> rules);
/// One dialect, by name, of all the OMCs that speak it.
std::unique_ptr<Mapped> of_omc(const std::string& dialect, const omc::Setting& setting);

}  // namespace lifeline::mappings
