// SPDX-License-Identifier: Apache-2.0
#include "network/site/model.h"

#include <algorithm>

namespace lifeline::site {
namespace {

void unlink(State& state, const Site& site) {
  for (const ServiceNeed& need : site.services)
    for (const std::string& element : need.elements) std::erase(state.by_element[element], site.id);
}

void link(State& state, const Site& site) {
  for (const ServiceNeed& need : site.services)
    for (const std::string& element : need.elements) {
      auto& sites = state.by_element[element];
      if (std::ranges::find(sites, site.id) == sites.end()) sites.push_back(site.id);
    }
}

void take(State& state, const Imported& e) {
  for (const Site& site : e.sites) {
    const auto [known, is_new] = state.sites.try_emplace(site.id);
    if (!is_new) unlink(state, known->second);
    known->second = site;
    link(state, site);
  }
}

void take(State& state, const HealthChanged& e) {
  if (!state.sites.contains(e.id)) return;
  Standing& standing = state.standing[e.id];
  standing.health = e.to;
  standing.reasons = e.reasons;
  standing.roots = e.roots;
}

void take(State& state, const DuplicateDecided& e) {
  const auto [left, right] = std::minmax(e.left, e.right);
  state.decided[{left, right}] = e.same;
}

}  // namespace

void State::reindex() {
  by_element.clear();
  for (const auto& [id, site] : sites) link(*this, site);
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  const auto* changed = std::get_if<HealthChanged>(&event);
  return changed != nullptr ? changed->id : desk::RowKey{};
}

}  // namespace lifeline::site
