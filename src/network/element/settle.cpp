// SPDX-License-Identifier: Apache-2.0
#include "network/element/settle.h"

#include <algorithm>

#include "base/limits.h"
#include "network/element/dependencies.h"

namespace lifeline::element {
namespace {

constexpr double sure_to_assume = 0.9;
constexpr double sure_to_stay = 0.5;

// What dependencies leave an element, and whose failure that is.
struct Given {
  Condition condition = Condition::normal;
  std::vector<std::string> roots;  // known ones before assumed ones
  size_t known = 0;

  template <class At>
  void blame(const Standing& standing, const At& at) {
    add(standing.root, !at(standing.root).assumed);
    for (const std::string& root : standing.also) add(root, !at(root).assumed);
  }
  void blame(const Given& other) {
    for (size_t i = 0; i < other.roots.size(); ++i) add(other.roots[i], i < other.known);
  }

 private:
  void add(const std::string& root, bool is_known) {
    if (std::ranges::find(roots, root) != roots.end()) return;
    roots.insert(is_known ? roots.begin() + static_cast<ptrdiff_t>(known++) : roots.end(), root);
  }
};

// A group of alternatives is down when all are, degraded when one is down (there is no second way
// left) or none is normal.
template <class At>
Given given_by(const std::vector<std::string>& group, const At& at) {
  Given given;
  bool all_down = !group.empty();
  bool any_normal = false;
  for (const std::string& id : group) {
    const Condition condition = at(id).condition;
    all_down = all_down && condition == Condition::down;
    any_normal = any_normal || condition == Condition::normal;
    given.condition = std::max(given.condition, condition);
  }
  if (given.condition == Condition::normal) return given;
  if (given.condition == Condition::degraded && any_normal) return {};
  for (const std::string& id : group)
    if (at(id).condition == given.condition) given.blame(at(id), at);
  if (given.condition == Condition::down && !all_down) given.condition = Condition::degraded;
  return given;
}

}  // namespace

const Standing& Settling::at(const std::string& id) const {
  const auto found = changed_.find(id);
  return found != changed_.end() ? found->second : standing_of(state_, id);
}

const Element* Settling::find(const std::string& id) const {
  const auto found = state_.elements.find(id);
  return found == state_.elements.end() ? nullptr : &found->second;
}

uint32_t Settling::failing_on(const std::string& id) const {
  const auto known = state_.failing.find(id);
  const auto more = failing_more_.find(id);
  return (known == state_.failing.end() ? 0 : known->second) +
         static_cast<uint32_t>(more == failing_more_.end() ? 0 : more->second);
}

Standing Settling::judged(const Element& element, Standing standing) const {
  Given worst;
  for (const auto& group : element.depends_on) {
    Given given = given_by(group, [&](const std::string& id) -> const Standing& { return at(id); });
    if (given.condition == Condition::normal || given.condition < worst.condition) continue;
    if (given.condition > worst.condition)
      worst = std::move(given);
    else
      worst.blame(given);
  }
  const Condition own = standing.assumed ? Condition::down : standing.own;
  const std::string before = std::move(standing.root);
  const Instant held_until = std::exchange(standing.held_until, {});
  standing.also.clear();
  standing.condition = std::max(worst.condition, own);
  if (worst.condition != Condition::normal && worst.condition >= own) {
    standing.root = worst.roots.front();
    worst.roots.resize(std::min(worst.roots.size(), limits::element_roots_max));
    standing.also.assign(worst.roots.begin() + 1, worst.roots.end());
  } else if (own == Condition::normal) {
    standing.root.clear();
  } else if (!before.empty() && before != element.id) {
    standing.root = before;
    standing.held_until = held_until ? held_until : seconds_after(now_, hold_s);
  } else {
    standing.root = element.id;
  }
  return standing;
}

// Those that need it are judged again if they could tell the difference, and those that it needs
// are suspected again.
void Settling::put(const Element& element, Standing standing) {
  const Standing& before = at(element.id);
  if (before == standing) return;
  const bool told = reports_down(before) != reports_down(standing);
  if (before.condition != standing.condition || before.root != standing.root ||
      before.also != standing.also || before.assumed != standing.assumed)
    judge_.push_back(element.id);
  if (told || before.root != standing.root || before.held_until != standing.held_until)
    each_dependency(element, [&](const std::string& on) {
      if (told) failing_more_[on] += reports_down(standing) ? +1 : -1;
      suspects_.insert(on);
    });
  changed_[element.id] = std::move(standing);
}

// Downstream first, so that suspicion sees what is explained. The graph has no circles and an
// assumption turns once, so this ends.
void Settling::settle() {
  while (!judge_.empty() || !suspects_.empty()) {
    if (judge_.empty()) {
      const std::string id = std::move(suspects_.extract(suspects_.begin()).value());
      if (const Element* element = find(id)) suspect(*element);
      continue;
    }
    const std::string id = std::move(judge_.front());
    judge_.pop_front();
    const auto dependents = state_.dependents.find(id);
    if (dependents == state_.dependents.end()) continue;
    for (const std::string& dependent : dependents->second) {
      const Element* element = find(dependent);
      if (element == nullptr) continue;
      put(*element, judged(*element, at(dependent)));
      if (at(dependent).assumed) suspects_.insert(dependent);  // another root may explain it
    }
  }
}

// Whether the element would be down were the other down: no other way of a need is left.
bool Settling::needs_now(const Element& element, const std::string& on) const {
  return std::ranges::any_of(element.depends_on, [&](const auto& group) {
    return std::ranges::find(group, on) != group.end() &&
           std::ranges::all_of(group, [&](const std::string& other) {
             return other == on || at(other).condition == Condition::down;
           });
  });
}

Tally Settling::tally(const Element& suspect, const Standing& standing) const {
  Tally tally;
  const Instant since = now_ - std::chrono::seconds(together_within_s);
  for (const std::string& id : state_.dependents.at(suspect.id)) {
    const Element* element = find(id);
    if (element == nullptr || !needs_now(*element, suspect.id)) continue;
    const Standing& s = at(id);
    const bool is_explained =
        s.root == id || s.root == suspect.id || (s.root == standing.root && at(s.root).assumed);
    if (s.held_until || (s.condition == Condition::down && !is_explained)) continue;
    if (!reports_down(s)) {
      ++tally.silent;
    } else if (s.down_since > standing.heard_at && (s.down_since >= since || s.root != id)) {
      ++tally.failing;
    }
  }
  return tally;
}

void Settling::suspect(const Element& element) {
  Standing standing = at(element.id);
  const uint64_t failing = failing_on(element.id);
  if (failing < 2 && !standing.assumed && !standing.heard_at) return;
  if (failing == 0) standing.heard_at = {};
  const bool is_explained = standing.condition == Condition::down && !standing.assumed;
  if (!is_explained) {
    // Most reports raise no suspicion; that is seen without asking each element.
    const auto sole = state_.sole.find(element.id);
    const uint64_t ways = sole == state_.sole.end() ? 0 : sole->second;
    const Tally at_best{.failing = failing, .silent = ways > failing ? ways - failing : 0};
    const double enough = standing.assumed ? sure_to_stay : sure_to_assume;
    double sure = suspicion(at_best);
    if (sure >= enough) sure = suspicion(tally(element, standing));
    if ((sure >= enough) != standing.assumed && turned_.insert(element.id).second) {
      standing.assumed = sure >= enough;
      standing.sure_percent = standing.assumed ? std::min(static_cast<int>(sure * 100), 99) : 0;
      standing.down_since = standing.assumed ? now_ : Instant{};
    }
  }
  put(element, judged(element, std::move(standing)));
}

// What needs an element and is alive shows that it is, and so on down to the ground; an element
// that has alarms of its own is believed more than what is heard of it.
void Settling::heard_alive(const Element& element) {
  for (const auto& group : element.depends_on)
    for (const std::string& on : group) {
      const Element* below = find(on);
      Standing standing = at(on);
      if (below == nullptr || standing.own == Condition::down || standing.heard_at == now_)
        continue;
      if (group.size() > 1 && !standing.assumed) continue;
      if (!standing.assumed && failing_on(on) == 0) continue;
      standing.heard_at = now_;
      if (standing.assumed) {
        turned_.insert(on);
        standing.assumed = false;
        standing.sure_percent = 0;
        standing.down_since = {};
        heard_alive(*below);
        put(*below, judged(*below, std::move(standing)));
      } else {
        put(*below, std::move(standing));
        heard_alive(*below);
      }
    }
}

void Settling::report(const Element& element, Condition own, bool moved) {
  Standing standing = at(element.id);
  const Condition before = standing.own;
  standing.own = own;
  if (own == Condition::down) {
    if (before != Condition::down) standing.down_since = now_;
    standing.assumed = false;
    standing.sure_percent = 0;
  } else if (!standing.assumed) {
    standing.down_since = {};
  }
  if (own > before || moved) standing.root.clear();
  if (standing.assumed) suspects_.insert(element.id);
  put(element, judged(element, std::move(standing)));
  if (before == Condition::down && own < before) heard_alive(element);
  settle();
}

void Settling::release(const Element& element) {
  Standing standing = at(element.id);
  standing.held_until = {};
  standing.root.clear();
  const bool is_heard = std::ranges::any_of(element.depends_on, [&](const auto& group) {
    return std::ranges::any_of(
        group, [&](const std::string& on) { return at(on).heard_at >= standing.down_since; });
  });
  // What nothing contradicts is as good as told now: the silent cause may be below it.
  if (standing.down_since && !is_heard) standing.down_since = now_;
  put(element, judged(element, std::move(standing)));
  settle();
}

std::vector<Event> Settling::changes() const {
  std::vector<std::pair<bool, std::string>> order;  // explained now → second
  for (const auto& [id, standing] : changed_) {
    const Standing& before = standing_of(state_, id);
    if (before == standing) continue;
    order.emplace_back(before.root != id || standing.root.empty() || standing.root == id, id);
  }
  std::ranges::sort(order);
  std::vector<Event> events;
  events.reserve(order.size());
  for (const auto& [is_rest, id] : order) {
    const Standing& s = changed_.at(id);
    ConditionChanged event;
    event.id = id;
    event.own = s.own;
    event.condition = s.condition;
    event.root = s.root;
    event.also = s.also;
    event.assumed = s.assumed;
    event.sure_percent = s.sure_percent;
    event.down_since = s.down_since;
    event.held_until = s.held_until;
    event.heard_at = s.heard_at;
    events.emplace_back(std::move(event));
  }
  return events;
}

}  // namespace lifeline::element
