// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/unit/model.h"
#include "network/site/import.h"
#include "network/site/judgement.h"

namespace lifeline::site {
namespace {

using Events = std::vector<Event>;

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
  Judgement now = judged(site->second, at.get<element::State>(), at.get<planned_work::State>());
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
    const bool is_known = known != state.sites.end();
    if (is_known && known->second == site) continue;
    imported.sites.push_back(site);
    if (is_known) imported.renewed.push_back(site.id);
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
