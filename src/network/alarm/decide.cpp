// SPDX-License-Identifier: Apache-2.0
#include "base/limits.h"
#include "command/unit/model.h"
#include "network/alarm/model.h"

namespace lifeline::alarm {
namespace {

using Events = std::vector<Event>;

Result<const Alarm*> must_be_open(const State& state, AlarmId id, const desk::Context& at) {
  const auto found = state.open.find(id);
  if (found == state.open.end()) {
    if (id.serial <= state.serial) return conflict("alarm_must_be_open");
    return not_found("alarm_must_exist", "id");
  }
  if (auto may = unit::must_answer_for(at, found->second.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return &found->second;
}

Result<void> must_be_well_formed(const Raise& c) {
  if (c.source_name.empty()) return invalid("source_must_be_given", "sourceName");
  if (c.condition.empty()) return invalid("condition_must_be_given", "alarmCondition");
  if (c.source_name.size() > limits::name_bytes_max)
    return invalid("name_must_be_short", "sourceName");
  if (c.condition.size() > limits::name_bytes_max)
    return invalid("name_must_be_short", "alarmCondition");
  if (c.interface.size() > limits::name_bytes_max)
    return invalid("name_must_be_short", "alarmInterfaceA");
  if (c.event_type.size() > limits::name_bytes_max)
    return invalid("name_must_be_short", "eventCategory");
  if (c.specific_problem.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "specificProblem");
  if (c.additional_text.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "alarmAdditionalInformation");
  return {};
}

Result<Events> decide(const State& state, const Raise& c, const desk::Context& at) {
  if (auto formed = must_be_well_formed(c); !formed) return tl::unexpected(formed.error());
  const auto known = state.by_key.find(key_of(c.source_name, c.condition, c.interface));
  if (known != state.by_key.end()) {
    const Alarm& alarm = state.open.at(known->second);
    if (c.delivery != 0 && c.delivery == alarm.delivery) return Events{};
    return Events{Repeated{.id = known->second,
                           .severity = c.severity,
                           .severity_changed = c.severity != alarm.severity,
                           .delivery = c.delivery}};
  }
  const auto& elements = at.get<element::State>().elements;
  const auto element = elements.find(c.source_name);
  const bool mapped = element != elements.end();
  const UnitCode region = mapped ? element->second.region : at.desk;
  std::vector<Event> events;
  events.emplace_back(Raised{.id = {at.desk.value, state.serial + 1},
                             .source_name = c.source_name,
                             .mapped = mapped,
                             .region = region,
                             .unit = unit::owner_of(at.get<unit::State>(), region),
                             .condition = c.condition,
                             .interface = c.interface,
                             .severity = c.severity,
                             .event_type = c.event_type,
                             .specific_problem = c.specific_problem,
                             .additional_text = c.additional_text,
                             .reported_at = c.reported_at,
                             .delivery = c.delivery});
  return events;
}

Result<Events> decide(const State& state, const ReportClear& c, const desk::Context&) {
  if (c.source_name.empty()) return invalid("source_must_be_given", "sourceName");
  if (c.condition.empty()) return invalid("condition_must_be_given", "alarmCondition");
  const auto known = state.by_key.find(key_of(c.source_name, c.condition, c.interface));
  if (known == state.by_key.end())
    return Events{ClearUnmatched{.source_name = c.source_name, .condition = c.condition}};
  return Events{Cleared{
      .id = known->second, .source_name = c.source_name, .condition = c.condition, .reason = {}}};
}

Result<Events> decide(const State& state, const Acknowledge& c, const desk::Context& at) {
  const auto alarm = must_be_open(state, c.id, at);
  if (!alarm) return tl::unexpected(alarm.error());
  if ((*alarm)->acknowledged) return conflict("alarm_must_be_unacknowledged");
  return Events{Acknowledged{.id = c.id}};
}

Result<Events> decide(const State& state, const Unacknowledge& c, const desk::Context& at) {
  const auto alarm = must_be_open(state, c.id, at);
  if (!alarm) return tl::unexpected(alarm.error());
  if (!(*alarm)->acknowledged) return conflict("alarm_must_be_acknowledged");
  return Events{Unacknowledged{.id = c.id}};
}

Result<Events> decide(const State& state, const Clear& c, const desk::Context& at) {
  const auto alarm = must_be_open(state, c.id, at);
  if (!alarm) return tl::unexpected(alarm.error());
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return Events{Cleared{.id = c.id,
                        .source_name = (*alarm)->source_name,
                        .condition = (*alarm)->condition,
                        .reason = c.reason}};
}

Result<Events> decide(const State& state, const Comment& c, const desk::Context& at) {
  const auto alarm = must_be_open(state, c.id, at);
  if (!alarm) return tl::unexpected(alarm.error());
  if (c.text.empty()) return invalid("text_must_be_given", "text");
  if (c.text.size() > limits::text_bytes_max) return invalid("text_must_be_short", "text");
  if ((*alarm)->comments >= limits::alarm_comments_max) return conflict("comments_must_be_fewer");
  return Events{Commented{.id = c.id, .text = c.text}};
}

Result<Events> decide(const State& state, const Place& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  Events events;
  const auto found = state.by_source.find(c.element);
  if (found == state.by_source.end()) return events;
  const UnitCode unit = unit::owner_of(at.get<unit::State>(), c.region);
  for (const AlarmId id : found->second.ids)
    if (!state.open.at(id).mapped)
      events.push_back(Placed{.id = id, .region = c.region, .unit = unit});
  return events;
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::alarm
