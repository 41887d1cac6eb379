// SPDX-License-Identifier: Apache-2.0
#include "gateway/snmp/map.h"

#include <algorithm>

#include <xxhash.h>

#include "base/limits.h"
#include "base/text.h"
#include "gateway/door/severity.h"

namespace lifeline::snmp {
namespace {

// RFC 2863: what goes down at an interface is over when it comes up.
constexpr std::string_view link_down = "1.3.6.1.6.3.1.1.5.3", link_up = "1.3.6.1.6.3.1.1.5.4";
constexpr std::string_view if_index = "1.3.6.1.2.1.2.2.1.1";
// RFC 3877, 5.1: both name a row of the model and the resource.
constexpr std::string_view active_state = "1.3.6.1.2.1.118.0.2",
                           clear_state = "1.3.6.1.2.1.118.0.3";
constexpr std::string_view model_pointer = "1.3.6.1.2.1.118.1.2.2.1.13",
                           resource_id = "1.3.6.1.2.1.118.1.2.2.1.10";
constexpr std::string_view origin = "snmp";
constexpr size_t model_row_parts = 12;  // of alarmModelEntry and a column, before the instance
constexpr std::string_view model_cleared = "1";
constexpr std::string_view built_in = "built-in";

std::vector<Rule> known_rules() {
  const std::string interface = "{" + std::string(if_index) + "}";
  return {{.notification = std::string(link_down),
           .condition = "linkDown",
           .interface = interface,
           .severity = "major",
           .event_type = "communicationsAlarm"},
          {.notification = std::string(link_up),
           .condition = "linkDown",
           .interface = interface,
           .severity = std::string(door::x733_cleared)}};
}

bool is_oid(std::string_view text) {
  if (text.empty() || text.size() > limits::name_bytes_max) return false;
  const auto is_part = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  return std::ranges::all_of(split(text, '.'), is_part);
}

bool is_severity(std::string_view word) {
  return word == door::x733_cleared || door::severity_of_x733(word);
}

// The object itself, or an instance of it.
bool is_of(std::string_view oid, std::string_view object) {
  return oid.starts_with(object) && (oid.size() == object.size() || oid[object.size()] == '.');
}

const Varbind* find(const Notification& notification, std::string_view object) {
  for (const Varbind& each : notification.varbinds)
    if (is_of(each.oid, object)) return &each;
  return nullptr;
}

std::string additional_of(const Notification& notification) {
  std::string text;
  for (const Varbind& each : notification.varbinds) {
    if (text.size() + each.oid.size() + each.text.size() + 3 > limits::text_bytes_max) break;
    if (!text.empty()) text += "; ";
    text.append(each.oid).append(1, '=').append(each.text);
  }
  return text;
}

struct Said {
  std::string source;
  std::string condition;
  std::string interface;
  std::string severity;
  std::string event_type;
  std::string specific_problem;
  bool owns = false;
};

Result<std::optional<alarm::Command>> command(Said said, const Notification& notification,
                                              std::string_view peer, Instant now) {
  if (said.source.empty()) return invalid("source_must_be_given", "source");
  if (said.condition.empty()) return invalid("condition_must_be_given", "condition");
  for (const std::string* name : {&said.source, &said.condition, &said.interface, &said.event_type})
    if (name->size() > limits::name_bytes_max)
      return invalid("name_must_be_short", {}, name->substr(0, 60));
  if (said.severity == door::x733_cleared)
    return alarm::Command(alarm::ReportClear{.source_name = std::move(said.source),
                                             .condition = std::move(said.condition),
                                             .interface = std::move(said.interface),
                                             .reported_at = now,
                                             .origin = std::string(origin)});
  const auto severity = door::severity_of_x733(said.severity);
  if (!severity) return invalid("severity_must_be_known", "severity", said.severity.substr(0, 60));
  return alarm::Command(alarm::Raise{
      .source_name = std::move(said.source),
      .condition = std::move(said.condition),
      .interface = std::move(said.interface),
      .severity = *severity,
      .event_type = std::move(said.event_type),
      .specific_problem = said.specific_problem.substr(
          0,
          utf8_prefix(std::string_view(said.specific_problem).substr(0, limits::text_bytes_max))),
      .additional_text = additional_of(notification),
      .reported_at = now,
      .delivery = delivery_of(notification, peer),
      .origin = std::string(origin),
      .owns = said.owns});
}

}  // namespace

uint64_t delivery_of(const Notification& notification, std::string_view peer) {
  std::string all(peer);
  all.append(1, '\0').append(notification.trap).append(1, '\0');
  all += std::to_string(notification.request) + '/' + std::to_string(notification.up_time);
  for (const Varbind& each : notification.varbinds)
    all.append(1, '\0').append(each.oid).append(1, '=').append(each.text);
  return std::max<uint64_t>(XXH3_64bits(all.data(), all.size()), 1);
}

Result<void> Rules::add(const Rule& rule, const std::string& place, std::string_view from) {
  Ready ready{.rule = rule, .place = {}};
  ready.place.append(from).append(from.empty() || place.empty() ? "" : " ").append(place);
  ready.place.append(1, ' ').append(rule.notification);
  const std::string at = place.empty() ? "" : place + ".";
  std::string_view oid = rule.notification;
  const bool is_start = oid.ends_with(".*");
  if (is_start) oid.remove_suffix(2);
  if (!is_oid(oid))
    return invalid("oid_must_be_well_formed", at + "notification", rule.notification);
  if (!rule.severity_of.empty() && !is_oid(rule.severity_of))
    return invalid("oid_must_be_well_formed", at + "severity_of", rule.severity_of);
  if (!is_severity(rule.severity))
    return invalid("severity_must_be_known", at + "severity", rule.severity);
  for (const auto& [said, severity] : rule.severities)
    if (!is_severity(severity))
      return invalid("severity_must_be_known", at + "severities." + said, severity);
  struct {
    door::Pattern& made;
    const std::string& text;
    std::string_view field;
  } const patterns[] = {{ready.source, rule.source, "source"},
                        {ready.condition, rule.condition, "condition"},
                        {ready.interface, rule.interface, "interface"},
                        {ready.event_type, rule.event_type, "event_type"},
                        {ready.specific_problem, rule.specific_problem, "specific_problem"}};
  for (const auto& pattern : patterns) {
    auto formed = door::Pattern::of(pattern.text, at + std::string(pattern.field));
    if (!formed) return tl::unexpected(formed.error());
    pattern.made = std::move(*formed);
  }
  auto& place_of = is_start ? starts_ : exact_;
  place_of.emplace(is_start ? std::string(oid) + '.' : std::string(oid), std::move(ready));
  return {};
}

// Of two rules that name a notification alike the first one counts.
Result<Rules> Rules::of(const Mapping& mapping, const Mapping& file) {
  Rules made;
  made.mapping_ = mapping;
  made.mapping_.sources.insert(file.sources.begin(), file.sources.end());
  made.mapping_.models.insert(file.models.begin(), file.models.end());
  const std::vector<Rule> known = known_rules();
  struct {
    const std::vector<Rule>& rules;
    std::string_view from;
  } const parts[] = {{mapping.rules, ""}, {file.rules, "file"}, {known, built_in}};
  for (const auto& [rules, from] : parts) {
    if (rules.size() > limits::snmp_rules_max) return invalid("rules_must_be_fewer", "rules");
    for (size_t i = 0; i < rules.size(); ++i) {
      const std::string place = from == built_in ? "" : "rules[" + std::to_string(i) + "]";
      if (auto added = made.add(rules[i], place, from); !added)
        return tl::unexpected(added.error());
    }
  }
  for (const auto& [index, model] : made.mapping_.models)
    for (const auto& [state, severity] : model.severities)
      if (!is_severity(severity))
        return invalid("severity_must_be_known", "models." + index + ".severities." + state,
                       severity);
  return made;
}

std::string Rules::decided_by(const Notification& notification) const {
  if (const Ready* ready = rule_for(notification.trap)) return ready->place;
  const bool is_known = notification.trap == active_state || notification.trap == clear_state;
  return is_known ? std::string(built_in) + " " + notification.trap : "";
}

const Rules::Ready* Rules::rule_for(const std::string& trap) const {
  if (const auto exact = exact_.find(trap); exact != exact_.end()) return &exact->second;
  for (size_t dot = trap.rfind('.'); dot != std::string::npos && dot > 0;
       dot = trap.rfind('.', dot - 1))
    if (const auto start = starts_.find(std::string_view(trap).substr(0, dot + 1));
        start != starts_.end())
      return &start->second;
  return nullptr;
}

std::string Rules::source_of(const std::string& address) const {
  const auto known = mapping_.sources.find(address);
  return known == mapping_.sources.end() ? address : known->second;
}

// "…118.1.1.2.1.3.<length of the list's name>.<its letters>.<index>.<state>":
// the model and how bad.
Result<std::optional<alarm::Command>> Rules::by_model(const Notification& notification,
                                                      const std::string& address,
                                                      Instant now) const {
  const Varbind* pointer = find(notification, model_pointer);
  if (pointer == nullptr) return invalid("model_must_be_given", model_pointer);
  const auto parts = split(pointer->text, '.');
  if (!is_oid(pointer->text) || parts.size() < model_row_parts + 3)
    return invalid("model_must_be_given", model_pointer, pointer->text.substr(0, 60));
  std::string list;
  for (size_t i = model_row_parts + 1; i + 2 < parts.size(); ++i) {
    const int letter = std::atoi(std::string(parts[i].substr(0, 3)).c_str());
    list += letter >= 0x20 && letter < 0x7F ? static_cast<char>(letter) : '?';
  }
  const std::string index = list + "." + std::string(parts[parts.size() - 2]);
  const std::string state(parts.back());
  const auto model = mapping_.models.find(index);
  const bool is_known = model != mapping_.models.end();
  std::string severity = "indeterminate";
  if (is_known)
    if (const auto said = model->second.severities.find(state);
        said != model->second.severities.end())
      severity = said->second;
  if (notification.trap == clear_state || state == model_cleared) severity = door::x733_cleared;
  const Varbind* resource = find(notification, resource_id);
  std::string interface = resource == nullptr ? "" : resource->text;
  if (is_of(interface, if_index) && interface.size() > if_index.size())
    interface = interface.substr(if_index.size() + 1);
  return command({.source = source_of(address),
                  .condition = is_known ? model->second.condition : "alarmModel " + index,
                  .interface = std::move(interface),
                  .severity = std::move(severity),
                  .event_type = {},
                  .specific_problem = pointer->text},
                 notification, address, now);
}

Result<std::optional<alarm::Command>> Rules::command_of(const Notification& notification,
                                                        const std::string& peer,
                                                        Instant now) const {
  const std::string& address = notification.address.empty() ? peer : notification.address;
  const Ready* ready = rule_for(notification.trap);
  if (ready == nullptr) {
    if (notification.trap == active_state || notification.trap == clear_state)
      return by_model(notification, address, now);
    return invalid("notification_must_be_mapped", "snmpTrapOID.0", notification.trap);
  }
  if (ready->rule.condition.empty()) return std::nullopt;
  auto look = [&](std::string_view name, std::string& out) {
    if (name == "source")
      out += source_of(address);
    else if (name == "address")
      out += address;
    else if (name == "trap")
      out += notification.trap;
    else if (name == "who")
      out += notification.version == Version::v3 ? notification.who : "";
    else if (const Varbind* found = find(notification, name))
      out += found->text;
    return true;
  };
  std::string severity = ready->rule.severity;
  if (const Varbind* found = find(notification, ready->rule.severity_of);
      found != nullptr && !ready->rule.severity_of.empty()) {
    const auto said = ready->rule.severities.find(found->text);
    if (said == ready->rule.severities.end())
      return invalid("severity_must_be_known", ready->rule.severity_of, found->text.substr(0, 60));
    severity = said->second;
  }
  return command({.source = ready->source.fill(look),
                  .condition = ready->condition.fill(look),
                  .interface = ready->interface.fill(look),
                  .severity = std::move(severity),
                  .event_type = ready->event_type.fill(look),
                  .specific_problem = ready->specific_problem.fill(look),
                  .owns = ready->rule.owns},
                 notification, address, now);
}

}  // namespace lifeline::snmp
