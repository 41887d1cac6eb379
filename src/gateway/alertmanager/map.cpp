// SPDX-License-Identifier: Apache-2.0
#include "gateway/alertmanager/map.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <xxhash.h>

#include "base/json_text.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"
#include "gateway/door/severity.h"

namespace lifeline::alertmanager {
namespace {

constexpr std::string_view name_label = "alertname", severity_label = "severity";
constexpr std::string_view nameless = "alert";
constexpr std::array<std::string_view, 10> source_labels{
    "element",  "source_name",       "node", "device", "site", "host", "hostname",
    "instance", "exported_instance", "job"};
constexpr std::array<std::string_view, 3> summary_names{"summary", "description", "message"};
constexpr std::string_view cut_mark = "…#";
constexpr size_t digest_digits = 32;

std::string digest_of(std::string_view text) {
  const XXH128_hash_t sum = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", sum.high64, sum.low64);
}

// At most a name's length, and another for each other text.
std::string as_name(const std::string& text) {
  if (text.size() <= limits::name_bytes_max) return text;
  std::string_view kept = text;
  kept = kept.substr(0, limits::name_bytes_max - cut_mark.size() - digest_digits);
  kept = kept.substr(0, utf8_prefix(kept));
  return std::string(kept).append(cut_mark).append(digest_of(text));
}

// Without control characters, which JSON writes as escapes.
std::string printable(std::string_view text) {
  const bool has_control =
      std::ranges::any_of(text, [](unsigned char c) { return c < 32 || c == 127; });
  if (!has_control) return std::string(text);
  std::string quoted;
  append_json_text(quoted, text);
  return quoted;
}

// Bare, or quoted where it could be taken for something else.
void append_value(std::string& out, std::string_view value) {
  const bool is_plain = std::ranges::none_of(value, [](unsigned char c) {
    return c < 32 || c == 127 || c == ',' || c == '=' || c == '"' || c == '\\';
  });
  if (is_plain)
    out += value;
  else
    append_json_text(out, value);
}

std::string_view without_port(std::string_view value) {
  const size_t colon = value.rfind(':');
  return colon == std::string_view::npos ? value : value.substr(0, colon);
}

std::string source_of(const Labels& labels, const door::SourceDirectory::Look& look) {
  std::string_view first;
  for (const std::string_view name : source_labels) {
    const std::string_view value = label(labels, name);
    if (value.empty()) continue;
    if (look.knows(value)) return std::string(value);
    if (look.knows(without_port(value))) return std::string(without_port(value));
    if (first.empty()) first = value;
  }
  if (first.empty()) first = label(labels, name_label);
  return as_name(printable(first.empty() ? nameless : first));
}

}  // namespace

Identity identity_of(const Labels& labels, const door::SourceDirectory::Look& look) {
  Identity identity{.source = source_of(labels, look), .condition = {}, .interface = {}};
  const std::string_view name = label(labels, name_label);
  identity.condition = as_name(printable(name.empty() ? nameless : name));
  std::string rest;
  for (const auto& [key, value] : labels) {
    if (key == name_label) continue;
    if (!rest.empty()) rest += ',';
    rest.append(key).append(1, '=');
    append_value(rest, value);
  }
  identity.interface = as_name(rest);
  return identity;
}

alarm::Severity severity_of(const Labels& labels) {
  return door::severity_of_label(label(labels, severity_label))
      .value_or(alarm::Severity::indeterminate);
}

std::string additional_text(const Posted& alert) {
  std::string text;
  for (const std::string_view name : summary_names)
    if (text.empty()) text = label(alert.annotations, name);
  std::string labels = "\n{\"labels\":", more = ",\"annotations\":";
  append_labels(labels, alert.labels);
  append_labels(more, alert.annotations);
  more += ",\"generatorURL\":";
  append_json_text(more, alert.generator);
  if (labels.size() + 1 > limits::text_bytes_max)
    return std::string(text.substr(0, utf8_prefix(text)));
  if (text.size() + labels.size() + 1 > limits::text_bytes_max) text.clear();
  const bool has_room = text.size() + labels.size() + more.size() + 1 <= limits::text_bytes_max;
  return text + labels + (has_room ? more : std::string()) + '}';
}

std::optional<Posted> posted_of(std::string_view additional_text) {
  const size_t begins = additional_text.rfind("\n{\"labels\":");
  if (begins == std::string_view::npos) return std::nullopt;
  const auto json = checked_json(additional_text.substr(begins + 1));
  if (!json) return std::nullopt;
  auto labels = read_labels(json_member(*json, "labels"));
  if (!labels || !set_in_order(*labels)) return std::nullopt;
  const std::string_view noted = json_member(*json, "annotations");
  return Posted{.labels = std::move(*labels),
                .annotations = noted.empty() ? Labels() : read_labels(noted).value_or(Labels()),
                .starts_at = {},
                .ends_at = {},
                .generator = json_text_of(json_member(*json, "generatorURL"))};
}

}  // namespace lifeline::alertmanager
