// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

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
  if (c.origin.size() > limits::name_bytes_max) return invalid("name_must_be_short", "origin");
  if (c.specific_problem.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "specificProblem");
  if (c.additional_text.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "alarmAdditionalInformation");
  return {};
}

// Whether the device told of it before the other; a report without a time is none too late.
bool is_before(Instant reported_at, Instant over_at) {
  return reported_at && over_at && reported_at < over_at;
}

// Whether the device itself was quiet about a flapping alarm for as long as its clear is held.
bool was_quiet(const Alarm& alarm, Instant reported_at) {
  return alarm.held_until && alarm.over_at && reported_at >= seconds_after(alarm.over_at, quiet_s);
}

bool is_by_owner(const Alarm& alarm, const std::string& origin) {
  return origin.empty() || alarm.origin.empty() || origin == alarm.origin;
}

const Teller* teller_of(const Alarm& alarm, const std::string& origin) {
  const auto found = std::ranges::find(alarm.tellers, origin, &Teller::origin);
  return found == alarm.tellers.end() ? nullptr : &*found;
}

Result<void> must_have_room(const Alarm& alarm, const std::string& origin) {
  if (teller_of(alarm, origin) == nullptr && alarm.tellers.size() >= limits::alarm_tellers_max)
    return conflict("origins_must_be_fewer");
  return {};
}

Result<Events> told(AlarmId id, const Alarm& alarm, const Raise& c) {
  if (auto room = must_have_room(alarm, c.origin); !room) return tl::unexpected(room.error());
  const Teller* teller = teller_of(alarm, c.origin);
  if (teller != nullptr && c.delivery != 0 && c.delivery == teller->delivery) return Events{};
  const bool owns = c.owns && !alarm.owned;
  return Events{Told{.id = id,
                     .origin = c.origin,
                     .severity = c.severity,
                     .delivery = c.delivery,
                     .owns = owns,
                     .severity_changed = owns && c.severity != alarm.severity}};
}

Result<Events> told_over(AlarmId id, const Alarm& alarm, const ReportClear& c) {
  if (auto room = must_have_room(alarm, c.origin); !room) return tl::unexpected(room.error());
  const Teller* teller = teller_of(alarm, c.origin);
  if (teller != nullptr && teller->is_over) return Events{};
  return Events{ToldOver{.id = id, .origin = c.origin, .reported_at = c.reported_at}};
}

Events late(const Raise& c) {
  return {RaisedLate{.source_name = c.source_name, .condition = c.condition}};
}

// By the device's own clock where it gives the time, else by the desk's.
uint32_t returns(const Past& past, Instant reported_at, Instant now) {
  const bool has_told = reported_at && past.over_at;
  const Instant over = has_told ? past.over_at : past.cleared_at;
  const bool is_soon =
      over && (has_told ? reported_at : now) <= seconds_after(over, returns_within_s);
  return is_soon ? past.returns + 1 : 0;
}

Cleared cleared(AlarmId id, const Alarm& alarm, Instant reported_at, Instant now) {
  return {.id = id,
          .source_name = alarm.source_name,
          .condition = alarm.condition,
          .reason = {},
          .reported_at = reported_at,
          .at = now,
          .was_held = static_cast<bool>(alarm.held_until)};
}

Raised raised(const State& state, const Raise& c, uint32_t returns, const desk::Context& at) {
  const auto& elements = at.get<element::State>().elements;
  const auto element = elements.find(c.source_name);
  const bool mapped = element != elements.end();
  const UnitCode region = mapped ? element->second.region : at.desk;
  return {.id = {at.desk.value, state.serial + 1},
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
          .delivery = c.delivery,
          .returns = returns,
          .origin = c.origin,
          .owns = c.owns};
}

Result<Events> decide(const State& state, const Raise& c, const desk::Context& at) {
  if (auto formed = must_be_well_formed(c); !formed) return tl::unexpected(formed.error());
  const std::string key = key_of(c.source_name, c.condition, c.interface);
  const auto known = state.by_key.find(key);
  if (known == state.by_key.end()) {
    const auto past = state.past.find(key);
    if (past == state.past.end()) return Events{raised(state, c, 0, at)};
    if (is_before(c.reported_at, past->second.over_at)) return late(c);
    return Events{raised(state, c, returns(past->second, c.reported_at, at.now), at)};
  }
  const Alarm& alarm = state.open.at(known->second);
  if (!is_by_owner(alarm, c.origin)) return told(known->second, alarm, c);
  if (c.delivery != 0 && c.delivery == alarm.delivery) return Events{};
  if (alarm.held_until && is_before(c.reported_at, alarm.over_at)) return late(c);
  if (was_quiet(alarm, c.reported_at))
    return Events{cleared(known->second, alarm, alarm.over_at, at.now), raised(state, c, 0, at)};
  return Events{Repeated{.id = known->second,
                         .severity = c.severity,
                         .severity_changed = c.severity != alarm.severity,
                         .delivery = c.delivery}};
}

Result<Events> decide(const State& state, const ReportClear& c, const desk::Context& at) {
  if (c.source_name.empty()) return invalid("source_must_be_given", "sourceName");
  if (c.condition.empty()) return invalid("condition_must_be_given", "alarmCondition");
  const auto known = state.by_key.find(key_of(c.source_name, c.condition, c.interface));
  if (known == state.by_key.end())
    return Events{ClearUnmatched{.source_name = c.source_name,
                                 .condition = c.condition,
                                 .interface = c.interface,
                                 .reported_at = c.reported_at}};
  const Alarm& alarm = state.open.at(known->second);
  if (!is_by_owner(alarm, c.origin)) return told_over(known->second, alarm, c);
  if (is_flapping(alarm))
    return Events{ClearHeld{.id = known->second,
                            .reported_at = c.reported_at,
                            .until = seconds_after(at.now, quiet_s)}};
  return Events{cleared(known->second, alarm, c.reported_at, at.now)};
}

Result<Events> decide(const State& state, const Settle& c, const desk::Context& at) {
  const auto alarm = state.open.find(c.id);
  if (alarm == state.open.end()) return conflict("alarm_must_be_open");
  if (!alarm->second.held_until) return conflict("clear_must_be_held");
  if (alarm->second.held_until > at.now) return conflict("alarm_must_be_quiet");
  return Events{cleared(c.id, alarm->second, alarm->second.over_at, at.now)};
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
                        .reason = c.reason,
                        .reported_at = {},
                        .at = at.now}};
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
