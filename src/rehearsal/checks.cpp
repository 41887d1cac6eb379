// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/checks.h"

#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/source/view.h"
#include "rehearsal/order_audit.h"

namespace lifeline::rehearsal {
namespace {

constexpr size_t examples_max = 5;  // of one kind of violation

// Keeps a few examples and says how many there were.
class Violations {
 public:
  void add(std::string sentence) {
    if (++count_ <= examples_max) sentences_.push_back(std::move(sentence));
  }
  std::vector<std::string> take() {
    if (count_ > examples_max)
      sentences_.push_back("and " + std::to_string(count_ - examples_max) + " more such");
    return std::move(sentences_);
  }

 private:
  size_t count_ = 0;
  std::vector<std::string> sentences_;
};

uint64_t open_silences(const alarm::State& alarms) {
  uint64_t count = 0;
  for (const auto& [id, open] : alarms.open)
    count += open.condition == source::heartbeat_lost ? 1 : 0;
  return count;
}

std::string difference(std::string_view what, uint64_t wanted, uint64_t found) {
  return std::string(what) + ": " + std::to_string(wanted) + " sent, " + std::to_string(found) +
         " on the desks";
}

}  // namespace

std::vector<std::string> check_reports(const Direct& desks, const Ledger& ledger) {
  uint64_t raises = 0;
  uint64_t clears = 0;
  uint64_t silences = 0;
  uint64_t silences_open = 0;
  for (const auto& desk : desks.desks()) {
    const alarm::Totals& totals = desk->nouns().get<alarm::View>().totals;
    raises += totals.raised + totals.repeated + totals.raised_late;
    clears += totals.cleared + totals.clear_unmatched + totals.clear_held;
    silences += desk->nouns().get<source::View>().losses;
    silences_open += open_silences(desk->nouns().get<alarm::State>());
  }
  Violations violations;
  if (raises != ledger.raises + silences)
    violations.add(difference("raises", ledger.raises + silences, raises));
  if (clears != ledger.clears + silences - silences_open)
    violations.add(difference("clears", ledger.clears + silences - silences_open, clears));
  return violations.take();
}

std::vector<std::string> check_alarms(const Direct& desks, const Ledger& ledger) {
  Violations violations;
  std::set<std::string> seen;
  for (const auto& desk : desks.desks())
    for (const auto& [id, open] : desk->nouns().get<alarm::State>().open) {
      if (open.condition == source::heartbeat_lost) continue;
      const std::string key = alarm::key_of(open.source_name, open.condition, open.interface);
      seen.insert(key);
      if (!ledger.open.contains(key))
        violations.add("alarm " + to_text(id) + " on " + open.source_name + " was cleared");
    }
  for (const auto& [key, report] : ledger.open)
    if (!seen.contains(key))
      violations.add("alarm " + report.condition + " on " + report.source + " is not open");
  return violations.take();
}

std::vector<std::string> check_orders(Direct& desks) {
  const auto facts = order_facts(desks);
  if (!facts) return {"the journal's orders cannot be read: " + facts.error().detail};
  const desk::Plan& plan = desks.desks().front()->plan();
  Violations violations;
  for (std::string& sentence : find_forgotten(*facts, {.plan = plan, .now = desks.now()}))
    violations.add(std::move(sentence));
  return violations.take();
}

std::vector<std::string> check_conditions(const Direct& desks, const World& world) {
  Violations violations;
  if (!world.is_settled()) return {};
  const Plant& plant = world.plant();
  for (const auto& desk : desks.desks()) {
    const auto& state = desk->nouns().get<element::State>();
    for (Index i = 0; i < plant.size(); ++i) {
      const element::Element& element = plant.element(i);
      if (desk->plan().desk_of(element.region) != desk->id()) continue;
      if (plant.is_hidden(i) == state.elements.contains(element.id))
        violations.add("element " + element.id + " is on the wall when it is not built");
      else if (element::standing_of(state, element.id).condition != plant.condition(i))
        violations.add("element " + element.id + " is " +
                       std::string(enum_text(plant.condition(i))) + ", the desk says " +
                       std::string(enum_text(element::standing_of(state, element.id).condition)));
    }
  }
  return violations.take();
}

std::vector<std::string> check_replay(Direct& desks) {
  Violations violations;
  for (const auto& live : desks.desks()) {
    const auto again = desks.make_desk(live->id());
    Result<void> replayed;
    auto visit = [&](const journal::Batch& batch) {
      replayed = again->replay(batch);
      return replayed.has_value();
    };
    const auto read = desks.journal().read(live->id(), 1, journal::all_nouns, visit);
    const std::string name = "desk " + to_text(live->id());
    if (!read || !replayed)
      violations.add(name + " cannot be replayed");
    else if (again->digest() != live->digest())
      violations.add(name + " ends in another digest");
    else if (again->save() != live->save())
      violations.add(name + " is not the same when replayed");
  }
  return violations.take();
}

std::vector<std::string> check_all(Direct& desks, const World& world) {
  const Ledger ledger = world.ledger();
  std::vector<std::string> all;
  for (auto&& found : {check_reports(desks, ledger), check_alarms(desks, ledger),
                       check_orders(desks), check_conditions(desks, world), check_replay(desks)})
    all.insert(all.end(), found.begin(), found.end());
  if (desks.refusal())
    all.push_back("what was installed must not be refused: " + desks.refusal()->name + " " +
                  desks.refusal()->detail);
  return all;
}

}  // namespace lifeline::rehearsal
