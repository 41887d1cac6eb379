// SPDX-License-Identifier: Apache-2.0
// An alarm log and a topology, as causes are learned from them.
//
//   alarm_id,device_id,start_timestamp,end_timestamp     any order, further columns are ignored
//   11,28,30685,30835                                    type 11 on device 28, in seconds
//
//   0,1,0                                                a topology: row i column j is 1 where
//   1,0,0                                                device i is connected to device j; it is
//   0,0,1                                                symmetric, its diagonal says nothing
//
// Types and devices are numbered from 0. Limits: limits::import_rows_max, limits::causes_types_max,
// limits::causes_devices_max; a time is a whole number from 0 to 10^10 s.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lifeline::causes {

struct Alarm {
  uint32_t type = 0;
  uint32_t device = 0;
  int64_t start_s = 0;
  int64_t end_s = 0;

  friend bool operator==(const Alarm&, const Alarm&) = default;
};

struct Log {
  std::vector<Alarm> alarms;  // by start, then device, type and end
  uint32_t types = 0;         // one more than the greatest type
  uint32_t devices = 0;       // one more than the greatest device
  uint32_t ends_cut = 0;      // rows whose end was moved to their start

  friend bool operator==(const Log&, const Log&) = default;
};

struct Topology {
  std::vector<std::vector<uint32_t>> neighbours;  // of each device, rising, without itself
};

/// What becomes of a row that ends before it starts.
enum class EarlyEnd {
  refuse,
  cut,  // the alarm ends as it starts, and is counted in ends_cut
};

/// Errors, with the column in `field` and the line in `detail`: column_must_be_given,
/// fields_must_be_as_many_as_columns, value_must_be_well_formed, end_must_not_precede_the_start,
/// rows_must_be_fewer, and those of CsvReader.
Result<Log> read_log(std::string_view csv, EarlyEnd early_end = EarlyEnd::refuse);

/// Errors, with the line in `detail`: matrix_must_be_square, matrix_must_be_symmetric,
/// value_must_be_well_formed, devices_must_be_fewer.
Result<Topology> read_topology(std::string_view csv);

}  // namespace lifeline::causes
