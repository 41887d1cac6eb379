// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "network/element/model.h"
#include "network/planned_work/model.h"
#include "network/site/model.h"

namespace lifeline::planned_work {
namespace {

// The sites on the elements and on all that depends on them, in the order of their ids.
std::set<std::string> sites_behind(const std::vector<std::string>& elements,
                                   const desk::Context& at) {
  const auto& dependents = at.get<element::State>().dependents;
  const auto& on_element = at.get<site::State>().by_element;
  std::set<std::string> sites;
  std::set<std::string> seen(elements.begin(), elements.end());
  std::vector<std::string> open(elements);
  while (!open.empty()) {
    const std::string id = std::move(open.back());
    open.pop_back();
    if (const auto found = on_element.find(id); found != on_element.end())
      sites.insert(found->second.begin(), found->second.end());
    const auto next = dependents.find(id);
    if (next == dependents.end()) continue;
    for (const std::string& dependent : next->second)
      if (seen.insert(dependent).second) open.push_back(dependent);
  }
  return sites;
}

}  // namespace

void reassess_behind(const std::vector<std::string>& elements, const desk::Context& at,
                     desk::Commands& out) {
  const auto& standing = at.get<site::State>().standing;
  for (const std::string& id : sites_behind(elements, at)) {
    const auto found = standing.find(id);
    if (found != standing.end() && found->second.health != site::Health::normal)
      out.add<site::Command>(site::Reassess{.id = id});
  }
}

void reassess_beside_work(const std::string& element, const desk::Context& at,
                          desk::Commands& out) {
  if (at.get<State>().covered_by.empty()) return;
  reassess_behind({element}, at, out);
}

// Work whose time has come begins in the same append. Where its elements fail, the sites are judged
// again when it begins, and when it ends: what is still down then is an outage.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  const auto start_if_due = [&](const auto& e) {
    if (e.what.from <= at.now) out.add<Command>(Start{.id = e.id});
  };
  if (const auto* planned = std::get_if<Planned>(&event)) start_if_due(*planned);
  if (const auto* changed = std::get_if<Changed>(&event)) start_if_due(*changed);
  if (const auto* started = std::get_if<Started>(&event))
    reassess_behind(started->elements, at, out);
  if (const auto* ended = std::get_if<Ended>(&event)) reassess_behind(ended->elements, at, out);
}

}  // namespace lifeline::planned_work
