// SPDX-License-Identifier: Apache-2.0
// What a scenario asks of everything else while it runs; without one everything is as ever.
#include <algorithm>

#include "network/scenario/model.h"

namespace lifeline::scenario {

using incident::Severity;

int64_t& take_up_of(TakeUp& take_up, Severity severity) {
  switch (severity) {
    case Severity::warning: return take_up.warning_s;
    case Severity::minor: return take_up.minor_s;
    case Severity::major: return take_up.major_s;
    case Severity::critical: break;
  }
  return take_up.critical_s;
}

int64_t take_up_of(const TakeUp& take_up, Severity severity) {
  TakeUp copy = take_up;
  return take_up_of(copy, severity);
}

double factor_of(const State& state, const std::string& element) {
  double factor = 1;
  const auto found = state.by_element.find(element);
  if (found == state.by_element.end()) return factor;
  for (const ScenarioId id : found->second)
    if (const Scenario& s = state.open.at(id); s.phase == Phase::running)
      factor = std::min(factor, s.what.rules.threshold_factor);
  return factor;
}

std::unordered_map<std::string, double> factors(const State& state) {
  std::unordered_map<std::string, double> all;
  for (const auto& [id, scenario] : state.open) {
    if (scenario.phase != Phase::running) continue;
    for (const std::string& element : scenario.elements)
      all.try_emplace(element, factor_of(state, element));
  }
  return all;
}

const Scenario* running_over(const State& state, const std::string& site) {
  const auto found = state.by_site.find(site);
  if (found == state.by_site.end()) return nullptr;
  for (const ScenarioId id : found->second)
    if (const Scenario& s = state.open.at(id); s.phase == Phase::running) return &s;
  return nullptr;
}

Tightening tightening_of(const State& state, const std::string& site, Severity usual, Instant now) {
  Tightening tight{.severity = usual, .on_duty = {}};
  const auto found = state.by_site.find(site);
  if (found == state.by_site.end()) return tight;
  for (const ScenarioId id : found->second) {
    const Scenario& s = state.open.at(id);
    if (s.phase != Phase::running) continue;
    if (!tight.id) {
      tight.id = id;
      tight.severity =
          usual == Severity::critical ? usual : static_cast<Severity>(static_cast<int>(usual) + 1);
    }
    const int64_t within_s = take_up_of(s.what.rules.take_up_within, tight.severity);
    if (tight.take_up_within_s == 0 || within_s < tight.take_up_within_s)
      tight.take_up_within_s = within_s;
    for (const Shift* shift : on_duty(s.what, now)) {
      if (!tight.on_duty.empty()) tight.on_duty += ", ";
      tight.on_duty += shift->person;
    }
  }
  return tight;
}

std::vector<ScenarioId> frozen_by(const State& state, const std::vector<std::string>& elements,
                                  Instant from, Instant until) {
  std::set<ScenarioId> frozen;
  for (const std::string& element : elements) {
    const auto found = state.by_element.find(element);
    if (found == state.by_element.end()) continue;
    for (const ScenarioId id : found->second) {
      const Scenario& s = state.open.at(id);
      const bool overlaps =
          (s.phase == Phase::running || s.what.from < until) && from < s.what.until;
      if (s.what.rules.change_freeze && overlaps) frozen.insert(id);
    }
  }
  return {frozen.begin(), frozen.end()};
}

std::vector<const Shift*> on_duty(const What& what, Instant now) {
  std::vector<const Shift*> people;
  for (const Shift& shift : what.roster)
    if (shift.from <= now && now < shift.until) people.push_back(&shift);
  return people;
}

Gap roster_gap(const What& what, Instant now) {
  std::vector<Shift> shifts = what.roster;
  std::ranges::sort(shifts, {}, [](const Shift& s) { return std::pair(s.from, s.until); });
  Instant covered = std::max(what.from, now);
  for (const Shift& shift : shifts) {
    if (shift.until <= covered) continue;
    if (shift.from > covered) break;
    covered = shift.until;
  }
  if (covered >= what.until) return {};
  Gap gap{.from = covered, .until = what.until};
  for (const Shift& shift : shifts)
    if (shift.from > covered) gap.until = std::min(gap.until, shift.from);
  return gap;
}

std::vector<std::string> elements_under(const std::vector<std::string>& sites,
                                        const desk::Nouns& nouns) {
  const auto& known = nouns.get<site::State>().sites;
  const auto& elements = nouns.get<element::State>().elements;
  std::set<std::string> under;
  std::vector<std::string> open;
  const auto add = [&](const std::string& id) {
    if (under.insert(id).second) open.push_back(id);
  };
  for (const std::string& id : sites)
    if (const auto site = known.find(id); site != known.end())
      for (const site::ServiceNeed& need : site->second.services)
        for (const std::string& element : need.elements) add(element);
  while (!open.empty()) {
    const auto found = elements.find(open.back());
    open.pop_back();
    if (found == elements.end()) continue;
    for (const auto& group : found->second.depends_on)
      for (const std::string& on : group) add(on);
  }
  return {under.begin(), under.end()};
}

}  // namespace lifeline::scenario
