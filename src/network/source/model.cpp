// SPDX-License-Identifier: Apache-2.0
#include "network/source/model.h"

namespace lifeline::source {
namespace {

Instant lost_at(const Source& source) {
  return seconds_after(source.heard_at, 3 * source.interval_s);
}

}  // namespace

void evolve(State& state, const Event& event) {
  if (const auto* heard = std::get_if<Heard>(&event))
    state.sources[heard->name] = {.interval_s = heard->interval_s, .heard_at = heard->at};
  else if (const auto lost = state.sources.find(std::get<Lost>(event).name);
           lost != state.sources.end())
    lost->second.lost = true;
}

desk::RowKey touches(const Event&) { return {}; }

std::optional<Instant> due(const State& state) {
  std::optional<Instant> earliest;
  for (const auto& [name, source] : state.sources)
    if (!source.lost && (!earliest || lost_at(source) < *earliest)) earliest = lost_at(source);
  return earliest;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [name, source] : state.sources)
    if (!source.lost && lost_at(source) <= now) out.add<Command>(MissBeats{.name = name});
}

}  // namespace lifeline::source
