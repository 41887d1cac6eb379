// SPDX-License-Identifier: Apache-2.0
#include "network/topology/topology.h"

#include <algorithm>
#include <deque>
#include <map>

#include "base/limits.h"

namespace lifeline::topology {
namespace {

using element::Condition;

constexpr size_t crowd_from = 9;   // this many equal nodes are drawn as one
constexpr size_t beside_max = 24;  // of what carries on, each named
constexpr size_t sites_each = 24;  // hit sites drawn singly

class Picture {
 public:
  Picture(const Question& question, const desk::Nouns& nouns)
      : question_(question),
        nouns_(nouns),
        elements_(nouns.get<element::State>()),
        sites_(nouns.get<site::State>()) {}

  Topology draw() {
    if (question_.root.empty()) {
      remark(Remark::no_root);
      find_sites();
      find_alternatives();
    } else {
      drawn_.root = question_.root;
      look_at_root();
      walk();
      find_sites();
      find_alternatives();
    }
    gather_crowds();
    add_edges();
    finish();
    return std::move(drawn_);
  }

 private:
  const element::Element* find(const std::string& id) const {
    const auto found = elements_.elements.find(id);
    return found == elements_.elements.end() ? nullptr : &found->second;
  }
  Condition condition_of(const std::string& id) const {
    return element::standing_of(elements_, id).condition;
  }
  void remark(Remark one) {
    if (std::ranges::find(drawn_.remarks, one) == drawn_.remarks.end())
      drawn_.remarks.push_back(one);
  }

  void look_at_root() {
    levels_[question_.root] = 0;
    if (find(question_.root) == nullptr)
      remark(Remark::root_unknown);
    else if (condition_of(question_.root) == Condition::normal)
      remark(Remark::root_normal);
  }

  // What depends on the root and is not normal, each on the level of the longest way to it: a node
  // is placed again, and all behind it, when a longer way is found. There are no circles.
  void walk() {
    std::deque<std::string> open{question_.root};
    size_t steps = 0;
    while (!open.empty()) {
      const std::string id = std::move(open.front());
      open.pop_front();
      const int level = levels_.at(id) + 1;
      const auto dependents = elements_.dependents.find(id);
      if (dependents == elements_.dependents.end()) continue;
      for (const std::string& dependent : dependents->second) {
        if (condition_of(dependent) == Condition::normal) {
          standing_.try_emplace(dependent, level);
          continue;
        }
        const auto [known, is_new] = levels_.try_emplace(dependent, level);
        if (!is_new && known->second >= level) continue;
        if (++steps > limits::topology_walk_max) return remark(Remark::cut);
        known->second = level;
        open.push_back(dependent);
      }
    }
    if (levels_.size() == 1) remark(Remark::nothing_behind);
  }

  // Sites that an element of the picture serves: hit ones are drawn, the others are counted.
  void find_sites() {
    std::set<std::string> served(question_.hit);
    for (const auto& [id, level] : levels_) {
      const auto found = sites_.by_element.find(id);
      if (found != sites_.by_element.end())
        served.insert(found->second.begin(), found->second.end());
    }
    for (const std::string& id : served) {
      const auto standing = sites_.standing.find(id);
      const bool names_root =
          standing != sites_.standing.end() && standing->second.roots.contains(question_.root);
      if (names_root || question_.hit.contains(id))
        hit_.insert(id);
      else
        ++drawn_.sites_standing;
    }
    drawn_.sites_hit = hit_.size();
    drawn_.elements_hit = levels_.empty() ? 0 : levels_.size() - 1;
  }

  void stands_beside(const std::string& id, int level) {
    if (levels_.contains(id) || condition_of(id) != Condition::normal) return;
    if (find(id) == nullptr) return remark(Remark::dependency_unknown);
    standing_.try_emplace(id, level);
  }

  // The alternatives that keep the rest up, what still stands beside, and what the root stands on.
  void find_alternatives() {
    for (const auto& [id, level] : levels_) {
      const auto* element = find(id);
      if (element == nullptr) continue;
      for (const auto& group : element->depends_on)
        if (group.size() > 1 || id == question_.root)
          for (const std::string& on : group) stands_beside(on, level - 1);
    }
    for (const std::string& id : hit_) {
      const auto site = sites_.sites.find(id);
      if (site == sites_.sites.end()) continue;
      for (const site::ServiceNeed& need : site->second.services)
        if (need.elements.size() > 1)
          for (const std::string& on : need.elements) stands_beside(on, deepest());
    }
  }

  int deepest() const {
    int deepest = 0;
    for (const auto& [id, level] : levels_) deepest = std::max(deepest, level);
    return deepest;
  }

  Node node_of(const std::string& id, Role role, int level) const {
    const element::Standing& standing = element::standing_of(elements_, id);
    Node node;
    node.id = node.name = id;
    node.role = role;
    node.level = level;
    node.known = false;
    if (role == Role::root) node.sure_percent = element::sure_percent_of(elements_, id);
    node.root = standing.root;
    const auto* element = find(id);
    if (element == nullptr) return node;
    node.condition = enum_text(standing.condition);
    node.own = enum_text(standing.own);
    const element::Row row = element::row_of(*element, nouns_);
    node.known = true;
    node.name = row.name;
    node.kind = enum_text(row.kind);
    node.since = row.since;
    node.alarms_open = row.alarms_open;
    return node;
  }

  Node site_node(const std::string& id) const {
    Node node;
    node.id = node.name = node.name_en = id;
    node.role = Role::site;
    node.level = deepest() + 1;
    node.root = question_.root;
    const auto found = sites_.sites.find(id);
    node.known = found != sites_.sites.end();
    if (!node.known) return node;
    const site::Row row = site::row_of(found->second, nouns_);
    node.name = row.name_zh;
    node.name_en = row.name_en;
    node.kind = enum_text(row.kind);
    node.condition = enum_text(row.state);
    node.since = row.since;
    const auto standing = sites_.standing.find(id);
    if (standing == sites_.standing.end()) return node;
    std::set<site::Service> services;
    for (const site::Reason& reason : standing->second.reasons)
      if (question_.root.empty() ||
          (!reason.chain.empty() && reason.chain.back() == question_.root))
        services.insert(reason.service);
    for (const site::Service service : services) node.services.emplace_back(enum_text(service));
    return node;
  }

  // Equal nodes come together; a crowd of many is one node unless it is asked to be opened.
  struct Crowd {
    Role role = Role::explained;
    int level = 0;
    std::string kind;
    std::string condition;
    std::vector<std::string> ids;
  };

  void gather_crowds() {
    std::map<std::string, Crowd> crowds;
    const auto gather = [&](const std::string& id, Role role, int level) {
      const auto* element = find(id);
      const auto kind =
          element == nullptr ? std::string("unknown") : std::string(enum_text(element->kind));
      const std::string condition(enum_text(condition_of(id)));
      Crowd& crowd = crowds[std::to_string(level) + ":" + kind + ":" + condition];
      if (crowd.ids.empty())
        crowd = {.role = role, .level = level, .kind = kind, .condition = condition, .ids = {}};
      crowd.ids.push_back(id);
    };
    for (const auto& [id, level] : levels_)
      if (id != question_.root) gather(id, Role::explained, level);
    for (const auto& [id, level] : standing_) gather(id, Role::carries_on, level);
    if (!question_.root.empty()) show(node_of(question_.root, Role::root, 0));
    for (auto& [key, crowd] : crowds) show_crowd(key, crowd);
    show_sites();
  }

  void show(Node node) {
    shown_as_[node.id] = node.id;
    drawn_.nodes.push_back(std::move(node));
  }

  void show_crowd(const std::string& key, Crowd& crowd) {
    std::ranges::sort(crowd.ids);
    const size_t singly = crowd.role == Role::carries_on ? beside_max / 2 : crowd_from - 1;
    const bool is_open = crowd.ids.size() <= singly || question_.open.contains(key);
    if (is_open) {
      for (const std::string& id : crowd.ids) {
        if (drawn_.nodes.size() >= limits::topology_nodes_max)
          ++drawn_.left_out;
        else
          show(node_of(id, crowd.role, crowd.level));
      }
      return;
    }
    Node node;
    node.id = node.name = key;
    node.kind = crowd.kind;
    node.condition = crowd.condition;
    node.role = crowd.role;
    node.level = crowd.level;
    node.count = crowd.ids.size();
    node.root = crowd.role == Role::explained ? question_.root : std::string();
    for (const std::string& id : crowd.ids) {
      shown_as_[id] = key;
      node.alarms_open += alarms_on(id);
    }
    drawn_.nodes.push_back(std::move(node));
  }

  uint64_t alarms_on(const std::string& id) const {
    const auto* element = find(id);
    return element == nullptr ? 0 : element::row_of(*element, nouns_).alarms_open;
  }

  void show_sites() {
    std::vector<Node> sites;
    for (const std::string& id : hit_) sites.push_back(site_node(id));
    std::ranges::stable_sort(sites, [](const Node& a, const Node& b) {
      return (a.condition == "down") > (b.condition == "down");
    });
    const std::string key = std::to_string(deepest() + 1) + ":site:hit";
    const bool is_open = question_.open.contains(key);
    Node rest;
    for (Node& node : sites) {
      const size_t singly = is_open ? limits::topology_nodes_max : sites_each;
      if (shown_sites_ < singly && drawn_.nodes.size() < limits::topology_nodes_max) {
        ++shown_sites_;
        show(std::move(node));
      } else if (is_open) {
        ++drawn_.left_out;
      } else {
        shown_as_[node.id] = key;
        if (rest.id.empty()) rest = node;
        rest.id = rest.name = rest.name_en = key;
        rest.count = ++rest_sites_;
        rest.services.clear();
      }
    }
    if (rest_sites_ > 0) drawn_.nodes.push_back(std::move(rest));
  }

  void link(const std::string& from, const std::string& to, size_t group, size_t alternatives) {
    const auto lower = shown_as_.find(from), upper = shown_as_.find(to);
    if (lower == shown_as_.end() || upper == shown_as_.end() || lower->second == upper->second)
      return;
    Edge edge{.from = lower->second,
              .to = upper->second,
              .group = static_cast<int>(group),
              .relation = alternatives > 1 ? Relation::alternative : Relation::needed};
    const auto [known, is_new] = edges_.try_emplace(edge, 1);
    if (!is_new) ++known->second;
  }

  void add_edges() {
    for (const auto& [id, shown] : std::map(shown_as_)) {
      if (const auto* element = find(id))
        for (size_t group = 0; group < element->depends_on.size(); ++group)
          for (const std::string& on : element->depends_on[group])
            link(id, on, group, element->depends_on[group].size());
      const auto site = sites_.sites.find(id);
      if (site == sites_.sites.end() || !hit_.contains(id)) continue;
      const auto& services = site->second.services;
      for (size_t group = 0; group < services.size(); ++group)
        for (const std::string& on : services[group].elements)
          link(id, on, group, services[group].elements.size());
    }
  }

  void finish() {
    for (const auto& [edge, count] : edges_) {
      drawn_.edges.push_back(edge);
      drawn_.edges.back().count = count;
    }
    std::ranges::stable_sort(drawn_.nodes, [](const Node& a, const Node& b) {
      return std::tie(a.level, a.role) < std::tie(b.level, b.role);
    });
    // The root comes first, also before what it stands on.
    std::stable_partition(drawn_.nodes.begin(), drawn_.nodes.end(),
                          [](const Node& node) { return node.role == Role::root; });
  }

  const Question& question_;
  const desk::Nouns& nouns_;
  const element::State& elements_;
  const site::State& sites_;
  std::map<std::string, int> levels_;    // the root and what it explains
  std::map<std::string, int> standing_;  // what carries on
  std::set<std::string> hit_;
  std::map<std::string, std::string> shown_as_;  // id → its node or its crowd
  std::map<Edge, uint64_t> edges_;
  size_t shown_sites_ = 0;
  uint64_t rest_sites_ = 0;
  Topology drawn_;
};

}  // namespace

Topology topology_of(const Question& question, const desk::Nouns& nouns) {
  return Picture(question, nouns).draw();
}

}  // namespace lifeline::topology
