// SPDX-License-Identifier: Apache-2.0
#include "command/incident/model.h"

#include <algorithm>

namespace lifeline::incident {
namespace {

// Changes an incident that is not closed; another stays away. Keeps the closing times true.
template <class Change>
void change(State& state, IncidentId id, Change change) {
  const auto found = state.open.find(id);
  if (found == state.open.end()) return;
  Incident& incident = found->second;
  if (incident.close_at) state.closing.erase({incident.close_at, id});
  change(incident);
  if (incident.close_at) state.closing.insert({incident.close_at, id});
}

void enter(Incident& incident, Phase phase, Instant close_at = {}) {
  incident.phase = phase;
  incident.close_at = close_at;
}

void take(State& state, const Opened& e) {
  state.serial = std::max(state.serial, e.id.serial);
  change(state, e.id, [](Incident& incident) { incident.close_at = {}; });
  state.open[e.id] = {.id = e.id,
                      .phase = Phase::opened,
                      .severity = e.severity,
                      .unit = e.unit,
                      .root = e.root,
                      .sure_percent = e.sure_percent,
                      .sites = {},
                      .units = {},
                      .pending = {},
                      .close_at = {}};
  if (!e.root.empty()) state.by_root[e.root] = e.id;
}
void take(State& state, const Reopened& e) {
  change(state, e.id, [](Incident& incident) { enter(incident, Phase::opened); });
}
void hit(State& state, Incident& incident, const std::string& site, Struck struck) {
  incident.sites[site] = std::move(struck);
  state.by_site[site].insert(incident.id);
}

void relieve(State& state, IncidentId id, const std::string& site) {
  const auto found = state.by_site.find(site);
  if (found == state.by_site.end()) return;
  found->second.erase(id);
  if (found->second.empty()) state.by_site.erase(found);
}

void forget_order(State& state, Incident& incident, UnitCode unit) {
  const auto found = incident.pending.find(unit);
  if (found == incident.pending.end()) return;
  state.holds.erase({found->second.at, incident.id, unit});
  incident.pending.erase(found);
}

void await_order(State& state, Incident& incident, UnitCode unit, Pending pending) {
  forget_order(state, incident, unit);
  state.holds.insert({pending.at, incident.id, unit});
  incident.pending[unit] = std::move(pending);
}

// One order for a unit, at the earlier time.
void take_over(State& state, Incident& into, const Incident& from) {
  for (const auto& [site, struck] : from.sites)
    if (!into.sites.contains(site)) hit(state, into, site, struck);
  into.units.insert(from.units.begin(), from.units.end());
  for (const auto& [unit, pending] : from.pending) {
    const auto known = into.pending.find(unit);
    if (known == into.pending.end() || pending.at < known->second.at)
      await_order(state, into, unit, pending);
  }
}

// Ends an incident: its root is free for another.
void leave(State& state, IncidentId id) {
  change(state, id, [](Incident& incident) { incident.close_at = {}; });
  const auto found = state.open.find(id);
  if (found == state.open.end()) return;
  const auto root = state.by_root.find(found->second.root);
  if (root != state.by_root.end() && root->second == id) state.by_root.erase(root);
  for (const auto& [site, struck] : found->second.sites) relieve(state, id, site);
  for (const auto& [unit, pending] : found->second.pending)
    state.holds.erase({pending.at, id, unit});
  state.open.erase(found);
}
void take(State& state, const Explained& e) {
  const auto found = state.open.find(e.id);
  if (found == state.open.end() || e.id == e.into) return;
  if (e.into) {
    change(state, e.into, [&](Incident& into) { take_over(state, into, found->second); });
    leave(state, e.id);
    return;
  }
  const auto root = state.by_root.find(found->second.root);
  if (root != state.by_root.end() && root->second == e.id) state.by_root.erase(root);
  found->second.root = e.root;
  found->second.sure_percent = e.sure_percent;
  if (!e.root.empty()) state.by_root[e.root] = e.id;
}
void take(State& state, const SiteHit& e) {
  change(state, e.id, [&](Incident& incident) {
    hit(state, incident, e.site,
        {.down = e.down,
         .unit = e.unit,
         .name_zh = e.name_zh,
         .name_en = e.name_en,
         .take_up_within_s = e.take_up_within_s,
         .on_duty = e.on_duty});
    incident.units.insert(e.unit);
    if (!e.order_at)
      forget_order(state, incident, e.unit);
    else if (e.first_of_unit)
      await_order(state, incident, e.unit, {.at = e.order_at, .site = e.site});
  });
}
void take(State& state, const SiteRelieved& e) {
  change(state, e.id, [&](Incident& incident) {
    if (incident.sites.erase(e.site) > 0) relieve(state, e.id, e.site);
    forget_order(state, incident, e.spared);
  });
}
void take(State&, const AlarmLinked&) {}
void take(State& state, const SeverityRaised& e) {
  change(state, e.id, [&](Incident& incident) { incident.severity = e.severity; });
}
void take(State& state, const Assigned& e) {
  change(state, e.id, [](Incident& incident) {
    enter(incident, std::max(incident.phase, Phase::assigned), incident.close_at);
  });
}
void take(State& state, const Mitigated& e) {
  change(state, e.id, [](Incident& incident) { enter(incident, Phase::mitigated); });
}
void take(State& state, const Resolved& e) {
  change(state, e.id, [&](Incident& incident) { enter(incident, Phase::resolved, e.close_at); });
}
void take(State& state, const Closed& e) { leave(state, e.id); }
void take(State&, const Noted&) {}

}  // namespace

int64_t take_up_within_s(Severity severity) {
  switch (severity) {
    case Severity::critical: return 15 * 60;
    case Severity::major: return 30 * 60;
    default: return 2 * 3600;
  }
}

void State::reindex() {
  by_root.clear();
  closing.clear();
  by_site.clear();
  holds.clear();
  for (const auto& [id, incident] : open) {
    if (!incident.root.empty()) by_root[incident.root] = id;
    if (incident.close_at) closing.insert({incident.close_at, id});
    for (const auto& [site, struck] : incident.sites) by_site[site].insert(id);
    for (const auto& [unit, pending] : incident.pending) holds.insert({pending.at, id, unit});
  }
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

std::optional<Instant> due(const State& state) {
  std::optional<Instant> earliest;
  if (!state.closing.empty()) earliest = state.closing.begin()->first;
  if (!state.holds.empty() && (!earliest || state.holds.begin()->until < *earliest))
    earliest = state.holds.begin()->until;
  return earliest;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const Hold& hold : state.holds) {
    if (hold.until > now) break;
    out.add<Command>(EndHold{.id = hold.id, .unit = hold.unit});
  }
  for (const auto& [at, id] : state.closing) {
    if (at > now) break;
    out.add<Command>(Close{.id = id, .text = {}});
  }
}

}  // namespace lifeline::incident
