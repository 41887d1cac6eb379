// SPDX-License-Identifier: Apache-2.0
#include "solver/causes/named_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <tuple>

#include "base/csv.h"
#include "base/csv_numbers.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline::causes {
namespace {

constexpr int64_t us_per_s = 1'000'000;

enum Column { type, device, raised_at, reported_at, cleared_at };
using Places = std::array<size_t, 5>;

Result<Places> places_of(const CsvRecord& header, Device device) {
  const std::array<std::string_view, 5> names = {"probable_cause", enum_text(device), "raised_at",
                                                 "reported_at", "cleared_at"};
  Places places{};
  for (size_t i = 0; i < names.size(); ++i) {
    const auto found = std::ranges::find(header.fields, names[i],
                                         [](const std::string& text) { return trimmed(text); });
    if (found == header.fields.end())
      return invalid("column_must_be_given", names[i], at_line(header.line, "not in the header"));
    places[i] = static_cast<size_t>(found - header.fields.begin());
  }
  return places;
}

Result<NamedAlarm> alarm_of(const CsvRecord& record, const Places& places) {
  const auto text = [&](Column column) { return trimmed(record.fields[places[column]]); };
  const auto refuse = [&](std::string_view column, std::string_view why) {
    return invalid("value_must_be_well_formed", column, at_line(record.line, why));
  };
  const auto raised = parse_rfc3339(text(raised_at)), reported = parse_rfc3339(text(reported_at)),
             cleared = parse_rfc3339(text(cleared_at));
  if (text(type).empty()) return refuse("probable_cause", "expected a name");
  if (!raised || !*raised) return refuse("raised_at", "expected a time such as 2020-01-23T02:00Z");
  if (!reported) return refuse("reported_at", "expected a time or nothing");
  if (!cleared) return refuse("cleared_at", "expected a time or nothing");
  return NamedAlarm{.type = std::string(text(type)),
                    .device = std::string(text(device)),
                    .start = *reported ? *reported : *raised,
                    .end = *cleared};
}

// Numbers in the order of the names.
using Numbers = std::map<std::string_view, uint32_t>;
void count(Numbers& numbers) {
  uint32_t next = 0;
  for (auto& [name, number] : numbers) number = next++;
}

std::string at_most(size_t most) { return "at most " + std::to_string(most); }

}  // namespace

bool is_alarm_list(std::string_view csv) {
  CsvReader reader(csv);
  CsvRecord header;
  const auto read = reader.next(header);
  return read && *read && std::ranges::any_of(header.fields, [](const std::string& name) {
           return trimmed(name) == "probable_cause";
         });
}

Result<std::vector<NamedAlarm>> read_alarm_list(std::string_view csv, Device device) {
  CsvReader reader(csv);
  CsvRecord record;
  const auto next = [&]() -> Result<bool> {
    auto more = reader.next(record);
    if (!more) more.error().detail = at_line(record.line, more.error().detail);
    return more;
  };
  auto more = next();
  if (!more) return tl::unexpected(more.error());
  const auto places = places_of(record, device);
  if (!places) return tl::unexpected(places.error());
  const size_t width = record.fields.size();
  std::vector<NamedAlarm> alarms;
  for (more = next(); more && *more; more = next()) {
    if (record.fields.size() != width)
      return invalid("fields_must_be_as_many_as_columns", {},
                     at_line(record.line, std::to_string(record.fields.size()) + " fields, " +
                                              std::to_string(width) + " columns"));
    if (alarms.size() == limits::import_rows_max)
      return invalid("rows_must_be_fewer", {},
                     at_line(record.line, "at most " + std::to_string(limits::import_rows_max)));
    auto alarm = alarm_of(record, *places);
    if (!alarm) return tl::unexpected(alarm.error());
    alarms.push_back(std::move(*alarm));
  }
  if (!more) return tl::unexpected(more.error());
  return alarms;
}

Result<NamedLog> numbered(const std::vector<NamedAlarm>& alarms) {
  Numbers types, devices;
  for (const NamedAlarm& alarm : alarms) {
    types[alarm.type];
    devices[alarm.device];
  }
  if (types.size() > limits::causes_types_max)
    return invalid("types_must_be_fewer", {}, at_most(limits::causes_types_max));
  if (devices.size() > limits::causes_named_devices_max)
    return invalid("devices_must_be_fewer", {}, at_most(limits::causes_named_devices_max));
  count(types);
  count(devices);
  NamedLog named;
  for (const auto& [name, number] : types) named.types.emplace_back(name);
  for (const NamedAlarm& alarm : alarms) {
    const int64_t start_s = alarm.start.us / us_per_s;
    named.log.alarms.push_back({.type = types.at(alarm.type),
                                .device = devices.at(alarm.device),
                                .start_s = start_s,
                                .end_s = std::max(start_s, alarm.end.us / us_per_s)});
  }
  named.log.types = static_cast<uint32_t>(types.size());
  named.log.devices = static_cast<uint32_t>(devices.size());
  std::ranges::sort(named.log.alarms, {}, [](const Alarm& alarm) {
    return std::tuple(alarm.start_s, alarm.device, alarm.type, alarm.end_s);
  });
  return named;
}

std::string edges_csv(const std::vector<Edge>& edges, const std::vector<std::string>& types) {
  std::string text = "cause,effect,score\n";
  const auto append = [&](uint32_t type) {
    if (types.empty())
      text += std::to_string(type);
    else
      append_csv_field(text, types.at(type));
    text += ',';
  };
  for (const Edge& edge : edges) {
    append(edge.cause);
    append(edge.effect);
    char digits[32];
    const auto end =
        std::to_chars(digits, digits + sizeof digits, edge.score, std::chars_format::general, 6);
    text.append(digits, end.ptr);
    text += '\n';
  }
  return text;
}

}  // namespace lifeline::causes
