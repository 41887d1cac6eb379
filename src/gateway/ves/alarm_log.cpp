// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/alarm_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <tuple>

#include <xxhash.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"
#include "gateway/ves/wire.h"

namespace lifeline::ves {
namespace {

constexpr int64_t log_zero_s = 1'577'836'800;        // 2020-01-01T00:00:00Z
constexpr int64_t timestamp_s_max = 10'000'000'000;  // three centuries after the log's zero

constexpr std::array<std::string_view, 4> column_names = {"alarm_id", "device_id",
                                                          "start_timestamp", "end_timestamp"};
using Columns = std::array<size_t, column_names.size()>;  // where each stands in a record

std::string at_line(size_t line, std::string_view why) {
  return "line " + std::to_string(line) + ": " + std::string(why);
}

Result<Columns> find_columns(const CsvRecord& header) {
  Columns columns{};
  for (size_t i = 0; i < column_names.size(); ++i) {
    const auto found = std::ranges::find_if(
        header.fields, [&](const std::string& name) { return trimmed(name) == column_names[i]; });
    if (found == header.fields.end())
      return invalid("column_must_be_given", column_names[i],
                     at_line(header.line, "not in the header"));
    columns[i] = static_cast<size_t>(found - header.fields.begin());
  }
  return columns;
}

template <class Number>
Result<void> read_number(const CsvRecord& record, size_t at, size_t column, Number& number) {
  const std::string_view text = trimmed(record.fields[at]);
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc{} && rest == end && number >= 0 && int64_t{number} <= timestamp_s_max)
    return {};
  return invalid("value_must_be_well_formed", column_names[column],
                 at_line(record.line, "expected a whole number from 0"));
}

Result<LogRow> read_row(const CsvRecord& record, const Columns& columns) {
  LogRow row;
  auto read = read_number(record, columns[0], 0, row.alarm);
  if (read) read = read_number(record, columns[1], 1, row.device);
  if (read) read = read_number(record, columns[2], 2, row.start_s);
  if (read) read = read_number(record, columns[3], 3, row.end_s);
  if (!read) return tl::unexpected(read.error());
  return row;
}

Result<std::vector<LogRow>> read_rows(std::string_view csv) {
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
  const auto columns = find_columns(record);
  if (!columns) return tl::unexpected(columns.error());
  const size_t width = record.fields.size();
  std::vector<LogRow> rows;
  while ((more = next()) && *more) {
    if (record.fields.size() != width)
      return invalid("fields_must_be_as_many_as_columns", {},
                     at_line(record.line, std::to_string(record.fields.size()) + " fields, " +
                                              std::to_string(width) + " columns"));
    if (rows.size() == limits::import_rows_max)
      return invalid("rows_must_be_fewer", {},
                     at_line(record.line, "at most " + std::to_string(limits::import_rows_max)));
    auto row = read_row(record, *columns);
    if (!row) return tl::unexpected(row.error());
    rows.push_back(*row);
  }
  if (!more) return tl::unexpected(more.error());
  return rows;
}

// At one moment what began earlier ends first, then alarms begin, then those end that had no
// length: so a clear never comes before its own raise, and a raise never meets what ends as it
// begins.
std::vector<LogReport> in_order(const std::vector<LogRow>& rows) {
  std::vector<LogReport> reports;
  reports.reserve(rows.size() * 2);
  for (uint32_t i = 0; i < rows.size(); ++i) {
    reports.push_back({.at_s = rows[i].start_s, .row = i, .is_raise = true});
    reports.push_back({.at_s = rows[i].end_s, .row = i, .is_raise = false});
  }
  const auto place = [&](const LogReport& report) {
    const LogRow& row = rows[report.row];
    const int turn = report.is_raise ? 1 : row.start_s < row.end_s ? 0 : 2;
    return std::tuple(report.at_s, turn, report.row);
  };
  std::ranges::sort(reports, {}, place);
  return reports;
}

std::string hex_digest(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  std::string text;
  for (const unsigned char byte : canonical.digest)
    text.append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  return text;
}

void append_report(std::string& out, const LogRow& row, const LogReport& report) {
  const std::string source = "device-" + std::to_string(row.device);
  const std::string condition = "type-" + std::to_string(row.alarm);
  const std::string name = "Fault_Replay_" + condition;
  const std::string id =
      "row-" + std::to_string(report.row) + (report.is_raise ? "-raise" : "-clear");
  const int64_t us = 1'000'000;
  Event event;
  event.header = {.domain = Domain::fault,
                  .event_id = id,
                  .event_name = name,
                  .source_name = source,
                  .reporting_entity_name = "replay",
                  .priority = "Normal",
                  .version = "4.1",
                  .listener_version = "7.2.1",
                  .sequence = report.row,
                  .start_us = (log_zero_s + row.start_s) * us,
                  .last_us = (log_zero_s + report.at_s) * us};
  event.fault = Fault{.condition = condition,
                      .source_type = "other",
                      .specific_problem = condition,
                      .version = "4.0",
                      .status = "Active",
                      .severity = report.is_raise ? Severity::major : Severity::normal};
  append_event(out, event);
}

}  // namespace

Result<AlarmLog> read_alarm_log(std::string_view csv) {
  auto rows = read_rows(csv);
  if (!rows) return tl::unexpected(rows.error());
  AlarmLog log{.rows = std::move(*rows), .reports = {}, .digest = hex_digest(csv)};
  for (LogRow& row : log.rows) {
    if (row.end_s >= row.start_s) continue;
    row.end_s = row.start_s;  // clocks of two devices, set apart
    ++log.ends_cut;
  }
  log.reports = in_order(log.rows);
  return log;
}

ExpectedTotals expected_totals(const AlarmLog& log, std::span<const LogReport> reports) {
  ExpectedTotals totals;
  std::set<std::pair<uint32_t, uint32_t>> open;
  for (const LogReport& report : reports) {
    const LogRow& row = log.rows[report.row];
    const std::pair key(row.device, row.alarm);
    if (report.is_raise)
      ++(open.insert(key).second ? totals.raised : totals.repeated);
    else
      ++(open.erase(key) > 0 ? totals.cleared : totals.clear_unmatched);
  }
  return totals;
}

std::string batch_body(const AlarmLog& log, std::span<const LogReport> reports) {
  std::string body = "{\"eventList\":[";
  for (const LogReport& report : reports) {
    if (body.back() == '}') body += ',';
    append_report(body, log.rows[report.row], report);
  }
  body += "]}";
  return body;
}

}  // namespace lifeline::ves
