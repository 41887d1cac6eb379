// SPDX-License-Identifier: Apache-2.0
#include "command/incident/model.h"

namespace lifeline::incident {
namespace {

Incident& at(State& state, IncidentId id) { return state.open[id]; }

void take(State& state, const Opened& e) {
  state.serial = std::max(state.serial, e.id.serial);
  state.open[e.id] = {.id = e.id, .phase = Phase::opened, .severity = e.severity,
                      .unit = e.unit, .root = e.root, .sites = {}, .units = {},
                      .close_at = {}};
  if (!e.root.empty()) state.by_root[e.root] = e.id;
}
void take(State& state, const Reopened& e) {
  Incident& incident = at(state, e.id);
  state.closing.erase({incident.close_at, e.id});
  incident.phase = Phase::opened;
  incident.close_at = {};
}
void take(State& state, const SiteHit& e) {
  at(state, e.id).sites[e.site] = e.down;
  at(state, e.id).units.insert(e.unit);
}
void take(State& state, const SiteRelieved& e) { at(state, e.id).sites.erase(e.site); }
void take(State&, const AlarmLinked&) {}
void take(State& state, const SeverityRaised& e) { at(state, e.id).severity = e.severity; }
void take(State& state, const Assigned& e) { at(state, e.id).phase = Phase::assigned; }
void take(State& state, const Mitigated& e) { at(state, e.id).phase = Phase::mitigated; }
void take(State& state, const Resolved& e) {
  at(state, e.id).phase = Phase::resolved;
  at(state, e.id).close_at = e.close_at;
  state.closing.insert({e.close_at, e.id});
}
void take(State& state, const Closed& e) {
  const Incident& incident = at(state, e.id);
  state.closing.erase({incident.close_at, e.id});
  state.by_root.erase(incident.root);
  state.open.erase(e.id);
}
void take(State&, const Noted&) {}

}  // namespace

void State::reindex() {
  for (const auto& [id, incident] : open) {
    if (!incident.root.empty()) by_root[incident.root] = id;
    if (incident.close_at) closing.insert({incident.close_at, id});
  }
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

std::optional<Instant> due(const State& state) {
  if (state.closing.empty()) return std::nullopt;
  return state.closing.begin()->first;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [at, id] : state.closing) {
    if (at > now) return;
    out.add<Command>(Close{.id = id, .text = {}});
  }
}

}  // namespace lifeline::incident
