// SPDX-License-Identifier: Apache-2.0
#include "solver/causes/log.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <tuple>

#include "base/csv_numbers.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline::causes {
namespace {

constexpr int64_t timestamp_s_max = 10'000'000'000;  // three centuries

constexpr std::array<NumberColumn, 4> log_columns = {{{"alarm_id", limits::causes_types_max - 1},
                                                      {"device_id", limits::causes_devices_max - 1},
                                                      {"start_timestamp", timestamp_s_max},
                                                      {"end_timestamp", timestamp_s_max}}};

struct MatrixRow {
  size_t line = 0;
  uint32_t width = 0;
  std::vector<uint32_t> ones;  // the columns, rising
};

Refusal too_many_devices(size_t line) {
  return invalid("devices_must_be_fewer", {},
                 at_line(line, "at most " + std::to_string(limits::causes_devices_max)));
}

Result<MatrixRow> read_matrix_row(std::string_view text, size_t line) {
  MatrixRow row{.line = line, .width = 0, .ones = {}};
  for (bool more = true; more; ++row.width) {
    if (row.width == limits::causes_devices_max) return too_many_devices(line);
    const size_t comma = std::min(text.find(','), text.size());
    const std::string_view value = trimmed(text.substr(0, comma));
    if (value != "0" && value != "1")
      return invalid("value_must_be_well_formed", {},
                     at_line(line, "column " + std::to_string(row.width + 1) + " is not 0 or 1"));
    if (value == "1") row.ones.push_back(row.width);
    more = comma < text.size();
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return row;
}

}  // namespace

Result<Log> read_log(std::string_view csv, EarlyEnd early_end) {
  Log log;
  const auto take = [&](size_t line, std::span<const int64_t> values) -> Result<void> {
    Alarm alarm{.type = static_cast<uint32_t>(values[0]),
                .device = static_cast<uint32_t>(values[1]),
                .start_s = values[2],
                .end_s = values[3]};
    if (alarm.end_s < alarm.start_s) {
      if (early_end == EarlyEnd::refuse)
        return invalid("end_must_not_precede_the_start", log_columns[3].name,
                       at_line(line, "the alarm ends before it starts"));
      alarm.end_s = alarm.start_s;
      ++log.ends_cut;
    }
    log.types = std::max(log.types, alarm.type + 1);
    log.devices = std::max(log.devices, alarm.device + 1);
    log.alarms.push_back(alarm);
    return {};
  };
  if (auto read = read_csv_numbers(csv, log_columns, take); !read)
    return tl::unexpected(std::move(read.error()));
  std::ranges::sort(log.alarms, {}, [](const Alarm& alarm) {
    return std::tuple(alarm.start_s, alarm.device, alarm.type, alarm.end_s);
  });
  return log;
}

// A matrix has a column for each device, so it is not read by CsvReader, whose records are those of
// forms and tables and end at csv_columns_max.
Result<Topology> read_topology(std::string_view csv) {
  std::vector<MatrixRow> rows;
  for (size_t line = 1; !csv.empty(); ++line) {
    const size_t end = std::min(csv.find('\n'), csv.size());
    const std::string_view text = trimmed(csv.substr(0, end));
    csv.remove_prefix(std::min(end + 1, csv.size()));
    if (text.empty()) continue;
    auto row = read_matrix_row(text, line);
    if (!row) return tl::unexpected(row.error());
    if (rows.size() == limits::causes_devices_max) return too_many_devices(line);
    rows.push_back(std::move(*row));
  }
  for (const MatrixRow& row : rows) {
    if (row.width != rows.size())
      return invalid("matrix_must_be_square", {},
                     at_line(row.line, std::to_string(row.width) + " columns, " +
                                           std::to_string(rows.size()) + " rows"));
  }
  Topology topology;
  for (uint32_t i = 0; i < rows.size(); ++i) {
    for (const uint32_t j : rows[i].ones) {
      if (!std::ranges::binary_search(rows[j].ones, i))
        return invalid("matrix_must_be_symmetric", {},
                       at_line(rows[i].line, "connected to device " + std::to_string(j) +
                                                 ", which is not connected to it"));
    }
    topology.neighbours.push_back(rows[i].ones);
    std::erase(topology.neighbours.back(), i);
  }
  return topology;
}

}  // namespace lifeline::causes
