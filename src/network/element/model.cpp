// SPDX-License-Identifier: Apache-2.0
#include "network/element/model.h"

#include <algorithm>

namespace lifeline::element {
namespace {

void unlink(State& state, const Element& element) {
  for (const auto& group : element.depends_on)
    for (const std::string& on : group) std::erase(state.dependents[on], element.id);
}

void link(State& state, const Element& element) {
  for (const auto& group : element.depends_on)
    for (const std::string& on : group) {
      auto& dependents = state.dependents[on];
      if (std::ranges::find(dependents, element.id) == dependents.end())
        dependents.push_back(element.id);
    }
}

void take(State& state, const Imported& e) {
  for (const Element& element : e.elements) {
    const auto [known, is_new] = state.elements.try_emplace(element.id);
    if (!is_new) unlink(state, known->second);
    known->second = element;
    link(state, element);
  }
}

void take(State& state, const ConditionChanged& e) {
  if (!state.elements.contains(e.id)) return;
  if (e.own == Condition::normal && e.condition == Condition::normal)
    state.standing.erase(e.id);
  else
    state.standing[e.id] = {.own = e.own, .condition = e.condition, .root = e.root};
}

}  // namespace

void State::reindex() {
  dependents.clear();
  for (const auto& [id, element] : elements) link(*this, element);
}

const Standing& standing_of(const State& state, const std::string& id) {
  static const Standing normal;
  const auto found = state.standing.find(id);
  return found == state.standing.end() ? normal : found->second;
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  const auto* changed = std::get_if<ConditionChanged>(&event);
  return changed != nullptr ? changed->id : desk::RowKey{};
}

}  // namespace lifeline::element
