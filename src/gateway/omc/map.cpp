// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/map.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <xxhash.h>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline::omc {
namespace {

constexpr int zone_minutes_max = 14 * 60;
constexpr int wait_s_max = 3600;
constexpr std::string_view left_out = "…";  // stands where a text is cut

std::string_view field_of(const Fields& fields, std::string_view name) {
  for (const auto& [of, text] : fields)
    if (of == name) return text;
  return {};
}

std::string filled_in(const door::Pattern& pattern, const Fields& fields) {
  auto look = [&](std::string_view name, std::string& out) {
    out += field_of(fields, name);
    return true;
  };
  return pattern.fill(look);
}

std::string shortened(std::string text) {
  if (text.size() <= limits::text_bytes_max) return text;
  text.resize(
      utf8_prefix(std::string_view(text).substr(0, limits::text_bytes_max - left_out.size())));
  return text.append(left_out);
}

std::string additional_of(const Fields& fields, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    const std::string_view value = trimmed(field_of(fields, name));
    if (value.empty()) continue;
    if (!text.empty()) text += "; ";
    text.append(name).append(1, '=').append(value);
  }
  return shortened(std::move(text));
}

// Tells a report sent twice from one made twice; never 0.
uint64_t delivery_of(std::string_view id, Instant at, alarm::Severity severity) {
  if (id.empty()) return 0;
  const std::array<uint64_t, 3> parts = {XXH3_64bits(id.data(), id.size()),
                                         static_cast<uint64_t>(at.us),
                                         static_cast<uint64_t>(severity)};
  return std::max<uint64_t>(XXH3_64bits(parts.data(), sizeof parts), 1);
}

Result<void> must_be_a_name(std::string_view text, std::string_view field) {
  if (text.size() > limits::name_bytes_max)
    return invalid("name_must_be_short", field,
                   fmt::format("at most {} bytes", limits::name_bytes_max));
  return {};
}

Result<void> must_be_in_range(int value, int max, std::string_view field) {
  if (value < 1 || value > max) return invalid("number_must_be_in_range", field);
  return {};
}

}  // namespace

Instant local_time(std::string_view text, int zone_minutes) {
  constexpr size_t date_bytes = 10, whole_bytes = 19;
  std::string time(trimmed(text));
  if (time.size() < whole_bytes) return {};
  if (time[date_bytes] == ' ') time[date_bytes] = 'T';
  if (const auto whole = parse_rfc3339(time)) return *whole;
  const int ahead = std::abs(zone_minutes);
  time += fmt::format("{}{:02}:{:02}", zone_minutes < 0 ? '-' : '+', ahead / 60, ahead % 60);
  return parse_rfc3339(time).value_or(Instant{});
}

Result<Reading> Reading::of(const Dialect& dialect, std::string origin) {
  Reading reading;
  reading.origin_ = std::move(origin);
  reading.dialect_ = dialect;
  if (auto known = encoding_of(dialect.charset); !known) return tl::unexpected(known.error());
  if (std::abs(dialect.zone_minutes) > zone_minutes_max)
    return invalid("number_must_be_in_range", "zone_minutes");
  for (const auto& [value, field] : {std::pair{dialect.heartbeat_s, "heartbeat_s"},
                                     {dialect.receive_timeout_s, "receive_timeout_s"},
                                     {dialect.log_in_attempts, "log_in_attempts"},
                                     {dialect.gap_max, "gap_max"},
                                     {dialect.message_wait_s, "message_wait_s"}})
    if (auto fits = must_be_in_range(value, wait_s_max, field); !fits)
      return tl::unexpected(fits.error());
  struct {
    door::Pattern& made;
    const std::string& text;
    std::string_view field;
  } const patterns[] = {
      {reading.source_, dialect.source, "source"},
      {reading.condition_, dialect.condition, "condition"},
      {reading.interface_, dialect.interface, "interface"},
      {reading.event_type_, dialect.event_type, "event_type"},
      {reading.specific_problem_, dialect.specific_problem, "specific_problem"},
  };
  for (const auto& pattern : patterns) {
    auto made = door::Pattern::of(pattern.text, pattern.field);
    if (!made) return tl::unexpected(made.error());
    pattern.made = std::move(*made);
  }
  return reading;
}

Result<alarm::Command> Reading::command_of(const Fields& fields, Instant at) const {
  std::string source = filled_in(source_, fields);
  std::string condition = filled_in(condition_, fields);
  std::string interface = filled_in(interface_, fields);
  if (source.empty()) return invalid("source_must_be_given", dialect_.source);
  if (condition.empty()) return invalid("condition_must_be_given", dialect_.condition);
  for (const auto& [text, field] : {std::pair{&source, &dialect_.source},
                                    {&condition, &dialect_.condition},
                                    {&interface, &dialect_.interface}})
    if (auto named = must_be_a_name(*text, *field); !named) return tl::unexpected(named.error());
  const std::string_view status = trimmed(field_of(fields, dialect_.status));
  if (std::ranges::find(dialect_.cleared, status) != dialect_.cleared.end())
    return alarm::ReportClear{.source_name = std::move(source),
                              .condition = std::move(condition),
                              .interface = std::move(interface),
                              .reported_at = at,
                              .origin = origin_};
  const std::string word(trimmed(field_of(fields, dialect_.severity)));
  const auto severity = dialect_.severities.find(word);
  if (severity == dialect_.severities.end())
    return invalid("severity_must_be_known", dialect_.severity, word.substr(0, 60));
  std::string type = filled_in(event_type_, fields);
  if (const auto known = dialect_.event_types.find(type); known != dialect_.event_types.end())
    type = known->second;
  if (auto named = must_be_a_name(type, dialect_.event_type); !named)
    return tl::unexpected(named.error());
  return alarm::Raise{.source_name = std::move(source),
                      .condition = std::move(condition),
                      .interface = std::move(interface),
                      .severity = severity->second,
                      .event_type = std::move(type),
                      .specific_problem = shortened(filled_in(specific_problem_, fields)),
                      .additional_text = additional_of(fields, dialect_.additional),
                      .reported_at = at,
                      .delivery = delivery_of(field_of(fields, dialect_.id), at, severity->second),
                      .origin = origin_,
                      .owns = dialect_.owns};
}

Result<Told> Reading::tell(const Fields& fields) const {
  const std::string_view number = trimmed(field_of(fields, dialect_.sequence));
  uint64_t sequence = 0;
  const auto [end, failed] =
      std::from_chars(number.data(), number.data() + number.size(), sequence);
  if (failed != std::errc{} || end != number.data() + number.size())
    return invalid("alarm_must_have_a_number", dialect_.sequence,
                   std::string(number.substr(0, 60)));
  const Instant at = local_time(field_of(fields, dialect_.time), dialect_.zone_minutes);
  return Told{.sequence = sequence,
              .at = at,
              .command = command_of(fields, at),
              .source = filled_in(source_, fields)};
}

}  // namespace lifeline::omc
