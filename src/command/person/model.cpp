// SPDX-License-Identifier: Apache-2.0
#include "command/person/model.h"

#include "base/limits.h"

namespace lifeline::person {
namespace {

void unlink(State& state, const Person& person) {
  state.by_unit.erase(&person);
  if (!person.account.empty()) state.by_account.erase(&person);
}

void link(State& state, const Person& person) {
  state.by_unit.insert(&person);
  if (!person.account.empty()) state.by_account.insert(&person);
}

void take(State& state, const std::vector<Entry>& people, bool copy) {
  for (const Entry& entry : people) {
    const auto [known, is_new] = state.people.try_emplace(entry.id);
    Person& person = known->second;
    if (!is_new) unlink(state, person);
    person = {.id = entry.id,
              .name_zh = entry.name_zh,
              .name_en = entry.name_en,
              .unit = entry.unit,
              .skills = entry.skills,
              .phone = entry.phone,
              .email = entry.email,
              .account = entry.account,
              .substitute = entry.substitute,
              .absence = std::move(person.absence),
              .copy = copy};
    link(state, person);
  }
}

template <class Do>
void change(State& state, const std::string& id, Do what) {
  if (const auto found = state.people.find(id); found != state.people.end()) what(found->second);
}

void take(State& state, const Imported& e) { take(state, e.people, false); }
void take(State& state, const Adopted& e) { take(state, e.people, true); }
void take(State& state, const AbsenceEntered& e) {
  change(state, e.id, [&](Person& person) { person.absence = e.absence; });
}
void take(State& state, const Returned& e) {
  change(state, e.id, [](Person& person) { person.absence = {}; });
}
void take(State& state, const SubstituteNamed& e) {
  change(state, e.id, [&](Person& person) { person.substitute = e.substitute; });
}

}  // namespace

void State::reindex() {
  by_unit.clear();
  by_account.clear();
  for (const auto& [id, person] : people) link(*this, person);
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit(
      [](const auto& e) {
        if constexpr (requires { e.id; })
          return desk::RowKey(e.id);
        else
          return desk::RowKey{};
      },
      event);
}

bool is_absent(const Person& person, Instant now) {
  const Absence& absence = person.absence;
  return absence.from && absence.from <= now && (!absence.until || now < absence.until);
}

const Person* find(const State& state, std::string_view id) {
  const auto found = state.people.find(std::string(id));
  return found == state.people.end() ? nullptr : &found->second;
}

const Person* present_for(const State& state, const std::string& id, Instant now) {
  const Person* person = find(state, id);
  for (size_t links = 0; person != nullptr && is_absent(*person, now); ++links) {
    if (links == limits::substitutes_max || person->substitute.empty()) return nullptr;
    person = find(state, person->substitute);
  }
  return person;
}

const Person* of_account(const State& state, std::string_view account) {
  const auto first = state.by_account.lower_bound(account);
  if (first == state.by_account.end() || (*first)->account != account) return nullptr;
  return *first;
}

std::vector<const Person*> of_unit(const State& state, UnitCode unit) {
  std::vector<const Person*> people;
  for (const bool copy : {false, true}) {
    const auto [first, last] = state.by_unit.equal_range(ByUnit::Key{copy, unit});
    people.insert(people.end(), first, last);
  }
  return people;
}

Entry entry_of(const Person& person) {
  return {.id = person.id,
          .name_zh = person.name_zh,
          .name_en = person.name_en,
          .unit = person.unit,
          .skills = person.skills,
          .phone = person.phone,
          .email = person.email,
          .account = person.account,
          .substitute = person.substitute};
}

bool is_oneself(const Person& person, const desk::Actor& who) {
  return !person.account.empty() && who.role > desk::Role::nobody &&
         who.role != desk::Role::system && who.name == person.account;
}

}  // namespace lifeline::person
