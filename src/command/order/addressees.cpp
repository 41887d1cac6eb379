// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "base/limits.h"
#include "command/order/rules.h"
#include "command/person/model.h"
#include "command/roster/model.h"

namespace lifeline::order {
namespace {

std::string item(std::string_view list, size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

// Collects recipients; who is named twice, also under two units, is one.
class Collector {
 public:
  Collector(UnitCode issuer, const desk::Context& at)
      : issuer_(issuer), at_(at), units_(at.get<unit::State>()) {}

  Result<void> add_unit(UnitCode unit, const std::string& field) {
    auto may = must_be_addressable({unit, {}}, field, issuer_, at_);
    if (!may) return tl::unexpected(std::move(may.error()));
    if (seen_units_.insert(unit).second) found_.units.push_back(unit);
    return {};
  }
  Result<void> add_person(Who who, const std::string& field) {
    auto known = must_be_addressable(std::move(who), field, issuer_, at_);
    if (!known) return tl::unexpected(std::move(known.error()));
    if (seen_people_.insert(known->person).second) found_.people.push_back(std::move(*known));
    return {};
  }
  // Who answers for the unit now; nobody does: the unit itself.
  Result<void> add_on_duty(UnitCode unit, const std::string& field) {
    std::string person = roster::answers_for(at_.nouns, unit, at_.now);
    if (person.empty()) return add_unit(unit, field);
    return add_person({unit, std::move(person)}, field);
  }
  Result<void> add_roster(RosterId id, const std::string& field) {
    const auto& rosters = at_.get<roster::State>().rosters;
    const auto found = rosters.find(id);
    if (found == rosters.end()) return invalid("roster_must_be_known", field, to_text(id));
    const UnitCode unit = found->second.unit;
    for (std::string& person : roster::present_members(at_.nouns, id, at_.now))
      if (auto added = add_person({unit, std::move(person)}, field); !added) return added;
    return {};
  }
  Result<void> add_level(unit::Level level) {
    const auto issuer = units_.units.find(issuer_);
    if (issuer == units_.units.end() || level <= issuer->second.level)
      return invalid("level_must_be_below", "level", std::string(enum_text(level)));
    for (const auto& [code, unit] : units_.units)
      if (unit.level == level && unit::is_within(units_, code, issuer_))
        if (auto added = add_unit(code, "level"); !added) return added;
    return {};
  }
  Addressees take() { return std::move(found_); }

 private:
  UnitCode issuer_;
  const desk::Context& at_;
  const unit::State& units_;
  Addressees found_;
  std::set<UnitCode> seen_units_;
  std::set<std::string> seen_people_;
};

}  // namespace

std::string to_text(const Who& who) {
  return lifeline::to_text(who.unit) + (who.person.empty() ? "" : "/" + who.person);
}

Result<Who> must_be_addressable(Who who, const std::string& field, UnitCode issuer,
                                const desk::Context& at) {
  const auto& units = at.get<unit::State>();
  if (!who.person.empty()) {
    const person::Person* person = person::find(at.get<person::State>(), who.person);
    if (person == nullptr) return invalid("person_must_be_known", field, who.person);
    if (!who.unit) who.unit = person->unit;
  }
  if (!units.units.contains(who.unit))
    return invalid("unit_must_be_known", field, lifeline::to_text(who.unit));
  if (!unit::is_within(units, who.unit, issuer))
    return invalid("recipient_must_be_below_the_issuer", field, to_text(who));
  return who;
}

Result<Addressees> addressees_of(const Issue& c, UnitCode issuer, const desk::Context& at) {
  Collector all(issuer, at);
  Result<void> added;
  const auto add_each = [&](const auto& items, std::string_view list, auto add) {
    for (size_t i = 0; i < items.size() && added; ++i) added = (all.*add)(items[i], item(list, i));
  };
  const size_t given = c.recipients.size() + c.people.size() + c.rosters.size() + c.on_duty.size();
  if (given > limits::order_recipients_max)
    return invalid("recipients_must_be_fewer", "recipients");
  add_each(c.recipients, "recipients", &Collector::add_unit);
  for (size_t i = 0; i < c.people.size() && added; ++i)
    added = all.add_person({{}, c.people[i]}, item("people", i));
  add_each(c.rosters, "rosters", &Collector::add_roster);
  add_each(c.on_duty, "on_duty", &Collector::add_on_duty);
  if (added && c.level != unit::Level::group) added = all.add_level(c.level);
  if (!added) return tl::unexpected(std::move(added.error()));
  Addressees found = all.take();
  if (found.units.empty() && found.people.empty())
    return invalid("recipients_must_be_given", "recipients");
  if (found.units.size() + found.people.size() > limits::order_recipients_max)
    return invalid("recipients_must_be_fewer", "recipients");
  return found;
}

Result<void> must_end(const std::vector<Substitute>& substitutes) {
  if (substitutes.size() > limits::order_substitutes_max)
    return invalid("substitutes_must_be_fewer", "substitutes");
  std::map<Who, Who> by;
  for (size_t i = 0; i < substitutes.size(); ++i) {
    if (substitutes[i].of == substitutes[i].by)
      return invalid("substitute_must_be_another", item("substitutes", i) + ".by");
    if (!by.try_emplace(substitutes[i].of, substitutes[i].by).second)
      return invalid("substitute_must_be_the_only_one", item("substitutes", i) + ".of",
                     to_text(substitutes[i].of));
  }
  for (size_t i = 0; i < substitutes.size(); ++i) {
    size_t steps = 0;
    for (auto next = by.find(substitutes[i].of); next != by.end(); next = by.find(next->second))
      if (++steps > substitutes.size())
        return invalid("substitutes_must_end", item("substitutes", i) + ".by",
                       to_text(substitutes[i].by) + " comes back to where it began");
  }
  return {};
}

}  // namespace lifeline::order
