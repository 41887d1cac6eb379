// SPDX-License-Identifier: Apache-2.0
// Alarms of an OMC → commands, by a dialect: what a province or a maker calls the fields, which of
// them name an alarm, what its numbers mean. A pattern is text with fields in braces:
//
//   "source": "{neUID}"   "interface": "{objectUID} {locationInfo}"   "condition": "{alarmTitle}"
//
// An alarm is identified by source, condition and interface, so a clear has to fill these in as the
// alarm did. The same alarm id told again with the same time is the same report.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/describe.h"
#include "gateway/door/pattern.h"
#include "gateway/omc/wire.h"
#include "network/alarm/model.h"

namespace lifeline::omc {

/// How an OMC speaks; as JSON in the file that --omc names.
struct Dialect {
  std::string charset = "utf-8";
  std::string sequence = "alarmSeq";
  std::string status = "alarmStatus";
  std::vector<std::string> cleared = {"0"};  // what the status says of an alarm that is over
  std::string severity = "origSeverity";
  std::map<std::string, alarm::Severity> severities = {{"1", alarm::Severity::critical},
                                                       {"2", alarm::Severity::major},
                                                       {"3", alarm::Severity::minor},
                                                       {"4", alarm::Severity::warning}};
  std::string time = "eventTime";  // "yyyy-MM-dd HH:mm:ss", or RFC 3339
  int zone_minutes = 480;          // of a time that names no zone
  std::string id = "alarmId";
  std::string source = "{neUID}";
  std::string condition = "{alarmTitle}";
  std::string interface = "{objectUID}";
  std::string event_type = "{alarmType}";
  std::map<std::string, std::string> event_types;  // of those that X.733 words differently
  std::string specific_problem = "{specificProblemID} {specificProblem}";
  std::vector<std::string> additional = {"neName",       "neType",  "objectName", "objectType",
                                         "locationInfo", "addInfo", "alarmCheck"};
  bool owns = false;                // the facts: others who tell of one do not end it
  std::string sync_source = "1";    // of reqSyncAlarmFile: the OMC's log
  std::string active_source = "0";  // of the alarms that are active; "": they are not asked for
  bool has_file_channel = true;     // files are asked for over a connection with type=ftp
  int heartbeat_s = 60;
  int receive_timeout_s = 180;
  int log_in_attempts = 3;
  int gap_max = 1000;  // a wider one is asked for as a file
  int message_wait_s = 20;
};
LIFELINE_STRUCT(Dialect, charset, sequence, status, cleared, severity, severities, time,
                zone_minutes, id, source, condition, interface, event_type, event_types,
                specific_problem, additional, owns, sync_source, active_source, has_file_channel,
                heartbeat_s, receive_timeout_s, log_in_attempts, gap_max, message_wait_s)

/// What one message of the OMC says.
struct Told {
  uint64_t sequence = 0;
  Instant at;                      // by the OMC's clock
  Result<alarm::Command> command;  // refused: it is counted, and its number is over
  std::string source;
};

/// A dialect made ready for use. Concurrency: any number of threads.
class Reading {
 public:
  /// Errors: pattern_must_be_well_formed, charset_must_be_known, number_must_be_in_range.
  /// The origin stands in the alarms as who tells.
  static Result<Reading> of(const Dialect& dialect, std::string origin);

  /// Errors: alarm_must_have_a_number; what else is wrong stands in Told::command:
  /// source_must_be_given, condition_must_be_given, name_must_be_short, severity_must_be_known.
  Result<Told> tell(const Fields& fields) const;
  const Dialect& dialect() const { return dialect_; }

 private:
  Result<alarm::Command> command_of(const Fields& fields, Instant at) const;

  Dialect dialect_;
  std::string origin_;
  door::Pattern source_, condition_, interface_, event_type_, specific_problem_;
};

/// "2020-01-25 20:30:40" where clocks are so many minutes ahead of UTC; zero if it is no time.
Instant local_time(std::string_view text, int zone_minutes);

}  // namespace lifeline::omc
