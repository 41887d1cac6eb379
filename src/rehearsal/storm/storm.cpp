// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/storm/storm.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "rehearsal/chance.h"

namespace lifeline::rehearsal {
namespace {

using element::Condition;
using element::Kind;

Instant after(Instant at, double seconds) {
  return at + std::chrono::microseconds(static_cast<int64_t>(seconds * 1e6));
}

struct Spell {
  Instant from;
  Instant until;
};

class Maker {
 public:
  Maker(Plant& plant, const StormPlan& plan, Instant begin, uint64_t seed)
      : plant_(plant), plan_(plan), begin_(begin), chance_(seed) {}

  Storm make() {
    for (const Index index : pick_faults()) fail(index);
    storm_.height = after(begin_, plan_.within_s + plan_.delay_s + plan_.late_s + 1);
    find_troubles();
    for (const auto& [index, spell] : down_) tell(index, spell, "Failure");
    for (const auto& [index, spell] : weak_)
      if (!down_.contains(index)) tell(index, spell, "RedundancyLost");
    for (auto* arrivals : {&storm_.raises, &storm_.clears})
      std::ranges::stable_sort(*arrivals, {}, &Arrival::at);
    storm_.over = after(mend_from(), 2 * plan_.align_s + 1);
    return std::move(storm_);
  }

 private:
  Instant mend_from() const { return after(storm_.height, 60); }

  // Fibres, power, nodes and stations that others depend on, each kind as often as another, however
  // many there are of it: backbone, access and tail fibres; feeders and supplies.
  std::set<Index> pick_faults() {
    std::map<std::pair<Kind, char>, std::vector<Index>> kinds;
    for (Index i = 0; i < plant_.size(); ++i) {
      const element::Element& element = plant_.element(i);
      const size_t name = element.id.find('-') + 1;
      if (element.kind == Kind::core || plant_.reached_by(i, 2).size() < 2) continue;
      kinds[{element.kind, element.id[name]}].push_back(i);
    }
    std::set<Index> faults;
    while (faults.size() < plan_.faults && faults.size() < plant_.size()) {
      auto kind = kinds.begin();
      std::advance(kind, static_cast<ptrdiff_t>(chance_.below(kinds.size())));
      faults.insert(kind->second[chance_.below(kind->second.size())]);
    }
    return faults;
  }

  void fail(Index index) {
    storm_.faults.push_back(index);
    fault_[index] = {.from = after(begin_, plan_.within_s * chance_.unit()), .until = {}};
    plant_.set_own(index, Condition::down);
  }

  // What is down at the height, or has lost a way of its own, from when and, as the faults are
  // mended one by one, until when.
  void find_troubles() {
    for (auto& [index, spell] : fault_)
      spell.until = after(mend_from(), plan_.within_s * chance_.unit());
    for (const auto& [index, spell] : fault_) plant_.set_own(index, Condition::normal);
    play(&Spell::from, Condition::down);
    play(&Spell::until, Condition::normal);
    for (const auto& [index, spell] : fault_) plant_.set_own(index, Condition::down);
  }

  void play(Instant Spell::*when, Condition own) {
    std::multimap<Instant, Index> order;
    for (const auto& [index, spell] : fault_) order.emplace(spell.*when, index);
    const bool begins = own == Condition::down;
    for (const auto& [at, index] : order)
      for (const Index changed : plant_.set_own(index, own)) {
        const Condition now = plant_.condition(changed);
        if (begins && now == Condition::down) down_[changed].from = at;
        if (begins && has_lost_a_way(changed)) weak_.try_emplace(changed, Spell{at, {}});
        if (begins) continue;
        if (now != Condition::down && down_.contains(changed)) down_[changed].until = at;
        if (!has_lost_a_way(changed) && weak_.contains(changed)) weak_[changed].until = at;
      }
  }

  // Nodes switch over and say so; fibre, however laid, says nothing of the kind.
  bool has_lost_a_way(Index index) const {
    if (plant_.element(index).kind != Kind::transport_node) return false;
    return std::ranges::any_of(plant_.element(index).depends_on, [&](const auto& group) {
      return std::ranges::count_if(group,
                                   [&](const std::string& on) {
                                     return plant_.condition(plant_.find(on)) == Condition::down;
                                   }) %
                 static_cast<ptrdiff_t>(group.size()) !=
             0;
    });
  }

  void tell(Index index, const Spell& spell, std::string_view what) {
    const element::Element& element = plant_.element(index);
    Report report{
        .source = element.id,
        .condition = std::string(enum_text(element.kind)) + std::string(what),
        .interface = {},
        .severity = what == "Failure" ? alarm::Severity::critical : alarm::Severity::major,
        .event_type = "communicationsAlarm",
        .specific_problem = {},
        .raised = true,
        .region = element.region,
        .at = spell.from};
    send(storm_.raises, report);
    report.raised = false;
    report.at = spell.until;
    send(storm_.clears, report);
  }

  void send(std::vector<Arrival>& arrivals, const Report& report) {
    if (chance_.happens(plan_.lost)) {
      ++storm_.lost;
      if (!report.raised)
        arrivals.push_back(
            {.at = after(mend_from(), plan_.align_s * (1 + chance_.unit())), .report = report});
      return;
    }
    double delay_s = plan_.delay_s * chance_.unit();
    if (chance_.happens(plan_.late)) delay_s += plan_.late_s * chance_.unit();
    arrivals.push_back({.at = after(report.at, delay_s), .report = report});
    if (chance_.happens(plan_.doubled))
      arrivals.push_back(
          {.at = after(report.at, plan_.delay_s * chance_.unit()), .report = report});
  }

  Plant& plant_;
  const StormPlan& plan_;
  Instant begin_;
  Chance chance_;
  Storm storm_;
  std::map<Index, Spell> fault_;
  std::map<Index, Spell> down_;
  std::map<Index, Spell> weak_;  // that carry on, with one way fewer
};

}  // namespace

Storm make_storm(Plant& plant, const StormPlan& plan, Instant begin, uint64_t seed) {
  return Maker(plant, plan, begin, seed).make();
}

std::set<std::string> true_roots(Plant& plant, const Storm& storm) {
  std::set<std::string> roots;
  for (const Index fault : storm.faults) {
    plant.set_own(fault, Condition::normal);
    if (plant.condition(fault) != Condition::down) roots.insert(plant.element(fault).id);
    plant.set_own(fault, Condition::down);
  }
  return roots;
}

void end_storm(Plant& plant, const Storm& storm) {
  for (const Index index : storm.faults) plant.set_own(index, Condition::normal);
}

}  // namespace lifeline::rehearsal
