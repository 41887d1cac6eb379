// SPDX-License-Identifier: Apache-2.0
#include "network/site/judgement.h"

#include <algorithm>

namespace lifeline::site {
namespace {

using element::Condition;

constexpr size_t chain_max = 32;   // elements named between a service and its root cause
constexpr size_t depth_max = 500;  // of dependencies looked through for what work does not cover

/// What is wrong with an element when covered faults are left out.
struct Trouble {
  Condition condition = Condition::normal;
  std::string root;
  bool is_suppressed = false;  // nothing is wrong but what work covers
};

class Judge {
 public:
  Judge(const element::State& elements, const planned_work::State& works)
      : elements_(elements), works_(works) {}

  const element::Standing& standing(const std::string& id) const {
    return element::standing_of(elements_, id);
  }

  Trouble trouble_of(const std::string& id) {
    const element::Standing& now = standing(id);
    if (now.condition == Condition::normal) return {};
    if (works_.covered_by.empty()) return {.condition = now.condition, .root = now.root};
    if (const auto known = known_.find(id); known != known_.end()) return known->second;
    ++depth_;
    Trouble trouble = looked_through(id, now);
    --depth_;
    known_.emplace(id, trouble);
    return trouble;
  }

  // What alternatives leave of a service or of an element that needs one of them.
  Trouble left_by(const std::vector<std::string>& alternatives) {
    Trouble given;
    bool any_left = false, all_down = true, any_normal = false, any_suppressed = false;
    for (const std::string& id : alternatives) {
      Trouble one = trouble_of(id);
      any_suppressed = any_suppressed || one.is_suppressed;
      if (one.is_suppressed) continue;
      any_left = true;
      all_down = all_down && one.condition == Condition::down;
      any_normal = any_normal || one.condition == Condition::normal;
      if (one.condition > given.condition) given = std::move(one);
    }
    all_down = all_down && any_left;
    if (given.condition == Condition::degraded && any_normal) given = {};
    if (given.condition == Condition::down && !all_down) given.condition = Condition::degraded;
    given.is_suppressed = given.condition == Condition::normal && any_suppressed;
    return given;
  }

  // From the element down to the root: at each step the dependency that has the same root.
  std::vector<std::string> chain_to(const std::string& root, std::string id, bool covered) {
    std::vector<std::string> chain{id};
    const auto root_of = [&](const std::string& on) {
      return covered ? standing(on).root : trouble_of(on).root;
    };
    while (id != root && chain.size() < chain_max) {
      const auto found = elements_.elements.find(id);
      if (found == elements_.elements.end()) break;
      std::string next;
      for (const auto& group : found->second.depends_on)
        for (const std::string& on : group)
          if (next.empty() && root_of(on) == root) next = on;
      if (next.empty()) next = root;  // a root that is over still explains what is held under it
      chain.push_back(next);
      id = std::move(next);
    }
    return chain;
  }

 private:
  bool is_covered(const std::string& id) const { return bool(planned_work::covers(works_, id)); }

  // Its own fault, or the worst of what its dependencies leave it. Where the way cannot be followed
  // the root that is known decides, so that no fault is hushed by mistake.
  Trouble looked_through(const std::string& id, const element::Standing& now) {
    const auto element = elements_.elements.find(id);
    const bool is_own = now.root == id || element == elements_.elements.end();
    if (!is_own && depth_ < depth_max) {
      Trouble worst;
      bool any_suppressed = false;
      for (const auto& group : element->second.depends_on) {
        Trouble given = left_by(group);
        any_suppressed = any_suppressed || given.is_suppressed;
        if (given.condition > worst.condition) worst = std::move(given);
      }
      if (worst.condition != Condition::normal) return worst;
      if (any_suppressed) return {.root = {}, .is_suppressed = true};
    }
    const bool is_covered_itself = now.held_until && is_covered(id);  // its root is over
    if (is_covered(now.root) || is_covered_itself) return {.root = {}, .is_suppressed = true};
    return {.condition = now.condition, .root = now.root};
  }

  const element::State& elements_;
  const planned_work::State& works_;
  std::unordered_map<std::string, Trouble> known_;
  size_t depth_ = 0;
};

// A service is degraded as soon as one carrier is not normal, down when none is left.
Health health_of(const ServiceNeed& need, Judge& judge) {
  Condition worst = Condition::normal;
  bool any_left = false, all_down = true, any_suppressed = false;
  for (const std::string& id : need.elements) {
    const Trouble trouble = judge.trouble_of(id);
    any_suppressed = any_suppressed || trouble.is_suppressed;
    if (trouble.is_suppressed) continue;
    any_left = true;
    all_down = all_down && trouble.condition == Condition::down;
    worst = std::max(worst, trouble.condition);
  }
  if (any_left && all_down) return Health::down;
  if (worst != Condition::normal) return Health::degraded;
  return any_suppressed ? Health::suppressed : Health::normal;
}

void blame(Judgement& judgement, const std::string& root, Health health) {
  bool& takes_down = judgement.roots[root];
  takes_down = takes_down || health == Health::down;
}

}  // namespace

Judgement judged(const Site& site, const element::State& elements,
                 const planned_work::State& works) {
  Judgement judgement;
  Judge judge(elements, works);
  for (const ServiceNeed& need : site.services) {
    const Health health = health_of(need, judge);
    judgement.health = std::max(judgement.health, health);
    for (const std::string& id : need.elements) {
      const element::Standing& standing = judge.standing(id);
      if (standing.condition == Condition::normal) continue;
      const Trouble trouble = judge.trouble_of(id);
      const std::string& root = trouble.is_suppressed ? standing.root : trouble.root;
      if (!trouble.is_suppressed) blame(judgement, root, health);
      for (const std::string& also : standing.also)
        if (!planned_work::covers(works, also)) blame(judgement, also, health);
      judgement.reasons.push_back({.service = need.kind,
                                   .health = trouble.is_suppressed ? Health::suppressed : health,
                                   .chain = judge.chain_to(root, id, trouble.is_suppressed)});
    }
  }
  return judgement;
}

}  // namespace lifeline::site
