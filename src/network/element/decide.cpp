// SPDX-License-Identifier: Apache-2.0
#include <deque>

#include "base/limits.h"
#include "network/alarm/model.h"
#include "network/element/import.h"
#include "network/element/model.h"

namespace lifeline::element {
namespace {

using Events = std::vector<Event>;

// Standings as they become while one command is decided.
class Draft {
 public:
  explicit Draft(const State& state) : state_(state) {}
  const Standing& at(const std::string& id) const {
    const auto found = changed_.find(id);
    return found != changed_.end() ? found->second : standing_of(state_, id);
  }
  void put(const std::string& id, Standing standing) { changed_[id] = std::move(standing); }
  const std::unordered_map<std::string, Standing>& changed() const { return changed_; }

 private:
  const State& state_;
  std::unordered_map<std::string, Standing> changed_;
};

struct Given {
  Condition condition = Condition::normal;
  std::string root;
};

// What a group of alternatives leaves: down when all are, degraded when one is down (there is no
// second way left) or none is normal.
Given given_by(const std::vector<std::string>& group, const Draft& draft) {
  Given given;
  bool all_down = !group.empty();
  bool any_normal = false;
  for (const std::string& id : group) {
    const Standing& standing = draft.at(id);
    all_down = all_down && standing.condition == Condition::down;
    any_normal = any_normal || standing.condition == Condition::normal;
    if (standing.condition > given.condition)
      given = {.condition = standing.condition, .root = standing.root};
  }
  if (given.condition == Condition::degraded && any_normal) return {};
  if (given.condition == Condition::down && !all_down) given.condition = Condition::degraded;
  return given;
}

// An element that is no worse than its dependencies leave it is explained by them, whatever its own
// alarms say: what lies behind a cut fibre has alarms of its own, and one root.
Standing judged(const Element& element, Condition own, const Draft& draft) {
  Given worst;
  for (const auto& group : element.depends_on) {
    Given given = given_by(group, draft);
    if (given.condition > worst.condition) worst = std::move(given);
  }
  if (worst.condition != Condition::normal && worst.condition >= own)
    return {.own = own, .condition = worst.condition, .root = std::move(worst.root)};
  return {
      .own = own, .condition = own, .root = own == Condition::normal ? std::string() : element.id};
}

bool same(const Standing& a, const Standing& b) {
  return a.own == b.own && a.condition == b.condition && a.root == b.root;
}

// Follows the change downstream until nothing more changes; the graph has no circles, so it ends.
void settle(const State& state, Draft& draft, std::deque<std::string> open) {
  while (!open.empty()) {
    const std::string id = std::move(open.front());
    open.pop_front();
    const auto dependents = state.dependents.find(id);
    if (dependents == state.dependents.end()) continue;
    for (const std::string& dependent : dependents->second) {
      const auto element = state.elements.find(dependent);
      if (element == state.elements.end()) continue;
      const Standing& before = draft.at(dependent);
      Standing after = judged(element->second, before.own, draft);
      if (same(before, after)) continue;
      draft.put(dependent, std::move(after));
      open.push_back(dependent);
    }
  }
}

// One event for each standing that changed, in the order of the ids, so that replays and
// rehearsals agree to the byte.
Events changes(const State& state, const Draft& draft) {
  std::map<std::string, const Standing*> changed;
  for (const auto& [id, standing] : draft.changed())
    if (!same(standing, standing_of(state, id))) changed[id] = &standing;
  Events events;
  for (const auto& [id, standing] : changed)
    events.push_back(ConditionChanged{
        .id = id, .own = standing->own, .condition = standing->condition, .root = standing->root});
  return events;
}

Result<Events> decide(const State& state, const Reassess& c, const desk::Context& at) {
  const auto element = state.elements.find(c.id);
  if (element == state.elements.end()) return not_found("element_must_exist", "id");
  const Condition own = alarm::worst_impact(at.get<alarm::State>(), c.id);
  Draft draft(state);
  Standing after = judged(element->second, own, draft);
  if (same(after, draft.at(c.id))) return Events{};
  draft.put(c.id, std::move(after));
  settle(state, draft, {c.id});
  return changes(state, draft);
}

Result<Events> decide(const State& state, const Import& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (c.elements.empty()) return invalid("elements_must_be_given", "elements");
  const auto checked = check(state, c.elements, at.nouns, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  Imported imported;
  for (const Element& element : c.elements) {
    const auto known = state.elements.find(element.id);
    if (known == state.elements.end() || known->second != element)
      imported.elements.push_back(element);
  }
  if (imported.elements.empty()) return Events{};
  return Events{std::move(imported)};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::element
