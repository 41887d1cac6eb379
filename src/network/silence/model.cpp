// SPDX-License-Identifier: Apache-2.0
#include "network/silence/model.h"

#include "base/limits.h"

namespace lifeline::silence {
namespace {

constexpr int64_t day_s = 24 * 3600;

Instant forgotten_at(const Silence& silence) {
  return seconds_after(silence.ends_at, limits::silence_kept_days * day_s);
}

}  // namespace

Phase phase_of(const Silence& silence, Instant now) {
  if (silence.ends_at <= now) return Phase::expired;
  return silence.starts_at > now ? Phase::pending : Phase::active;
}

void evolve(State& state, const Event& event) {
  if (const auto* set = std::get_if<Set>(&event)) {
    state.silences[set->id] = {.matchers = set->matchers,
                               .starts_at = set->starts_at,
                               .ends_at = set->ends_at,
                               .created_by = set->created_by,
                               .comment = set->comment,
                               .updated_at = set->at};
  } else if (const auto* over = std::get_if<Expired>(&event)) {
    const auto known = state.silences.find(over->id);
    if (known == state.silences.end()) return;
    known->second.starts_at = std::min(known->second.starts_at, over->at);
    known->second.ends_at = over->at;
    known->second.updated_at = over->at;
  } else {
    state.silences.erase(std::get<Forgotten>(event).id);
  }
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& one) { return one.id; }, event);
}

std::optional<Instant> due(const State& state) {
  std::optional<Instant> earliest;
  for (const auto& [id, silence] : state.silences)
    if (!earliest || forgotten_at(silence) < *earliest) earliest = forgotten_at(silence);
  return earliest;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [id, silence] : state.silences)
    if (forgotten_at(silence) <= now) out.add<Command>(Forget{.id = id});
}

}  // namespace lifeline::silence
