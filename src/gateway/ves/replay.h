// SPDX-License-Identifier: Apache-2.0
// `lifeline replay ALARMS.csv --to URL`: sends an alarm log to a VES event listener, in order, and
// counts what was taken.
//
//   ALARMS.csv ─▶ reports in order of time ─▶ batches, cut at multiples of --batch ─▶ POST
//
// Operation: one batch at a time; the next goes out when the one before is accepted, so that the
// reports of a device stay in order. A batch always has the same bytes: what a broken connection
// leaves in doubt is sent again and changes nothing. The state file says how far the log has been
// accepted, so a killed replay goes on where it was. A batch that is refused ends the run. Limits:
// replay_batch_events_max, replay_attempts_max, replay_wait_ms_max.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "base/describe.h"
#include "gateway/ves/alarm_log.h"

namespace lifeline::ves {

struct ReplayOptions {
  std::string file;
  std::string to;         // http://host:port
  std::string token;      // "": the name and password in `to`, if any
  double speed = 0;       // seconds of the log in a second; 0: as fast as it goes
  uint64_t batch = 100;   // reports in a request
  uint64_t from_row = 1;  // in the order of time, from 1: its raise is in the first batch sent
  std::string state;      // a file, "" for none
  bool json = false;
};

struct ReplayReport {
  uint64_t rows = 0;
  uint64_t ends_cut = 0;  // rows that end before they start, taken as ending at once
  uint64_t events = 0;    // two a row
  uint64_t skipped = 0;   // left out, or accepted by an earlier run
  uint64_t sent_raises = 0;
  uint64_t sent_clears = 0;
  uint64_t accepted_raises = 0;
  uint64_t accepted_clears = 0;
  uint64_t refused_raises = 0;
  uint64_t refused_clears = 0;
  uint64_t retries = 0;
  uint64_t expected_new = 0;  // of all from --from-row to the end, whichever run sends them
  uint64_t expected_repeated = 0;
  uint64_t expected_cleared = 0;
  uint64_t expected_unmatched_clears = 0;
  uint64_t expected_held_clears = 0;  // of flapping alarms, which end when they are quiet
  double elapsed_s = 0;
  double events_per_s = 0;  // accepted
  bool complete = false;    // all is accepted, by this run or one before
  std::string trouble;      // why it is not
};
LIFELINE_STRUCT(ReplayReport, rows, ends_cut, events, skipped, sent_raises, sent_clears,
                accepted_raises, accepted_clears, refused_raises, refused_clears, retries,
                expected_new, expected_repeated, expected_cleared, expected_unmatched_clears,
                expected_held_clears, elapsed_s, events_per_s, complete, trouble)

/// What a replay needs of the world.
struct ReplayWorld {
  /// Posts a body and answers the HTTP status; an error when nobody answered.
  std::function<Result<int>(std::string_view path, const std::string& body)> send;
  std::function<void(std::chrono::microseconds)> wait;
  std::function<std::chrono::microseconds()> elapsed;  // since any moment
};

/// Errors: number_must_be_in_range for batch, speed and from_row, state_must_be_of_this_log,
/// state_must_be_well_formed, state_must_be_writable. Whatever else goes wrong is in the report.
Result<ReplayReport> replay(const AlarmLog& log, const ReplayOptions& options,
                            const ReplayWorld& world);

/// "name: value" lines.
std::string report_lines(const ReplayReport& report);

/// The whole command: reads the file, sends it over HTTP, prints the report. Answers the exit code:
/// 0 when all was accepted, 1 when not, 65 for a wrong log, option or state, 66 for a file that
/// cannot be read.
int replay_command(const ReplayOptions& options);

}  // namespace lifeline::ves
