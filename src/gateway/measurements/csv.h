// SPDX-License-Identifier: Apache-2.0
// Measurements from a file: element,metric,at,value, in any order of columns and rows.
//
//   element,metric,at,value
//   BTS-1,load,2026-11-22T21:05:00+08:00,43.5
//
// `at` is RFC 3339, or seconds since 1970. All rows are taken or none.
// Limits: limits::import_rows_max, import_refusals_max.
#pragma once

#include <string_view>
#include <vector>

#include "desk/import.h"
#include "network/performance/metric.h"

namespace lifeline::measurements {

/// Which times are kept.
struct Window {
  Instant oldest;
  Instant newest;
};

struct CsvRead {
  std::vector<performance::Reading> readings;
  desk::ImportReport report;  // rows, refused
};

/// Errors, of the file: column_must_be_given, rows_must_be_fewer, those of CsvReader. Refused rows
/// are in the report: time_must_be_kept, metric_must_be_known, value_must_be_well_formed, ….
Result<CsvRead> read_csv(std::string_view text, const Window& window);

}  // namespace lifeline::measurements
