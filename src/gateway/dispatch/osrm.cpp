// SPDX-License-Identifier: Apache-2.0
#include "gateway/dispatch/osrm.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <optional>

#include "base/json_read.h"
#include "gateway/http/client.h"

namespace lifeline::dispatch {
namespace {

constexpr double unreachable = 1e9;  // seconds and metres: no plan goes there

using Rows = std::vector<std::vector<std::optional<double>>>;
struct Table {
  std::string code;
  std::string message;
  Rows durations;
  Rows distances;
};
LIFELINE_STRUCT(Table, code, message, durations, distances)

using Range = std::pair<size_t, size_t>;  // first and behind the last

bool fits(const Rows& table, Range rows, Range columns) {
  return table.size() == rows.second - rows.first &&
         std::ranges::all_of(
             table, [&](const auto& row) { return row.size() == columns.second - columns.first; });
}

void copy(const Rows& table, Range rows, Range columns, size_t places, std::vector<double>& out) {
  for (size_t i = rows.first; i < rows.second; ++i)
    for (size_t j = columns.first; j < columns.second; ++j) {
      const auto& value = table[i - rows.first][j - columns.first];
      out[i * places + j] = i == j ? 0 : std::clamp(value.value_or(unreachable), 0.0, unreachable);
    }
}

void append_numbers(std::string& out, size_t from, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) out += ';';
    out += std::to_string(from + i);
  }
}

Result<Table> asked(http::Client& client, const std::string& target) {
  const auto answer = client.request({.method = "GET", .target = target});
  if (!answer) return tl::unexpected(answer.error());
  auto table = from_json<Table>(answer->body, Unknown::ignored);
  if (!table) return unavailable("osrm_must_answer", "status " + std::to_string(answer->status));
  if (table->code != "Ok")
    return unavailable("osrm_must_answer", table->code + " " + table->message);
  return table;
}

}  // namespace

std::string osrm_target(const Osrm& osrm, const std::vector<LonLat>& places, Range rows,
                        Range columns) {
  std::string target = "/table/v1/" + osrm.profile + "/";
  const bool is_square = rows == columns;
  const auto add = [&](Range range) {
    for (size_t i = range.first; i < range.second; ++i) {
      char text[64];
      std::snprintf(text, sizeof text, "%.6f,%.6f", places[i].longitude_deg,
                    places[i].latitude_deg);
      if (target.back() != '/') target += ';';
      target += text;
    }
  };
  add(rows);
  if (!is_square) add(columns);
  const size_t count = rows.second - rows.first;
  target += "?sources=";
  append_numbers(target, 0, count);
  target += "&destinations=";
  append_numbers(target, is_square ? 0 : count, columns.second - columns.first);
  return target + "&annotations=duration,distance";
}

Result<routing::Travel> osrm_travel(const Osrm& osrm, const std::vector<LonLat>& places) {
  auto client = http::Client::connect(osrm.url);
  if (!client) return tl::unexpected(client.error());
  const size_t count = places.size();
  auto metres = std::make_shared<std::vector<double>>(count * count);
  auto seconds = std::make_shared<std::vector<double>>(count * count);
  const size_t step = std::max<size_t>(1, osrm.places_max / 2);
  for (size_t row = 0; row < count; row += step)
    for (size_t column = 0; column < count; column += step) {
      const Range rows{row, std::min(row + step, count)};
      const Range columns{column, std::min(column + step, count)};
      const auto table = asked(*client, osrm_target(osrm, places, rows, columns));
      if (!table) return tl::unexpected(table.error());
      if (!fits(table->durations, rows, columns) || !fits(table->distances, rows, columns))
        return unavailable("osrm_must_fit", "a table of another size");
      copy(table->durations, rows, columns, count, *seconds);
      copy(table->distances, rows, columns, count, *metres);
    }
  return routing::Travel{
      .places = routing::Index(count), .metres = metres, .seconds = seconds, .classes = {}};
}

}  // namespace lifeline::dispatch
