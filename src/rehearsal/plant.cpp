// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/plant.h"

#include <algorithm>
#include <set>

namespace lifeline::rehearsal {

using element::Condition;

Plant::Plant(const Network& network)
    : network_(network),
      groups_(network.nodes.size()),
      dependents_(network.nodes.size()),
      hidden_(network.nodes.size()),
      own_(network.nodes.size()),
      condition_(network.nodes.size()) {
  for (Index i = 0; i < network.nodes.size(); ++i) {
    const element::Element& element = network.nodes[i].element;
    index_.emplace(element.id, i);
    for (const auto& group : element.depends_on) {
      auto& indices = groups_[i].emplace_back();
      for (const std::string& id : group) {
        const Index on = find(id);
        if (on == size()) continue;
        indices.push_back(on);
        dependents_[on].push_back(i);
      }
    }
  }
  for (const site::Site& site : network.sites) {
    auto& services = services_.emplace_back();
    for (const site::ServiceNeed& need : site.services) {
      auto& indices = services.emplace_back();
      for (const std::string& id : need.elements)
        if (const Index on = find(id); on != size()) indices.push_back(on);
    }
  }
}

Index Plant::find(std::string_view id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? static_cast<Index>(size()) : found->second;
}

size_t Plant::find_site(std::string_view id) const {
  const auto found = std::ranges::find(network_.sites, id, &site::Site::id);
  return static_cast<size_t>(found - network_.sites.begin());
}

Condition Plant::judged(Index index) const {
  if (hidden_[index]) return Condition::normal;
  Condition worst = own_[index];
  for (const auto& group : groups_[index]) {
    size_t down = 0;
    size_t normal = 0;
    for (const Index on : group) {
      down += condition_[on] == Condition::down ? 1 : 0;
      normal += condition_[on] == Condition::normal ? 1 : 0;
    }
    if (group.empty()) continue;
    if (down == group.size()) return Condition::down;
    if (down > 0 || normal == 0) worst = std::max(worst, Condition::degraded);
  }
  return worst;
}

std::vector<Index> Plant::set_own(Index index, Condition own) {
  own_[index] = own;
  std::vector<Index> changed;
  std::set<Index> open{index};
  while (!open.empty()) {
    const Index next = *open.begin();
    open.erase(open.begin());
    const Condition after = judged(next);
    if (after == condition_[next]) continue;
    condition_[next] = after;
    changed.push_back(next);
    open.insert(dependents_[next].begin(), dependents_[next].end());
  }
  return changed;
}

std::vector<Index> Plant::show(Index index) {
  hidden_[index] = false;
  return set_own(index, own_[index]);
}

std::vector<Index> Plant::reached_by(Index index, size_t most) const {
  std::vector<Index> reached;
  std::set<Index> open{index};
  while (!open.empty() && reached.size() < most) {
    const Index next = *open.begin();
    open.erase(open.begin());
    if (hidden_[next]) continue;
    reached.push_back(next);
    open.insert(dependents_[next].begin(), dependents_[next].end());
  }
  return reached;
}

Condition Plant::site_condition(size_t site) const {
  Condition worst = Condition::normal;
  for (const auto& service : services_[site]) {
    bool all_down = !service.empty();
    Condition given = Condition::normal;
    for (const Index on : service) {
      given = std::max(given, condition_[on]);
      all_down = all_down && condition_[on] == Condition::down;
    }
    if (given != Condition::normal)
      worst = std::max(worst, all_down ? Condition::down : Condition::degraded);
  }
  return worst;
}

std::vector<Index> Plant::supports_of(size_t site) const {
  std::set<Index> all;
  std::vector<Index> open;
  for (const auto& service : services_[site])
    open.insert(open.end(), service.begin(), service.end());
  while (!open.empty()) {
    const Index next = open.back();
    open.pop_back();
    if (!all.insert(next).second) continue;
    for (const auto& group : groups_[next]) open.insert(open.end(), group.begin(), group.end());
  }
  return {all.begin(), all.end()};
}

}  // namespace lifeline::rehearsal
