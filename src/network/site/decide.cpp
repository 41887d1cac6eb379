// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/unit/model.h"
#include "network/site/import.h"
#include "network/site/model.h"

namespace lifeline::site {
namespace {

using Events = std::vector<Event>;
using element::Condition;

constexpr size_t chain_max = 32;  // elements named between a service and its root cause

// From the element down to the root: at each step the dependency that has the same root.
std::vector<std::string> chain_to_root(const element::State& elements, std::string id) {
  std::vector<std::string> chain{id};
  const std::string root = element::standing_of(elements, id).root;
  while (id != root && chain.size() < chain_max) {
    const auto found = elements.elements.find(id);
    if (found == elements.elements.end()) break;
    std::string next;
    for (const auto& group : found->second.depends_on)
      for (const std::string& on : group)
        if (next.empty() && element::standing_of(elements, on).root == root) next = on;
    if (next.empty()) next = root;  // a root that is over still explains what is held under it
    chain.push_back(next);
    id = std::move(next);
  }
  return chain;
}

struct Judgement {
  Health health = Health::normal;
  std::vector<Reason> reasons;
  std::map<std::string, bool> roots;
};

void blame(Judgement& judgement, const std::string& root, Health health) {
  bool& takes_down = judgement.roots[root];
  takes_down = takes_down || health == Health::down;
}

Judgement judged(const Site& site, const element::State& elements) {
  Judgement judgement;
  for (const ServiceNeed& need : site.services) {
    Condition worst = Condition::normal;
    bool all_down = !need.elements.empty();
    for (const std::string& id : need.elements) {
      const Condition condition = element::standing_of(elements, id).condition;
      all_down = all_down && condition == Condition::down;
      worst = std::max(worst, condition);
    }
    if (worst == Condition::normal) continue;
    const Health health = all_down ? Health::down : Health::degraded;
    judgement.health = std::max(judgement.health, health);
    for (const std::string& id : need.elements) {
      const element::Standing& standing = element::standing_of(elements, id);
      if (standing.condition == Condition::normal) continue;
      blame(judgement, standing.root, health);
      for (const std::string& root : standing.also) blame(judgement, root, health);
      judgement.reasons.push_back(
          {.service = need.kind, .health = health, .chain = chain_to_root(elements, id)});
    }
  }
  return judgement;
}

bool same(const std::vector<Reason>& a, const std::vector<Reason>& b) {
  return std::ranges::equal(a, b, [](const Reason& x, const Reason& y) {
    return x.service == y.service && x.health == y.health && x.chain == y.chain;
  });
}

Result<Events> decide(const State& state, const Reassess& c, const desk::Context& at) {
  const auto site = state.sites.find(c.id);
  if (site == state.sites.end()) return not_found("site_must_exist", "id");
  static const Standing normal;
  const auto known = state.standing.find(c.id);
  const Standing& before = known == state.standing.end() ? normal : known->second;
  Judgement now = judged(site->second, at.get<element::State>());
  if (now.health == before.health && now.roots == before.roots && same(now.reasons, before.reasons))
    return Events{};
  return Events{HealthChanged{.id = c.id,
                              .from = before.health,
                              .to = now.health,
                              .reasons = std::move(now.reasons),
                              .roots = std::move(now.roots)}};
}

Result<Events> decide(const State& state, const Import& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (c.sites.empty()) return invalid("sites_must_be_given", "sites");
  const auto checked = check(state, c.sites, at.nouns, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  Imported imported;
  for (const Site& site : c.sites) {
    const auto known = state.sites.find(site.id);
    if (known == state.sites.end() || known->second != site) imported.sites.push_back(site);
  }
  if (imported.sites.empty()) return Events{};
  return Events{std::move(imported)};
}

Result<Events> decide(const State& state, const DecideDuplicate& c, const desk::Context& at) {
  if (at.who.role < desk::Role::operator_) return forbidden("role_must_suffice");
  if (!state.sites.contains(c.left)) return not_found("site_must_exist", "left");
  if (!state.sites.contains(c.right)) return not_found("site_must_exist", "right");
  if (c.left == c.right) return invalid("sites_must_differ", "right");
  for (const std::string* id : {&c.left, &c.right})
    if (auto may = unit::must_answer_for(at, state.sites.at(*id).unit, desk::Role::operator_); !may)
      return tl::unexpected(may.error());
  return Events{DuplicateDecided{.left = c.left, .right = c.right, .same = c.same}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::site
