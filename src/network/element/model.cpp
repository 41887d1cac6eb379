// SPDX-License-Identifier: Apache-2.0
#include "network/element/model.h"

#include <algorithm>

#include "network/element/dependencies.h"

namespace lifeline::element {
namespace {

void count_sole(State& state, const Element& element, int sign) {
  each_dependency(element, [&](const std::string& on) {
    if (is_sole_way(element, on)) state.sole[on] += static_cast<uint32_t>(sign);  // wraps to -1
  });
}

void count_failing(State& state, const Element& element, int sign) {
  each_dependency(element, [&](const std::string& on) {
    const auto counted = state.failing.try_emplace(on).first;
    counted->second += static_cast<uint32_t>(sign);
    if (counted->second == 0) state.failing.erase(counted);
  });
}

void unlink(State& state, const Element& element) {
  each_dependency(element,
                  [&](const std::string& on) { std::erase(state.dependents[on], element.id); });
  count_sole(state, element, -1);
}

void link(State& state, const Element& element) {
  each_dependency(element,
                  [&](const std::string& on) { state.dependents[on].push_back(element.id); });
  count_sole(state, element, +1);
}

void take(State& state, const Imported& e) {
  for (const Element& element : e.elements) {
    const auto [known, is_new] = state.elements.try_emplace(element.id);
    const bool fails = reports_down(standing_of(state, element.id));
    if (!is_new) unlink(state, known->second);
    if (!is_new && fails) count_failing(state, known->second, -1);
    known->second = element;
    link(state, element);
    if (fails) count_failing(state, element, +1);
  }
}

void take(State& state, const ConditionChanged& e) {
  const auto element = state.elements.find(e.id);
  if (element == state.elements.end()) return;
  Standing after{.own = e.own,
                 .condition = e.condition,
                 .root = e.root,
                 .also = e.also,
                 .assumed = e.assumed,
                 .sure_percent = e.sure_percent,
                 .down_since = e.down_since,
                 .held_until = e.held_until,
                 .heard_at = e.heard_at};
  const Standing& before = standing_of(state, e.id);
  if (before.held_until) state.holding.erase({before.held_until, e.id});
  if (after.held_until) state.holding.insert({after.held_until, e.id});
  if (reports_down(before) != reports_down(after))
    count_failing(state, element->second, reports_down(after) ? +1 : -1);
  if (after == Standing{})
    state.standing.erase(e.id);
  else
    state.standing[e.id] = std::move(after);
}

}  // namespace

void State::reindex() {
  dependents.clear();
  sole.clear();
  failing.clear();
  holding.clear();
  for (const auto& [id, element] : elements) link(*this, element);
  for (auto& [on, ids] : dependents) std::ranges::sort(ids);
  for (const auto& [id, one] : standing) {
    if (one.held_until) holding.insert({one.held_until, id});
    if (const auto element = elements.find(id); reports_down(one) && element != elements.end())
      count_failing(*this, element->second, +1);
  }
}

int sure_percent_of(const State& state, const std::string& root) {
  if (root.empty()) return 0;
  const Standing& standing = standing_of(state, root);
  return standing.assumed ? standing.sure_percent : 100;
}

bool is_sole_way(const Element& element, const std::string& on) {
  return std::ranges::any_of(element.depends_on, [&](const auto& group) {
    return group.size() == 1 && group.front() == on;
  });
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

std::optional<Instant> due(const State& state) {
  if (state.holding.empty()) return std::nullopt;
  return state.holding.begin()->first;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [until, id] : state.holding) {
    if (until > now) return;
    out.add<Command>(Release{.id = id});
  }
}

}  // namespace lifeline::element
