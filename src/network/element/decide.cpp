// SPDX-License-Identifier: Apache-2.0
#include <deque>
#include <unordered_set>

#include "base/limits.h"
#include "network/alarm/model.h"
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

// What a group of alternatives leaves: down only when all are, degraded when any is not normal.
Given given_by(const std::vector<std::string>& group, const Draft& draft) {
  Given given;
  bool all_down = !group.empty();
  for (const std::string& id : group) {
    const Standing& standing = draft.at(id);
    all_down = all_down && standing.condition == Condition::down;
    if (standing.condition > given.condition)
      given = {.condition = standing.condition, .root = standing.root};
  }
  if (given.condition == Condition::down && !all_down) given.condition = Condition::degraded;
  return given;
}

Standing judged(const Element& element, Condition own, const Draft& draft) {
  Standing standing{.own = own, .condition = own, .root = {}};
  if (own != Condition::normal) standing.root = element.id;
  for (const auto& group : element.depends_on) {
    Given given = given_by(group, draft);
    if (given.condition > standing.condition) {
      standing.condition = given.condition;
      standing.root = std::move(given.root);
    }
  }
  return standing;
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
    events.push_back(ConditionChanged{.id = id, .own = standing->own,
                                      .condition = standing->condition,
                                      .root = standing->root});
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

// Refuses a dependency that is not there, and any that closes a circle.
class Graph {
 public:
  Graph(const State& state, const std::vector<Element>& added) : state_(state) {
    for (const Element& element : added) added_[element.id] = &element;
  }
  const Element* find(const std::string& id) const {
    if (const auto found = added_.find(id); found != added_.end()) return found->second;
    const auto found = state_.elements.find(id);
    return found == state_.elements.end() ? nullptr : &found->second;
  }
  Result<void> must_be_sound(const Element& element) {
    for (const auto& group : element.depends_on)
      for (const std::string& on : group)
        if (find(on) == nullptr)
          return invalid("dependency_must_be_known", "depends_on", element.id + " on " + on);
    return visit(element);
  }

 private:
  // Depth first with a stack of its own: chains may be long.
  Result<void> visit(const Element& start) {
    std::vector<std::pair<const Element*, std::vector<const Element*>>> path;
    const auto enter = [&](const Element& element) {
      on_path_.insert(element.id);
      std::vector<const Element*> next;
      for (const auto& group : element.depends_on)
        for (const std::string& on : group)
          if (const Element* found = find(on)) next.push_back(found);
      path.emplace_back(&element, std::move(next));
    };
    if (!done_.contains(start.id)) enter(start);
    while (!path.empty()) {
      auto& [element, next] = path.back();
      if (next.empty()) {
        done_.insert(element->id);
        on_path_.erase(element->id);
        path.pop_back();
        continue;
      }
      const Element* on = next.back();
      next.pop_back();
      if (on_path_.contains(on->id))
        return invalid("dependency_must_not_be_circular", "depends_on",
                       element->id + " on " + on->id);
      if (!done_.contains(on->id)) enter(*on);
    }
    return {};
  }

  const State& state_;
  std::unordered_map<std::string, const Element*> added_;
  std::unordered_set<std::string> done_;
  std::unordered_set<std::string> on_path_;
};

Result<Events> decide(const State& state, const Import& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (c.elements.empty()) return invalid("elements_must_be_given", "elements");
  Graph graph(state, c.elements);
  Imported imported;
  for (const Element& element : c.elements) {
    if (auto sound = graph.must_be_sound(element); !sound) return tl::unexpected(sound.error());
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
