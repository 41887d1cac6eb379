// SPDX-License-Identifier: Apache-2.0
#include "network/element/graph.h"

#include <optional>
#include <set>
#include <utility>

namespace lifeline::element {
namespace {

constexpr size_t named_max = 8;  // elements that one refusal names

class Graph {
 public:
  Graph(const State& state, const std::vector<Element>& added) : state_(state), added_(added) {
    rows_.reserve(added.size());
    for (const Element& element : added) rows_.emplace(element.id, rows_.size());
  }

  std::vector<desk::Finding> unsound() {
    for (size_t row = 0; row < added_.size(); ++row) {
      // What is known already was sound, and what it depends on is never taken away.
      const auto known = state_.elements.find(added_[row].id);
      if (known != state_.elements.end() && known->second == added_[row]) continue;
      must_be_known(row);
      visit(added_[row]);
    }
    return std::move(findings_);
  }

 private:
  struct Step {
    const Element* element;
    size_t group = 0;  // of the dependency to be visited next
    size_t alternative = 0;
  };
  enum class Mark { on_path, done };

  const Element* find(const std::string& id) const {
    if (const auto row = rows_.find(id); row != rows_.end()) return &added_[row->second];
    const auto known = state_.elements.find(id);
    return known == state_.elements.end() ? nullptr : &known->second;
  }

  void must_be_known(size_t row) {
    std::string unknown;
    size_t count = 0;
    for (const auto& group : added_[row].depends_on)
      for (const std::string& on : group)
        if (find(on) == nullptr && ++count <= named_max) unknown += (count > 1 ? ", " : "") + on;
    if (count > named_max) unknown += " and " + std::to_string(count - named_max) + " more";
    if (count > 0)
      refuse(row, invalid("dependency_must_be_known", "depends_on",
                          added_[row].id + " on " + unknown +
                              "; an element depends only on elements of its own desk"));
  }

  void refuse(size_t row, const Refusal& refusal) {
    findings_.push_back({.row = row, .error = refusal.value()});
  }

  void enter(const Element& element) {
    marks_[&element] = Mark::on_path;
    path_.push_back({.element = &element});
  }

  // The next known dependency of the step; null behind the last.
  const Element* advance(Step& step) const {
    const Groups& groups = step.element->depends_on;
    while (step.group < groups.size()) {
      if (step.alternative == groups[step.group].size()) {
        ++step.group;
        step.alternative = 0;
      } else if (const Element* on = find(groups[step.group][step.alternative++])) {
        return on;
      }
    }
    return nullptr;
  }

  // Depth first with a path of its own: chains may be long.
  void visit(const Element& start) {
    if (!marks_.contains(&start)) enter(start);
    while (!path_.empty()) {
      const Element* on = advance(path_.back());
      if (on == nullptr) {
        marks_[path_.back().element] = Mark::done;
        path_.pop_back();
        continue;
      }
      const auto mark = marks_.find(on);
      if (mark == marks_.end())
        enter(*on);
      else if (mark->second == Mark::on_path && told_.insert({path_.back().element, on}).second)
        tell_circle(*on);
    }
  }

  // From the element up the path and back to it. What was known before has no circles, so at least
  // one element of it is added.
  void tell_circle(const Element& first) {
    size_t at = path_.size() - 1;
    while (path_[at].element != &first) --at;
    std::optional<size_t> row;
    std::string circle;
    for (size_t named = 0; at < path_.size(); ++at) {
      const std::string& id = path_[at].element->id;
      if (const auto found = rows_.find(id); found != rows_.end() && !row) row = found->second;
      if (++named <= named_max) circle += id + " → ";
      if (named == named_max + 1) circle += "… → ";
    }
    refuse(row.value(),
           invalid("dependency_must_not_be_circular", "depends_on", circle + first.id));
  }

  const State& state_;
  const std::vector<Element>& added_;
  std::unordered_map<std::string, size_t> rows_;
  std::unordered_map<const Element*, Mark> marks_;
  std::vector<Step> path_;
  std::set<std::pair<const Element*, const Element*>> told_;  // links that close a circle
  std::vector<desk::Finding> findings_;
};

}  // namespace

std::vector<desk::Finding> unsound_dependencies(const State& state,
                                                const std::vector<Element>& added) {
  return Graph(state, added).unsound();
}

}  // namespace lifeline::element
