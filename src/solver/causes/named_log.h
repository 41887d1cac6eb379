// SPDX-License-Identifier: Apache-2.0
// An alarm log in an operator's own words, made into one of numbers.
//
//   id,…,source_name,region,…,probable_cause,…,raised_at,reported_at,…,cleared_at,…
//
// That is Lifeline's own list of alarms as CSV; further columns are ignored. A type is a probable
// cause, a device the source, or the region where what happens in one place is taken together. An
// alarm starts when its device says, else when Lifeline took it in. Types and devices are numbered
// in the order of their names, so equal alarms give equal logs. Limits: limits::import_rows_max,
// limits::causes_types_max, limits::causes_named_devices_max.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "solver/causes/learn.h"

namespace lifeline::causes {

enum class Device { source_name, region };
LIFELINE_ENUM(Device, source_name, region)

struct NamedAlarm {
  std::string type;
  std::string device;
  Instant start;
  Instant end;  // none while it is open

  friend bool operator==(const NamedAlarm&, const NamedAlarm&) = default;
};

struct NamedLog {
  Log log;
  std::vector<std::string> types;  // by their numbers
};

/// Whether the header has names for types and devices.
bool is_alarm_list(std::string_view csv);

/// Errors, with the column in `field` and the line in `detail`: column_must_be_given,
/// fields_must_be_as_many_as_columns, value_must_be_well_formed, rows_must_be_fewer, and those of
/// CsvReader.
Result<std::vector<NamedAlarm>> read_alarm_list(std::string_view csv, Device device);

/// Errors: types_must_be_fewer, devices_must_be_fewer.
Result<NamedLog> numbered(const std::vector<NamedAlarm>& alarms);

/// "cause,effect,score", strongest first; `types` are the names, none: the numbers stand.
std::string edges_csv(const std::vector<Edge>& edges, const std::vector<std::string>& types);

}  // namespace lifeline::causes
