// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/model.h"

#include <algorithm>

#include "base/limits.h"

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
                                           .delivery = e.delivery,
                                           .returns = e.returns,
                                           .held_until = {},
                                           .over_at = {},
                                           .origin = e.origin,
                                           .owned = e.owns,
                                           .tellers = {}};
  index(state, e.id, alarm);
}

// Changes an open alarm; one that is not there stays away.
template <class Change>
void change(State& state, AlarmId id, Change change) {
  if (const auto found = state.open.find(id); found != state.open.end()) change(found->second);
}

// The newest word about a key replaces an older one; the oldest of all goes.
void remember(State& state, std::string key, const Past& past) {
  state.past[key] = past;
  state.pasts.push_back({.key = std::move(key), .past = past});
  if (state.pasts.size() <= limits::alarm_pasts_max) return;
  const PastKey& oldest = state.pasts.front();
  const auto known = state.past.find(oldest.key);
  if (known != state.past.end() && known->second.cleared_at == oldest.past.cleared_at)
    state.past.erase(known);
  state.pasts.pop_front();
}

void hold(State& state, AlarmId id, Alarm& alarm, Instant until) {
  if (alarm.held_until) state.holding.erase({alarm.held_until, id});
  alarm.held_until = until;
  if (until) state.holding.insert({until, id});
}

void set_severity(State& state, Alarm& alarm, Severity severity) {
  if (alarm.severity == severity) return;
  OfSource& source = state.by_source[alarm.source_name];
  --impacts_of(source, alarm);
  alarm.severity = severity;
  ++impacts_of(source, alarm);
}

Teller& teller_of(Alarm& alarm, const std::string& origin) {
  const auto found = std::ranges::find(alarm.tellers, origin, &Teller::origin);
  if (found != alarm.tellers.end()) return *found;
  return alarm.tellers.emplace_back(Teller{.origin = origin});
}

void take(State& state, const Repeated& e) {
  change(state, e.id, [&](Alarm& alarm) {
    alarm.delivery = e.delivery;
    hold(state, e.id, alarm, {});
    set_severity(state, alarm, e.severity);
  });
}
// A new owner changes places with the one before it.
void take(State& state, const Told& e) {
  change(state, e.id, [&](Alarm& alarm) {
    Teller& teller = teller_of(alarm, e.origin);
    teller.delivery = e.delivery;
    teller.is_over = false;
    if (!e.owns) return;
    std::swap(teller.origin, alarm.origin);
    std::swap(teller.delivery, alarm.delivery);
    alarm.owned = true;
    hold(state, e.id, alarm, {});
    set_severity(state, alarm, e.severity);
  });
}
void take(State& state, const ToldOver& e) {
  change(state, e.id, [&](Alarm& alarm) { teller_of(alarm, e.origin).is_over = true; });
}
void take(State& state, const Cleared& e) {
  const auto found = state.open.find(e.id);
  if (found == state.open.end()) return;
  Alarm& alarm = found->second;
  hold(state, e.id, alarm, {});
  std::string key = key_of(alarm.source_name, alarm.condition, alarm.interface);
  state.by_key.erase(key);
  remember(state, std::move(key),
           {.over_at = e.reported_at,
            .cleared_at = e.at,
            .returns = is_flapping(alarm) ? 0 : alarm.returns});
  const auto source = state.by_source.find(alarm.source_name);
  std::erase(source->second.ids, e.id);
  --impacts_of(source->second, alarm);
  if (source->second.ids.empty()) state.by_source.erase(source);
  state.open.erase(found);
}
void take(State& state, const ClearHeld& e) {
  change(state, e.id, [&](Alarm& alarm) {
    hold(state, e.id, alarm, e.until);
    alarm.over_at = e.reported_at;
  });
}
void take(State& state, const ClearUnmatched& e) {
  if (!e.reported_at) return;
  std::string key = key_of(e.source_name, e.condition, e.interface);
  const auto known = state.past.find(key);
  Past past = known == state.past.end() ? Past{} : known->second;
  past.over_at = std::max(past.over_at, e.reported_at);
  remember(state, std::move(key), past);
}
void take(State&, const RaisedLate&) {}
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
  past.clear();
  holding.clear();
  for (const auto& [id, alarm] : open) {
    index(*this, id, alarm);
    if (alarm.held_until) holding.insert({alarm.held_until, id});
  }
  for (const PastKey& one : pasts) past[one.key] = one.past;
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

std::optional<Instant> due(const State& state) {
  if (state.holding.empty()) return std::nullopt;
  return state.holding.begin()->first;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [until, id] : state.holding) {
    if (until > now) return;
    out.add<Command>(Settle{.id = id});
  }
}

}  // namespace lifeline::alarm
