// SPDX-License-Identifier: Apache-2.0
#include "command/roster/model.h"

#include <algorithm>

namespace lifeline::roster {
namespace {

void add(State& state, RosterId id, const What& what, bool copy) {
  const auto [known, is_new] = state.rosters.try_emplace(id);
  if (!is_new) state.by_unit.erase({known->second.unit, id});
  known->second = {.id = id,
                   .kind = what.kind,
                   .unit = what.unit,
                   .name_zh = what.name_zh,
                   .name_en = what.name_en,
                   .members = what.members,
                   .copy = copy};
  state.by_unit.insert({what.unit, id});
}

template <class Do>
void change(State& state, RosterId id, Do what) {
  if (const auto found = state.rosters.find(id); found != state.rosters.end()) what(found->second);
}

void take(State& state, const Created& e) {
  state.serial = std::max(state.serial, e.id.serial);
  add(state, e.id, e.what, false);
}
void take(State& state, const Adopted& e) { add(state, e.id, e.what, true); }
void take(State& state, const Changed& e) {
  change(state, e.id, [&](Roster& roster) {
    roster.name_zh = e.what.name_zh;
    roster.name_en = e.what.name_en;
    roster.members = e.what.members;
  });
}
void take(State& state, const ShiftsPlanned& e) {
  change(state, e.id, [&](Roster& roster) { roster.shifts = e.shifts; });
}
void take(State& state, const HandedOver& e) {
  change(state, e.id, [&](Roster& roster) {
    roster.next = e.to;
    roster.handed_at = e.at;
  });
}
void take(State& state, const TakenOver& e) {
  change(state, e.id, [&](Roster& roster) {
    roster.holder = e.person;
    roster.held_since = e.at;
    roster.next.clear();
    roster.handed_at = {};
  });
}
void take(State& state, const Dissolved& e) {
  const auto found = state.rosters.find(e.id);
  if (found == state.rosters.end()) return;
  state.by_unit.erase({found->second.unit, e.id});
  state.rosters.erase(found);
}

}  // namespace

void State::reindex() {
  by_unit.clear();
  for (const auto& [id, roster] : rosters) by_unit.insert({roster.unit, id});
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

const Roster* find(const State& state, RosterId id) {
  const auto found = state.rosters.find(id);
  return found == state.rosters.end() ? nullptr : &found->second;
}

std::vector<const Roster*> of_unit(const State& state, UnitCode unit) {
  std::vector<const Roster*> lists;
  for (auto at = state.by_unit.lower_bound({unit, RosterId{}});
       at != state.by_unit.end() && at->first == unit; ++at)
    lists.push_back(&state.rosters.at(at->second));
  return lists;
}

std::string first_present(const Roster& roster, const person::State& people, Instant now) {
  if (roster.kind != Kind::duty) {
    for (const Member& member : roster.members)
      if (const auto* present = person::present_for(people, member.person, now)) return present->id;
    return {};
  }
  if (!roster.holder.empty())
    if (const auto* present = person::present_for(people, roster.holder, now)) return present->id;
  for (const Shift& shift : roster.shifts)
    if (shift.from <= now && now < shift.until)
      if (const auto* present = person::present_for(people, shift.person, now)) return present->id;
  return {};
}

std::string answers_for(const desk::Nouns& nouns, UnitCode unit, Instant now) {
  const auto& people = nouns.get<person::State>();
  const auto lists = of_unit(nouns.get<State>(), unit);
  for (const Kind kind : {Kind::duty, Kind::leading_group})
    for (const Roster* roster : lists)
      if (roster->kind == kind)
        if (std::string person = first_present(*roster, people, now); !person.empty())
          return person;
  return {};
}

std::vector<std::string> present_members(const desk::Nouns& nouns, RosterId id, Instant now) {
  std::vector<std::string> present;
  const Roster* roster = find(nouns.get<State>(), id);
  if (roster == nullptr) return present;
  const auto& people = nouns.get<person::State>();
  std::set<std::string_view> named;
  for (const Member& member : roster->members)
    if (const auto* person = person::present_for(people, member.person, now))
      if (named.insert(person->id).second) present.push_back(person->id);
  return present;
}

}  // namespace lifeline::roster
