// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/model.h"

#include <algorithm>

namespace lifeline::alarm {
namespace {

uint32_t& impacts_of(OfSource& source, const Alarm& alarm) {
  return source.impacts[static_cast<size_t>(impact_of(alarm.severity))];
}

void index(State& state, AlarmId id, const Alarm& alarm) {
  state.by_key[key_of(alarm.source_name, alarm.condition, alarm.interface)] = id;
  OfSource& source = state.by_source[alarm.source_name];
  source.ids.push_back(id);
  ++impacts_of(source, alarm);
}

void take(State& state, const Raised& e) {
  state.serial = std::max(state.serial, e.id.serial);
  if (state.open.contains(e.id)) return;
  const Alarm& alarm = state.open[e.id] = {.source_name = e.source_name,
                                           .condition = e.condition,
                                           .interface = e.interface,
                                           .severity = e.severity,
                                           .unit = e.unit,
                                           .mapped = e.mapped,
                                           .delivery = e.delivery};
  index(state, e.id, alarm);
}

// Changes an open alarm; one that is not there stays away.
template <class Change>
void change(State& state, AlarmId id, Change change) {
  if (const auto found = state.open.find(id); found != state.open.end()) change(found->second);
}

void take(State& state, const Repeated& e) {
  change(state, e.id, [&](Alarm& alarm) {
    alarm.delivery = e.delivery;
    if (alarm.severity == e.severity) return;
    OfSource& source = state.by_source[alarm.source_name];
    --impacts_of(source, alarm);
    alarm.severity = e.severity;
    ++impacts_of(source, alarm);
  });
}
void take(State& state, const Cleared& e) {
  const auto found = state.open.find(e.id);
  if (found == state.open.end()) return;
  const Alarm& alarm = found->second;
  state.by_key.erase(key_of(alarm.source_name, alarm.condition, alarm.interface));
  const auto source = state.by_source.find(alarm.source_name);
  std::erase(source->second.ids, e.id);
  --impacts_of(source->second, alarm);
  if (source->second.ids.empty()) state.by_source.erase(source);
  state.open.erase(found);
}
void take(State&, const ClearUnmatched&) {}
void take(State& state, const Acknowledged& e) {
  change(state, e.id, [](Alarm& alarm) { alarm.acknowledged = true; });
}
void take(State& state, const Unacknowledged& e) {
  change(state, e.id, [](Alarm& alarm) { alarm.acknowledged = false; });
}
void take(State& state, const Commented& e) {
  change(state, e.id, [](Alarm& alarm) { ++alarm.comments; });
}
void take(State& state, const Placed& e) {
  change(state, e.id, [&](Alarm& alarm) {
    alarm.mapped = true;
    alarm.unit = e.unit;
  });
}

}  // namespace

void State::reindex() {
  by_key.clear();
  by_source.clear();
  for (const auto& [id, alarm] : open) index(*this, id, alarm);
  for (auto& [name, source] : by_source) std::ranges::sort(source.ids);
}

std::string key_of(std::string_view source, std::string_view condition,
                   std::string_view interface) {
  std::string key;
  key.reserve(source.size() + condition.size() + interface.size() + 2);
  key.append(source);
  key += '\x1f';
  key.append(condition);
  key += '\x1f';
  key.append(interface);
  return key;
}

element::Condition impact_of(Severity severity) {
  if (severity == Severity::critical) return element::Condition::down;
  if (severity == Severity::major) return element::Condition::degraded;
  return element::Condition::normal;
}

element::Condition worst_impact(const State& state, const std::string& element) {
  using element::Condition;
  const auto found = state.by_source.find(element);
  if (found == state.by_source.end()) return Condition::normal;
  if (found->second.impacts[static_cast<size_t>(Condition::down)] > 0) return Condition::down;
  if (found->second.impacts[static_cast<size_t>(Condition::degraded)] > 0)
    return Condition::degraded;
  return Condition::normal;
}

uint64_t open_on(const State& state, const std::string& element) {
  const auto found = state.by_source.find(element);
  return found == state.by_source.end() ? 0 : found->second.ids.size();
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit(
      [](const auto& e) -> desk::RowKey {
        if constexpr (requires { e.id; }) return to_text(e.id);
        return {};
      },
      event);
}

}  // namespace lifeline::alarm
