// SPDX-License-Identifier: Apache-2.0
#include "solver/causes/log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <tuple>

#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline::causes {
namespace {

constexpr int64_t timestamp_s_max = 10'000'000'000;  // three centuries

struct Column {
  std::string_view name;
  int64_t greatest;
};
constexpr std::array<Column, 4> log_columns = {{{"alarm_id", limits::causes_types_max - 1},
                                                {"device_id", limits::causes_devices_max - 1},
                                                {"start_timestamp", timestamp_s_max},
                                                {"end_timestamp", timestamp_s_max}}};
using Places = std::array<size_t, log_columns.size()>;  // where each column stands in a record
using Values = std::array<int64_t, log_columns.size()>;

std::string at_line(size_t line, std::string_view why) {
  return "line " + std::to_string(line) + ": " + std::string(why);
}

Result<Places> find_columns(const CsvRecord& header) {
  Places places{};
  for (size_t i = 0; i < log_columns.size(); ++i) {
    const auto found = std::ranges::find_if(header.fields, [&](const std::string& name) {
      return trimmed(name) == log_columns[i].name;
    });
    if (found == header.fields.end())
      return invalid("column_must_be_given", log_columns[i].name,
                     at_line(header.line, "not in the header"));
    places[i] = static_cast<size_t>(found - header.fields.begin());
  }
  return places;
}

Result<Values> read_values(const CsvRecord& record, const Places& places) {
  Values values{};
  for (size_t i = 0; i < log_columns.size(); ++i) {
    const std::string_view text = trimmed(record.fields[places[i]]);
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, values[i]);
    if (error != std::errc{} || rest != end || values[i] < 0 || values[i] > log_columns[i].greatest)
      return invalid("value_must_be_well_formed", log_columns[i].name,
                     at_line(record.line, "expected a whole number from 0 to " +
                                              std::to_string(log_columns[i].greatest)));
  }
  return values;
}

Result<void> append_alarm(Log& log, const CsvRecord& record, const Places& places,
                          EarlyEnd early_end) {
  if (log.alarms.size() == limits::import_rows_max)
    return invalid("rows_must_be_fewer", {},
                   at_line(record.line, "at most " + std::to_string(limits::import_rows_max)));
  const auto values = read_values(record, places);
  if (!values) return tl::unexpected(values.error());
  Alarm alarm{.type = static_cast<uint32_t>((*values)[0]),
              .device = static_cast<uint32_t>((*values)[1]),
              .start_s = (*values)[2],
              .end_s = (*values)[3]};
  if (alarm.end_s < alarm.start_s) {
    if (early_end == EarlyEnd::refuse)
      return invalid("end_must_not_precede_the_start", log_columns[3].name,
                     at_line(record.line, "the alarm ends before it starts"));
    alarm.end_s = alarm.start_s;
    ++log.ends_cut;
  }
  log.types = std::max(log.types, alarm.type + 1);
  log.devices = std::max(log.devices, alarm.device + 1);
  log.alarms.push_back(alarm);
  return {};
}

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
  CsvReader reader(csv);
  CsvRecord record;
  const auto next = [&]() -> Result<bool> {
    auto more = reader.next(record);
    if (!more) more.error().detail = at_line(record.line, more.error().detail);
    return more;
  };
  auto more = next();
  if (!more) return tl::unexpected(more.error());
  if (!*more) record = {.line = 1, .fields = {}};
  const auto places = find_columns(record);
  if (!places) return tl::unexpected(places.error());
  const size_t width = record.fields.size();
  Log log;
  while ((more = next()) && *more) {
    if (record.fields.size() != width)
      return invalid("fields_must_be_as_many_as_columns", {},
                     at_line(record.line, std::to_string(record.fields.size()) + " fields, " +
                                              std::to_string(width) + " columns"));
    const auto appended = append_alarm(log, record, *places, early_end);
    if (!appended) return tl::unexpected(appended.error());
  }
  if (!more) return tl::unexpected(more.error());
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
