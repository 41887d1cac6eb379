// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/csv.h"

#include <array>
#include <charconv>

#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline::measurements {
namespace {

using performance::Reading;

constexpr std::array<std::string_view, 4> columns = {"element", "metric", "at", "value"};
enum Column { element, metric, at, value };
constexpr int64_t second_us = 1'000'000;

using Places = std::array<size_t, columns.size()>;

Result<Places> places_of(const CsvRecord& header) {
  Places places{};
  for (size_t i = 0; i < columns.size(); ++i) {
    size_t found = 0;
    while (found < header.fields.size() && trimmed(header.fields[found]) != columns[i]) ++found;
    if (found == header.fields.size()) return invalid("column_must_be_given", columns[i]);
    places[i] = found;
  }
  return places;
}

template <class T>
std::optional<T> number_of(std::string_view text) {
  T number{};
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

std::optional<Instant> time_of(std::string_view text) {
  if (const auto seconds = number_of<int64_t>(text)) {
    if (*seconds < 0 || *seconds > 253'402'300'799) return std::nullopt;
    return Instant{*seconds * second_us};
  }
  const auto time = parse_rfc3339(text);
  return time && *time ? time : std::nullopt;
}

Result<Reading> reading_of(const std::array<std::string_view, 4>& fields, const Window& window) {
  Reading reading{.element = std::string(fields[element]), .at = {}};
  if (!enum_from_text(fields[metric], reading.metric))
    return invalid("metric_must_be_known", "metric",
                   "access_success, drop_rate, load, throughput or delay");
  const auto time = time_of(fields[at]);
  if (!time) return invalid("value_must_be_well_formed", "at", "RFC 3339, or seconds since 1970");
  reading.at = *time;
  if (reading.at < window.oldest || reading.at > window.newest)
    return invalid("time_must_be_kept", "at",
                   to_rfc3339(window.oldest) + " to " + to_rfc3339(window.newest));
  const auto number = number_of<double>(fields[value]);
  if (!number) return invalid("value_must_be_well_formed", "value", "a number");
  reading.value = *number;
  if (auto sound = performance::must_be_sound(reading); !sound)
    return tl::unexpected(sound.error());
  return reading;
}

void refuse_row(desk::ImportReport& report, size_t line, const Error& error) {
  if (++report.refused_total > limits::import_refusals_max) return;
  report.refused.push_back(
      {.line = line, .column = error.field, .name = error.name, .detail = error.detail});
}

}  // namespace

Result<CsvRead> read_csv(std::string_view text, const Window& window) {
  if (!is_utf8(text)) return invalid("file_must_be_utf8");
  CsvReader reader(text);
  CsvRecord record;
  if (auto header = reader.next(record); !header) return tl::unexpected(header.error());
  const auto places = places_of(record);
  if (!places) return tl::unexpected(places.error());
  const size_t width = record.fields.size();
  CsvRead read;
  for (;;) {
    const auto more = reader.next(record);
    if (!more) {
      refuse_row(read.report, record.line, more.error());
      if (read.report.refused_total > limits::import_refusals_max) break;
      continue;
    }
    if (!*more) break;
    if (++read.report.rows > limits::import_rows_max)
      return invalid("rows_must_be_fewer", {}, std::to_string(limits::import_rows_max));
    if (record.fields.size() != width) {
      refuse_row(read.report, record.line, invalid("fields_must_be_as_many_as_columns").value());
      continue;
    }
    std::array<std::string_view, 4> fields;
    for (size_t i = 0; i < fields.size(); ++i) fields[i] = trimmed(record.fields[(*places)[i]]);
    auto reading = reading_of(fields, window);
    if (reading)
      read.readings.push_back(std::move(*reading));
    else
      refuse_row(read.report, record.line, reading.error());
  }
  return read;
}

}  // namespace lifeline::measurements
