// SPDX-License-Identifier: Apache-2.0
#include "network/scenario/model.h"

#include <algorithm>

namespace lifeline::scenario {
namespace {

using Index = std::unordered_map<std::string, std::set<ScenarioId>>;

Instant turn_of(const Scenario& scenario) {
  return scenario.phase == Phase::planned ? scenario.what.from : scenario.what.until;
}

void leave(Index& index, const std::vector<std::string>& keys, ScenarioId id) {
  for (const std::string& key : keys) {
    const auto found = index.find(key);
    if (found == index.end()) continue;
    found->second.erase(id);
    if (found->second.empty()) index.erase(found);
  }
}

void unlink(State& state, const Scenario& scenario) {
  state.turns.erase({turn_of(scenario), scenario.id});
  state.reports.erase({scenario.next_report_at, scenario.id});
  leave(state.by_element, scenario.elements, scenario.id);
  leave(state.by_site, scenario.what.sites, scenario.id);
}

void link(State& state, const Scenario& scenario) {
  state.turns.insert({turn_of(scenario), scenario.id});
  if (scenario.next_report_at) state.reports.insert({scenario.next_report_at, scenario.id});
  for (const std::string& element : scenario.elements)
    state.by_element[element].insert(scenario.id);
  for (const std::string& site : scenario.what.sites) state.by_site[site].insert(scenario.id);
}

// Changes a scenario that is planned or running; another stays away. Keeps the indexes true.
template <class Do>
void change(State& state, ScenarioId id, Do what) {
  const auto found = state.open.find(id);
  if (found == state.open.end()) return;
  unlink(state, found->second);
  what(found->second);
  link(state, found->second);
}

void finish(State& state, ScenarioId id) {
  const auto found = state.open.find(id);
  if (found == state.open.end()) return;
  unlink(state, found->second);
  state.open.erase(found);
}

void take(State& state, const Planned& e) {
  state.serial = std::max(state.serial, e.id.serial);
  finish(state, e.id);
  link(state, state.open[e.id] = {.id = e.id, .what = e.what, .elements = e.elements});
}
void take(State& state, const Changed& e) {
  change(state, e.id, [&](Scenario& s) {
    s.what = e.what;
    s.elements = e.elements;
    s.next_report_at = s.phase == Phase::running ? e.next_report_at : Instant{};
  });
}
void take(State& state, const Staffed& e) {
  change(state, e.id, [&](Scenario& s) { s.what.roster = e.roster; });
}
void take(State& state, const Started& e) {
  change(state, e.id, [&](Scenario& s) {
    s.phase = Phase::running;
    s.next_report_at = e.next_report_at;
  });
}
void take(State& state, const Ended& e) { finish(state, e.id); }
void take(State& state, const Extended& e) {
  change(state, e.id, [&](Scenario& s) { s.what.until = e.until; });
}
void take(State& state, const Cancelled& e) { finish(state, e.id); }
void take(State& state, const Derived& e) {
  change(state, e.id, [&](Scenario& s) { s.elements = e.elements; });
}
void take(State& state, const Reported& e) {
  change(state, e.id, [&](Scenario& s) {
    if (s.phase == Phase::running) s.next_report_at = e.next_report_at;
  });
}

}  // namespace

void State::reindex() {
  by_element.clear();
  by_site.clear();
  turns.clear();
  reports.clear();
  for (const auto& [id, scenario] : open) link(*this, scenario);
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

std::optional<Instant> due(const State& state) {
  std::optional<Instant> earliest;
  for (const auto* times : {&state.turns, &state.reports})
    if (!times->empty() && (!earliest || times->begin()->first < *earliest))
      earliest = times->begin()->first;
  return earliest;
}

// A report that falls on the end is made before it.
void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [at, id] : state.reports) {
    if (at > now) break;
    out.add<Command>(Report{.id = id});
  }
  for (const auto& [at, id] : state.turns) {
    if (at > now) return;
    if (state.open.at(id).phase == Phase::planned)
      out.add<Command>(Start{.id = id, .reason = {}});
    else
      out.add<Command>(End{.id = id, .reason = {}});
  }
}

}  // namespace lifeline::scenario
