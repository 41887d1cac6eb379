// SPDX-License-Identifier: Apache-2.0
#include "gateway/syslog/map.h"

#include <algorithm>

#include <xxhash.h>

#include "base/json_read.h"
#include "base/limits.h"
#include "base/text.h"
#include "gateway/door/severity.h"
#include "gateway/syslog/pattern.h"
#include "gateway/syslog/template.h"

namespace lifeline::syslog {

/// The file of rules.
struct RuleFile {
  std::vector<Rule> rules;
};
LIFELINE_STRUCT(RuleFile, rules)

namespace {

constexpr std::string_view origin = "syslog";
constexpr std::string_view alarm_element = "alarm";
constexpr std::string_view cut_mark = "…";

// Well-formed, without control characters, and as long as a text may be.
std::string shown_text(std::string_view bytes) {
  std::string text;
  while (!bytes.empty() && text.size() < limits::text_bytes_max) {
    const std::string_view good = bytes.substr(0, utf8_prefix(bytes));
    for (const char c : good) text += static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
    bytes.remove_prefix(good.size());
    if (bytes.empty()) break;
    text += '?';
    bytes.remove_prefix(1);
  }
  if (text.size() <= limits::text_bytes_max) return text;
  const std::string_view room =
      std::string_view(text).substr(0, limits::text_bytes_max - cut_mark.size());
  return std::string(room.substr(0, utf8_prefix(room))).append(cut_mark);
}

Result<void> must_be_a_name(std::string_view name, std::string_view field, bool may_be_empty) {
  if (name.empty() && !may_be_empty) return invalid("name_must_be_given", field);
  if (name.size() > limits::name_bytes_max) return invalid("name_must_be_short", field);
  const bool has_control =
      std::ranges::any_of(name, [](unsigned char c) { return c < 32 || c == 127; });
  if (has_control || !is_utf8(name)) return invalid("name_must_be_printable", field);
  return {};
}

Result<std::optional<alarm::Command>> checked(alarm::Raise raise, bool is_clear) {
  for (const auto& [name, field, may_be_empty] :
       {std::tuple(&raise.source_name, "source", false),
        std::tuple(&raise.condition, "condition", false),
        std::tuple(&raise.interface, "interface", true),
        std::tuple(&raise.event_type, "event_type", true)})
    if (auto sound = must_be_a_name(*name, field, may_be_empty); !sound)
      return tl::unexpected(sound.error());
  if (!is_clear) return alarm::Command(std::move(raise));
  return alarm::Command(alarm::ReportClear{.source_name = std::move(raise.source_name),
                                           .condition = std::move(raise.condition),
                                           .interface = std::move(raise.interface),
                                           .reported_at = raise.reported_at,
                                           .origin = std::move(raise.origin)});
}

// A message without a time may be sent twice and mean it.
uint64_t delivery_of(const Message& message, std::string_view bytes) {
  if (!message.at) return 0;
  return std::max<uint64_t>(XXH3_64bits(bytes.data(), bytes.size()), 1);
}

std::string param_text(const Message& message, const Element& element, std::string_view name) {
  const Param* param = message.param(element, name);
  return param != nullptr ? value_of(*param) : std::string();
}

// What RFC 5674 says beside the alarm's identity, then the message itself.
std::string additional_text(const Message& message, const Element& element) {
  std::string text;
  for (const std::string_view name : {"trendIndication", "resourceURI"}) {
    const std::string value = param_text(message, element, name);
    if (!value.empty()) text.append(name).append(1, '=').append(value).append("; ");
  }
  return shown_text(text.append(message.text));
}

Result<std::optional<alarm::Command>> structured(const Message& message, const Element& element,
                                                 std::string_view bytes, std::string_view peer) {
  const std::string severity = param_text(message, element, "perceivedSeverity");
  const bool is_clear = lowercase(severity) == door::x733_cleared;
  const auto perceived = door::severity_of_x733(severity);
  if (!is_clear && !perceived) return invalid("severity_must_be_known", "perceivedSeverity");
  std::string condition = param_text(message, element, "probableCause");
  if (condition.empty()) return invalid("cause_must_be_given", "probableCause");
  std::string resource = param_text(message, element, "resource");
  if (resource.empty()) return invalid("resource_must_be_given", "resource");
  const std::string_view host = message.host.empty() ? peer : message.host;
  if (resource == host) resource.clear();
  return checked({.source_name = std::string(host),
                  .condition = std::move(condition),
                  .interface = std::move(resource),
                  .severity = perceived.value_or(alarm::Severity::indeterminate),
                  .event_type = param_text(message, element, "eventType"),
                  .specific_problem = std::string(message.id),
                  .additional_text = additional_text(message, element),
                  .reported_at = message.at,
                  .delivery = delivery_of(message, bytes),
                  .origin = std::string(origin)},
                 is_clear);
}

bool takes(const std::optional<Pattern>& pattern, std::string_view text) {
  Runs runs;
  return !pattern || pattern->fits(text, runs);
}

std::optional<Pattern> pattern_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return Pattern(text);
}

}  // namespace

struct Rules::Prepared {
  Rule rule;
  std::string place;
  std::optional<Pattern> host, app, msgid, text;
  std::optional<Template> source, condition, interface, specific_problem;
  std::optional<alarm::Severity> severity;

  bool fits(const Message& message, Runs& runs) const {
    if (message.severity > rule.least_severity) return false;
    if (!takes(host, message.host) || !takes(app, message.app) || !takes(msgid, message.id))
      return false;
    return !text || text->fits(message.text, runs);
  }

  Result<std::optional<alarm::Command>> command(const Message& message, const Runs& runs,
                                                std::string_view bytes) const {
    if (rule.does == Does::ignore) return std::optional<alarm::Command>();
    return checked({.source_name = source->filled(message, runs),
                    .condition = condition->filled(message, runs),
                    .interface = interface->filled(message, runs),
                    .severity = severity.value_or(door::severity_of_syslog(message.severity)),
                    .event_type = rule.event_type,
                    .specific_problem = shown_text(specific_problem->filled(message, runs)),
                    .additional_text = shown_text(message.text),
                    .reported_at = message.at,
                    .delivery = delivery_of(message, bytes),
                    .origin = std::string(origin),
                    .owns = rule.owns},
                   rule.does == Does::clear);
  }
};

Rules::Rules() = default;
Rules::~Rules() = default;
Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;

Result<Rules> Rules::read(std::string_view json) {
  auto file = from_json<RuleFile>(json);
  if (!file) return tl::unexpected(file.error());
  if (file->rules.size() > limits::syslog_rules_max) return invalid("rules_must_be_fewer", "rules");
  Rules rules;
  for (Rule& rule : file->rules) {
    const std::string at = "rules[" + std::to_string(rules.rules_.size()) + "]";
    Prepared made{.rule = {},
                  .place = rule.name.empty() ? at : at + " " + rule.name,
                  .host = pattern_of(rule.host),
                  .app = pattern_of(rule.app),
                  .msgid = pattern_of(rule.msgid),
                  .text = pattern_of(rule.text)};
    const size_t runs = made.text ? made.text->runs() : 0;
    if (rule.condition.empty() && rule.does != Does::ignore)
      return invalid("condition_must_be_given", at + ".condition");
    made.severity = door::severity_of_x733(rule.severity);
    if (!rule.severity.empty() && !made.severity)
      return invalid("severity_must_be_known", at + ".severity", rule.severity);
    struct {
      std::optional<Template>& made;
      const std::string& text;
      std::string_view field;
    } const templates[] = {{made.source, rule.source, ".source"},
                           {made.condition, rule.condition, ".condition"},
                           {made.interface, rule.interface, ".interface"},
                           {made.specific_problem, rule.specific_problem, ".specific_problem"}};
    for (const auto& [into, text, field] : templates) {
      into = Template::read(text, runs);
      if (!into) return invalid("template_must_be_well_formed", at + std::string(field), text);
    }
    made.rule = std::move(rule);
    rules.rules_.push_back(std::move(made));
  }
  return rules;
}

Rules Rules::before(const Rules& file) const {
  Rules all;
  all.rules_ = rules_;
  for (Prepared prepared : file.rules_) {
    prepared.place.insert(0, "file ");
    all.rules_.push_back(std::move(prepared));
  }
  return all;
}

const Rules::Prepared* Rules::rule_for(const Message& message, Runs& runs) const {
  for (const Prepared& prepared : rules_) {
    runs.clear();
    if (prepared.fits(message, runs)) return &prepared;
  }
  return nullptr;
}

Result<std::optional<alarm::Command>> Rules::command_of(const Message& message,
                                                        std::string_view bytes,
                                                        std::string_view peer) const {
  if (const Element* element = message.element(alarm_element))
    return structured(message, *element, bytes, peer);
  Runs runs;
  const Prepared* prepared = rule_for(message, runs);
  if (prepared == nullptr) return std::optional<alarm::Command>();
  if (!message.host.empty()) return prepared->command(message, runs, bytes);
  Message named = message;
  named.host = peer;
  return prepared->command(named, runs, bytes);
}

std::string Rules::decided_by(const Message& message) const {
  if (message.element(alarm_element) != nullptr) return "built-in";
  Runs runs;
  const Prepared* prepared = rule_for(message, runs);
  return prepared == nullptr ? "" : prepared->place;
}

}  // namespace lifeline::syslog
