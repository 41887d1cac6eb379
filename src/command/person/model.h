// SPDX-License-Identifier: Apache-2.0
// A person of the operator, whom an order can name. Persons come from the staff list by import and
// are never removed; who is away has a substitute, who may have one in turn.
//
//   imported ──▶ present ⇄ away          the substitute answers for whoever is away
//
// The desk of its unit's ground owns a person. Headquarters' desk hears of all and keeps copies, so
// that it can name anybody; every other desk hears of those of the group itself (unit 100000).
// Limits: limits::substitutes_max from a person to who at last stands in, limits::skills_max.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::person {

struct Absence {
  Instant from;   // zero: none
  Instant until;  // zero: until they are back
  std::string reason;

  friend bool operator==(const Absence&, const Absence&) = default;
};
LIFELINE_STRUCT(Absence, from, until, reason)

struct Person {
  std::string id;  // the staff number
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  std::vector<std::string> skills;
  std::string phone;  // E.164
  std::string email;
  std::string account;     // its log-in, "" for none
  std::string substitute;  // another person's id, "" for none
  Absence absence;
  bool copy = false;  // another desk owns it
};
LIFELINE_STRUCT(Person, id, name_zh, name_en, unit, skills, phone, email, account, substitute,
                absence, copy)

/// A person as a staff list has it.
struct Entry {
  std::string id;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  std::vector<std::string> skills;
  std::string phone;
  std::string email;
  std::string account;
  std::string substitute;

  friend bool operator==(const Entry&, const Entry&) = default;
};
LIFELINE_STRUCT(Entry, id, name_zh, name_en, unit, skills, phone, email, account, substitute)

struct Imported {
  std::vector<Entry> people;  // only those that are new or changed
};
LIFELINE_STRUCT(Imported, people)
/// What another desk imported.
struct Adopted {
  std::vector<Entry> people;
};
LIFELINE_STRUCT(Adopted, people)
struct AbsenceEntered {
  std::string id;
  Absence absence;
};
LIFELINE_STRUCT(AbsenceEntered, id, absence)
struct Returned {
  std::string id;
};
LIFELINE_STRUCT(Returned, id)
struct SubstituteNamed {
  std::string id;
  std::string substitute;  // "" for none
};
LIFELINE_STRUCT(SubstituteNamed, id, substitute)
using Event = std::variant<Imported, Adopted, AbsenceEntered, Returned, SubstituteNamed>;

/// New and changed people, all or none.
struct Import {
  std::vector<Entry> people;
};
struct EnterAbsence {
  std::string id;
  Absence absence;  // from: none or past is now
};
struct Return {
  std::string id;
};
struct NameSubstitute {
  std::string id;
  std::string substitute;
};
/// What happened to people of another desk.
struct Follow {
  UnitCode from;
  Event event;
};
using Command = std::variant<Import, EnterAbsence, Return, NameSubstitute, Follow>;

/// The order of a unit's people: the desk's own first, then by unit and id.
struct ByUnit {
  using is_transparent = void;
  struct Key {
    bool copy;
    UnitCode unit;
  };
  bool operator()(const Person* a, const Person* b) const {
    return std::tie(a->copy, a->unit, a->id) < std::tie(b->copy, b->unit, b->id);
  }
  bool operator()(const Person* a, const Key& b) const {
    return std::tie(a->copy, a->unit) < std::tie(b.copy, b.unit);
  }
  bool operator()(const Key& a, const Person* b) const {
    return std::tie(a.copy, a.unit) < std::tie(b->copy, b->unit);
  }
};
struct ByAccount {
  using is_transparent = void;
  bool operator()(const Person* a, const Person* b) const {
    return std::tie(a->account, a->id) < std::tie(b->account, b->id);
  }
  bool operator()(const Person* a, std::string_view b) const { return a->account < b; }
  bool operator()(std::string_view a, const Person* b) const { return a < b->account; }
};

/// Moves only: the indexes point into the people.
struct State {
  std::map<std::string, Person> people;
  std::set<const Person*, ByUnit> by_unit;        // rebuilt
  std::set<const Person*, ByAccount> by_account;  // those who have one; rebuilt

  State() = default;
  State(State&&) = default;
  State& operator=(State&&) = default;
  void reindex();
};
LIFELINE_STRUCT(State, people)

bool is_absent(const Person& person, Instant now);
const Person* find(const State& state, std::string_view id);
/// The person, or the first of its substitutes who is there; null: nobody.
const Person* present_for(const State& state, const std::string& id, Instant now);
/// The person who logs in so; null: nobody.
const Person* of_account(const State& state, std::string_view account);
/// Who belongs to the unit itself, by id.
std::vector<const Person*> of_unit(const State& state, UnitCode unit);
/// What a staff list says of the person.
Entry entry_of(const Person& person);
/// Whether the actor is this person.
bool is_oneself(const Person& person, const desk::Actor& who);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::person
