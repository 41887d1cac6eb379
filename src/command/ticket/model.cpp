// SPDX-License-Identifier: Apache-2.0
#include "command/ticket/model.h"

#include <array>

#include "base/json_text.h"
#include "base/text.h"

namespace lifeline::ticket {
namespace {

using incident::Phase;
using incident::Severity;

constexpr size_t title_bytes_max = 120;  // of one made from a description

constexpr std::array<std::pair<std::string_view, Phase>, 8> statuses{{
    {"acknowledged", Phase::opened},
    {"inProgress", Phase::assigned},
    {"pending", Phase::mitigated},
    {"held", Phase::mitigated},
    {"resolved", Phase::resolved},
    {"closed", Phase::closed},
    {"cancelled", Phase::closed},
    {"rejected", Phase::closed},
}};

constexpr std::array<std::pair<std::string_view, Severity>, 26> severities{{
    {"critical", Severity::critical},  {"urgent", Severity::critical},
    {"emergency", Severity::critical}, {"blocker", Severity::critical},
    {"highest", Severity::critical},   {"severe", Severity::critical},
    {"p1", Severity::critical},        {"sev1", Severity::critical},
    {"major", Severity::major},        {"high", Severity::major},
    {"serious", Severity::major},      {"significant", Severity::major},
    {"p2", Severity::major},           {"sev2", Severity::major},
    {"minor", Severity::minor},        {"medium", Severity::minor},
    {"moderate", Severity::minor},     {"normal", Severity::minor},
    {"p3", Severity::minor},           {"sev3", Severity::minor},
    {"warning", Severity::warning},    {"low", Severity::warning},
    {"lowest", Severity::warning},     {"informational", Severity::warning},
    {"p4", Severity::warning},         {"sev4", Severity::warning},
}};

bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// The first line, or as much of it as makes a title.
std::string title_from(const std::string& description) {
  const std::string_view line =
      trimmed(std::string_view(description).substr(0, description.find('\n')));
  if (line.size() <= title_bytes_max) return std::string(line);
  std::string title(line.substr(0, title_bytes_max));
  title.resize(utf8_prefix(title));
  return title + "…";
}

}  // namespace

std::string_view status_of(Phase phase) {
  if (phase == Phase::merged) return "closed";
  for (const auto& [word, of] : statuses)
    if (of == phase) return word;
  return {};
}

std::optional<Phase> phase_of(std::string_view status) {
  for (const auto& [word, phase] : statuses)
    if (word == status) return phase;
  return std::nullopt;
}

std::optional<Severity> severity_of(std::string_view word) {
  const std::string text = lowercase(word);
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    while (end < text.size() && is_of_word(text[end])) ++end;
    for (const auto& [known, severity] : severities)
      if (std::string_view(text).substr(begin, end - begin) == known) return severity;
    begin = end + 1;
  }
  return std::nullopt;
}

incident::Open opening(UnitCode unit, const Attributes& attributes) {
  incident::Open open{
      .title_zh = text_of(attributes, "name"),
      .title_en = {},
      .severity = severity_of(text_of(attributes, "severity")).value_or(Severity::minor),
      .unit = unit,
      .region = unit,
      .text = text_of(attributes, "description")};
  if (trimmed(open.title_zh).empty()) open.title_zh = title_from(open.text);
  return open;
}

incident::Command command_of(IncidentId id, const Step& step) {
  switch (step.verb) {
    case Verb::assign: return incident::Assign{.id = id, .assignee = step.text};
    case Verb::mitigate: return incident::Mitigate{.id = id, .text = step.text};
    case Verb::resolve: return incident::Resolve{.id = id, .text = step.text};
    case Verb::close: return incident::Close{.id = id, .text = step.text};
    case Verb::cancel: return incident::Cancel{.id = id, .text = step.text};
    case Verb::raise:
      return incident::Raise{.id = id,
                             .severity = severity_of(step.text).value_or(Severity::warning)};
    case Verb::retitle: return incident::Retitle{.id = id, .title_zh = step.text, .title_en = {}};
    case Verb::note: break;
  }
  return incident::Note{.id = id, .text = step.text};
}

void evolve(State& state, const Event& event) {
  if (const auto* withdrawn = std::get_if<Withdrawn>(&event)) state.withdrawn.insert(withdrawn->id);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

}  // namespace lifeline::ticket
