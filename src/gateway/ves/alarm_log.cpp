// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/alarm_log.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

#include <xxhash.h>

#include "base/csv_numbers.h"
#include "gateway/ves/wire.h"
#include "network/alarm/model.h"

namespace lifeline::ves {
namespace {

constexpr int64_t log_zero_s = 1'577'836'800;        // 2020-01-01T00:00:00Z
constexpr int64_t timestamp_s_max = 10'000'000'000;  // three centuries after the log's zero

constexpr int64_t number_max = std::numeric_limits<uint32_t>::max();
constexpr std::array<NumberColumn, 4> log_columns = {{{"alarm_id", number_max},
                                                      {"device_id", number_max},
                                                      {"start_timestamp", timestamp_s_max},
                                                      {"end_timestamp", timestamp_s_max}}};

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
  AlarmLog log;
  const auto take = [&](size_t, std::span<const int64_t> values) -> Result<void> {
    LogRow row{.alarm = static_cast<uint32_t>(values[0]),
               .device = static_cast<uint32_t>(values[1]),
               .start_s = values[2],
               .end_s = values[3]};
    if (row.end_s < row.start_s) {
      row.end_s = row.start_s;  // clocks of two devices, set apart
      ++log.ends_cut;
    }
    log.rows.push_back(row);
    return {};
  };
  if (auto read = read_csv_numbers(csv, log_columns, take); !read)
    return tl::unexpected(std::move(read.error()));
  log.digest = hex_digest(csv);
  log.reports = in_order(log.rows);
  return log;
}

ExpectedTotals expected_totals(const AlarmLog& log, std::span<const LogReport> reports) {
  struct Key {
    bool open = false, held = false;
    std::optional<int64_t> over_s;
    uint32_t returns = 0;
  };
  ExpectedTotals totals;
  std::map<std::pair<uint32_t, uint32_t>, Key> keys;
  for (const LogReport& report : reports) {
    const LogRow& row = log.rows[report.row];
    Key& key = keys[{row.device, row.alarm}];
    const auto within = [&](int64_t window_s) {
      return key.over_s && report.at_s - *key.over_s <= window_s;
    };
    if (report.is_raise && key.held && report.at_s - *key.over_s >= alarm::quiet_s) {
      ++totals.settled;
      key.open = key.held = false;
      key.returns = 0;
      key.over_s = {};
    }
    if (report.is_raise && !key.open) {
      ++totals.raised;
      key.returns = within(alarm::returns_within_s) ? key.returns + 1 : 0;
      key.open = true;
    } else if (report.is_raise) {
      ++totals.repeated;
      key.held = false;
    } else if (!key.open) {
      ++totals.clear_unmatched;
      key.over_s = report.at_s;
    } else {
      key.held = key.returns >= alarm::flapping_returns;
      ++(key.held ? totals.clear_held : totals.cleared);
      key.open = key.held;
      key.over_s = report.at_s;
    }
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
