// SPDX-License-Identifier: Apache-2.0
#include "network/planned_work/model.h"

#include <algorithm>

namespace lifeline::planned_work {
namespace {

Instant turn_of(const Work& work) {
  return work.phase == Phase::planned ? work.what.from : work.what.until;
}

void leave(std::unordered_map<std::string, std::set<WorkId>>& index, const Work& work) {
  for (const std::string& element : work.what.elements) {
    const auto found = index.find(element);
    if (found == index.end()) continue;
    found->second.erase(work.id);
    if (found->second.empty()) index.erase(found);
  }
}

void unlink(State& state, const Work& work) {
  state.turns.erase({turn_of(work), work.id});
  leave(state.touched_by, work);
  leave(state.covered_by, work);
}

void link(State& state, const Work& work) {
  state.turns.insert({turn_of(work), work.id});
  for (const std::string& element : work.what.elements) {
    state.touched_by[element].insert(work.id);
    if (work.phase == Phase::running) state.covered_by[element].insert(work.id);
  }
}

// Changes work that is planned or running; another stays away. Keeps the indexes true.
template <class Do>
void change(State& state, WorkId id, Do what) {
  const auto found = state.open.find(id);
  if (found == state.open.end()) return;
  unlink(state, found->second);
  what(found->second);
  link(state, found->second);
}

void finish(State& state, WorkId id) {
  const auto found = state.open.find(id);
  if (found == state.open.end()) return;
  unlink(state, found->second);
  state.open.erase(found);
}

void take(State& state, const Planned& e) {
  state.serial = std::max(state.serial, e.id.serial);
  finish(state, e.id);
  link(state, state.open[e.id] = {.id = e.id, .what = e.what});
}
void take(State& state, const Changed& e) {
  change(state, e.id, [&](Work& work) { work.what = e.what; });
}
void take(State& state, const Cancelled& e) { finish(state, e.id); }
void take(State& state, const Extended& e) {
  change(state, e.id, [&](Work& work) { work.what.until = e.until; });
}
void take(State& state, const Started& e) {
  change(state, e.id, [](Work& work) { work.phase = Phase::running; });
}
void take(State& state, const Ended& e) { finish(state, e.id); }

}  // namespace

void State::reindex() {
  touched_by.clear();
  covered_by.clear();
  turns.clear();
  for (const auto& [id, work] : open) link(*this, work);
}

WorkId covers(const State& state, const std::string& element) {
  const auto found = state.covered_by.find(element);
  return found == state.covered_by.end() ? WorkId{} : *found->second.begin();
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

std::optional<Instant> due(const State& state) {
  if (state.turns.empty()) return std::nullopt;
  return state.turns.begin()->first;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [at, id] : state.turns) {
    if (at > now) return;
    if (state.open.at(id).phase == Phase::planned)
      out.add<Command>(Start{.id = id});
    else
      out.add<Command>(End{.id = id, .reason = {}});
  }
}

}  // namespace lifeline::planned_work
