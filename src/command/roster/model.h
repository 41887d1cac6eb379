// SPDX-License-Identifier: Apache-2.0
// A standing list of a unit: its leading group, a working group, or a duty roster with shifts and
// one who has the watch.
//
//   created ──▶ (changed | shifts planned)* ──▶ dissolved
//   the watch:  nobody ──▶ held ──▶ handed over, still held ──▶ taken over: held by the next
//
// A hand-over names what is open for the unit; until the next one confirms it the watch stays with
// the one before. The desk of the unit's ground owns a roster. Headquarters' desk hears of all and
// keeps copies; every other desk hears of those of the group itself (unit 100000).
// Limits: limits::rosters_max, roster_members_max, roster_shifts_max, hand_over_items_max.
#pragma once

#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "command/incident/model.h"
#include "command/order/model.h"
#include "command/person/model.h"
#include "desk/noun.h"

namespace lifeline::roster {

struct Tag {};
using RosterId = Id<Tag>;
using incident::IncidentId;
using order::OrderId;

enum class Kind { leading_group, working_group, duty };
LIFELINE_ENUM(Kind, leading_group, working_group, duty)

struct Member {
  std::string person;
  std::string post;

  friend bool operator==(const Member&, const Member&) = default;
};
LIFELINE_STRUCT(Member, person, post)

struct Shift {
  Instant from;
  Instant until;
  std::string person;

  friend bool operator==(const Shift&, const Shift&) = default;
};
LIFELINE_STRUCT(Shift, from, until, person)

/// What a person says of a list.
struct What {
  Kind kind = Kind::leading_group;
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
  std::vector<Member> members;  // in the order of rank

  friend bool operator==(const What&, const What&) = default;
};
LIFELINE_STRUCT(What, kind, unit, name_zh, name_en, members)

struct Created {
  RosterId id;
  What what;
};
LIFELINE_STRUCT(Created, id, what)
/// Another desk created it.
struct Adopted {
  RosterId id;
  What what;
};
LIFELINE_STRUCT(Adopted, id, what)
struct Changed {
  RosterId id;
  What what;  // kind and unit stay
};
LIFELINE_STRUCT(Changed, id, what)
struct ShiftsPlanned {
  RosterId id;
  std::vector<Shift> shifts;  // all of them, by their begin
};
LIFELINE_STRUCT(ShiftsPlanned, id, shifts)
struct HandedOver {
  RosterId id;
  std::string from;  // "" when nobody had the watch
  std::string to;
  std::string note;
  std::vector<OrderId> open_orders;  // the most pressing, limits::hand_over_items_max
  std::vector<IncidentId> open_incidents;
  uint64_t orders_total = 0;
  uint64_t incidents_total = 0;
  Instant at;
};
LIFELINE_STRUCT(HandedOver, id, from, to, note, open_orders, open_incidents, orders_total,
                incidents_total, at)
struct TakenOver {
  RosterId id;
  std::string person;
  Instant at;
};
LIFELINE_STRUCT(TakenOver, id, person, at)
struct Dissolved {
  RosterId id;
};
LIFELINE_STRUCT(Dissolved, id)
using Event =
    std::variant<Created, Adopted, Changed, ShiftsPlanned, HandedOver, TakenOver, Dissolved>;

struct Create {
  What what;
};
struct Change {
  RosterId id;
  std::string name_zh;
  std::string name_en;
  std::vector<Member> members;
};
/// All shifts that are not over; those that are stay for limits::roster_past_days.
struct PlanShifts {
  RosterId id;
  std::vector<Shift> shifts;
};
struct HandOver {
  RosterId id;
  std::string to;
  std::string note;
};
struct TakeOver {
  RosterId id;
};
/// It is needed no more.
struct Dissolve {
  RosterId id;
};
/// What happened to another desk's roster.
struct Follow {
  UnitCode from;
  Event event;
};
using Command = std::variant<Create, Change, PlanShifts, HandOver, TakeOver, Dissolve, Follow>;

struct Roster {
  RosterId id;
  Kind kind = Kind::leading_group;
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
  std::vector<Member> members;
  std::vector<Shift> shifts;  // by their begin; none overlap
  std::string holder;         // has the watch, "" for nobody
  Instant held_since;
  std::string next;  // to whom it is handed over and who has not confirmed yet, "" for none
  Instant handed_at;
  bool copy = false;  // another desk owns it
};
LIFELINE_STRUCT(Roster, id, kind, unit, name_zh, name_en, members, shifts, holder, held_since, next,
                handed_at, copy)

struct State {
  uint64_t serial = 0;  // of the own ones
  std::map<RosterId, Roster> rosters;
  std::set<std::pair<UnitCode, RosterId>> by_unit;  // rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, serial, rosters)

const Roster* find(const State& state, RosterId id);
/// The lists of a unit itself, the oldest first.
std::vector<const Roster*> of_unit(const State& state, UnitCode unit);

/// The person who answers for the list now: who has its watch or is on shift, else the first member
/// who is there, each with a substitute for whoever is away; "" for nobody.
std::string first_present(const Roster& roster, const person::State& people, Instant now);
/// The person who answers for the unit now: who has the watch of its duty roster or is on shift,
/// else the first of its leading group, each with a substitute for whoever is away; "" for nobody.
std::string answers_for(const desk::Nouns& nouns, UnitCode unit, Instant now);
/// The members who are there, substitutes for the absent, each once and in the order of rank.
std::vector<std::string> present_members(const desk::Nouns& nouns, RosterId id, Instant now);

/// What waits for a unit and all below it: orders that somebody there still owes or that it issued
/// itself, the nearest deadline first; incidents that are not resolved, the worst first.
struct OpenWork {
  std::vector<OrderId> orders;
  std::vector<IncidentId> incidents;
  uint64_t orders_total = 0;  // the lists are cut to limits::hand_over_items_max
  uint64_t incidents_total = 0;
};
OpenWork open_work(const desk::Nouns& nouns, UnitCode unit);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::roster
