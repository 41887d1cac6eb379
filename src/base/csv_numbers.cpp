// SPDX-License-Identifier: Apache-2.0
#include "base/csv_numbers.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline {
namespace {

using Places = std::vector<size_t>;  // where each column stands in a record

Result<Places> find_columns(const CsvRecord& header, std::span<const NumberColumn> columns) {
  Places places;
  for (const NumberColumn& column : columns) {
    const auto found = std::ranges::find_if(
        header.fields, [&](const std::string& name) { return trimmed(name) == column.name; });
    if (found == header.fields.end())
      return invalid("column_must_be_given", column.name,
                     at_line(header.line, "not in the header"));
    places.push_back(static_cast<size_t>(found - header.fields.begin()));
  }
  return places;
}

Result<void> read_values(const CsvRecord& record, std::span<const NumberColumn> columns,
                         const Places& places, std::vector<int64_t>& values) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string_view text = trimmed(record.fields[places[i]]);
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, values[i]);
    if (error != std::errc{} || rest != end || values[i] < 0 || values[i] > columns[i].greatest)
      return invalid("value_must_be_well_formed", columns[i].name,
                     at_line(record.line, "expected a whole number from 0 to " +
                                              std::to_string(columns[i].greatest)));
  }
  return {};
}

}  // namespace

std::string at_line(size_t line, std::string_view why) {
  return "line " + std::to_string(line) + ": " + std::string(why);
}

Result<void> read_csv_numbers(
    std::string_view csv, std::span<const NumberColumn> columns,
    const std::function<Result<void>(size_t line, std::span<const int64_t> values)>& take) {
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
  const auto places = find_columns(record, columns);
  if (!places) return tl::unexpected(places.error());
  const size_t width = record.fields.size();
  std::vector<int64_t> values(columns.size());
  for (size_t rows = 0; (more = next()) && *more; ++rows) {
    if (record.fields.size() != width)
      return invalid("fields_must_be_as_many_as_columns", {},
                     at_line(record.line, std::to_string(record.fields.size()) + " fields, " +
                                              std::to_string(width) + " columns"));
    if (rows == limits::import_rows_max)
      return invalid("rows_must_be_fewer", {},
                     at_line(record.line, "at most " + std::to_string(limits::import_rows_max)));
    auto taken = read_values(record, columns, *places, values);
    if (taken) taken = take(record.line, values);
    if (!taken) return taken;
  }
  if (!more) return tl::unexpected(more.error());
  return {};
}

}  // namespace lifeline
