// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/model.h"

#include <algorithm>

namespace lifeline::alarm {
namespace {

void index(State& state, AlarmId id, const Alarm& alarm) {
  state.by_key[key_of(alarm.source_name, alarm.condition, alarm.interface)] = id;
  state.by_source[alarm.source_name].push_back(id);
}

void take(State& state, const Raised& e) {
  state.serial = std::max(state.serial, e.id.serial);
  const Alarm& alarm = state.open[e.id] = {
      .source_name = e.source_name, .condition = e.condition, .interface = e.interface,
      .severity = e.severity, .unit = e.unit, .mapped = e.mapped, .delivery = e.delivery};
  index(state, e.id, alarm);
}
void take(State& state, const Repeated& e) {
  Alarm& alarm = state.open[e.id];
  alarm.severity = e.severity;
  alarm.delivery = e.delivery;
}
void take(State& state, const Cleared& e) {
  const auto found = state.open.find(e.id);
  if (found == state.open.end()) return;
  const Alarm& alarm = found->second;
  state.by_key.erase(key_of(alarm.source_name, alarm.condition, alarm.interface));
  const auto source = state.by_source.find(alarm.source_name);
  std::erase(source->second, e.id);
  if (source->second.empty()) state.by_source.erase(source);
  state.open.erase(found);
}
void take(State&, const ClearUnmatched&) {}
void take(State& state, const Acknowledged& e) { state.open[e.id].acknowledged = true; }
void take(State& state, const Unacknowledged& e) { state.open[e.id].acknowledged = false; }
void take(State& state, const Commented& e) { ++state.open[e.id].comments; }
void take(State& state, const Placed& e) {
  state.open[e.id].mapped = true;
  state.open[e.id].unit = e.unit;
}

}  // namespace

void State::reindex() {
  by_key.clear();
  by_source.clear();
  for (const auto& [id, alarm] : open) index(*this, id, alarm);
  for (auto& [source, ids] : by_source) std::ranges::sort(ids);
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
  auto worst = element::Condition::normal;
  const auto found = state.by_source.find(element);
  if (found == state.by_source.end()) return worst;
  for (const AlarmId id : found->second)
    worst = std::max(worst, impact_of(state.open.at(id).severity));
  return worst;
}

uint64_t open_on(const State& state, const std::string& element) {
  const auto found = state.by_source.find(element);
  return found == state.by_source.end() ? 0 : found->second.size();
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
