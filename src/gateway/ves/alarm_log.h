// SPDX-License-Identifier: Apache-2.0
// A network's alarm log as CSV, and the VES reports that its devices would have sent.
//
//   alarm_id,device_id,start_timestamp,end_timestamp     any order, further columns are ignored
//   11,28,30685,30835                                    type 11 on device 28, in seconds
//
// Each row becomes a raise and a clear of sourceName "device-28", alarmCondition "type-11". The log
// knows no severity: every raise is MAJOR. Its zero, whatever it is, becomes 2020-01-01T00:00:00Z.
// The same row always gives the same bytes. Limits: import_body_bytes_max, import_rows_max.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace lifeline::ves {

struct LogRow {
  uint32_t alarm = 0;
  uint32_t device = 0;
  int64_t start_s = 0;
  int64_t end_s = 0;
};

/// A raise or a clear of a row.
struct LogReport {
  int64_t at_s = 0;
  uint32_t row = 0;
  bool is_raise = false;
};

struct AlarmLog {
  std::vector<LogRow> rows;
  std::vector<LogReport> reports;  // in the order of time
  uint64_t ends_cut = 0;           // rows that end before they start, taken as ending at once
  std::string digest;              // of the file's bytes, 32 hex digits
};

/// Errors, with the column in `field` and the line in `detail`: column_must_be_given,
/// fields_must_be_as_many_as_columns, value_must_be_well_formed, rows_must_be_fewer, and those of
/// CsvReader.
Result<AlarmLog> read_alarm_log(std::string_view csv);

/// What an intake must make of these reports, worked out from the keys alone.
struct ExpectedTotals {
  uint64_t raised = 0;
  uint64_t repeated = 0;
  uint64_t cleared = 0;
  uint64_t clear_unmatched = 0;
  uint64_t clear_held = 0;  // of flapping alarms
  uint64_t settled = 0;     // that were quiet for long enough before they came again

  friend bool operator==(const ExpectedTotals&, const ExpectedTotals&) = default;
};
ExpectedTotals expected_totals(const AlarmLog& log, std::span<const LogReport> reports);

/// {"eventList":[…]} of these reports.
std::string batch_body(const AlarmLog& log, std::span<const LogReport> reports);

}  // namespace lifeline::ves
