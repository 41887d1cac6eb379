// SPDX-License-Identifier: Apache-2.0
// A unit answers for its ground. The tree has five levels: group, province, city, county, grid; a
// unit's code is its ground's GB/T 2260 code. Headquarters' desk owns the tree; every other desk
// hears of it and keeps a copy, so that it knows whom to escalate to when it is cut off.
#pragma once

#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::unit {

enum class Level { group, province, city, county, grid };
LIFELINE_ENUM(Level, group, province, city, county, grid)

struct Unit {
  UnitCode code;
  std::string name_zh;
  std::string name_en;
  Level level = Level::group;
  UnitCode parent;           // none for the group only
  std::string duty_name;     // the post on duty
  std::string duty_phone;    // E.164
  double longitude_deg = 0;  // WGS-84
  double latitude_deg = 0;

  friend bool operator==(const Unit&, const Unit&) = default;
};
LIFELINE_STRUCT(Unit, code, name_zh, name_en, level, parent, duty_name, duty_phone, longitude_deg,
                latitude_deg)

/// New and changed units, all or none.
struct Import {
  std::vector<Unit> units;
};
/// What headquarters' desk has imported.
struct Adopt {
  std::vector<Unit> units;
};
using Command = std::variant<Import, Adopt>;

struct Imported {
  std::vector<Unit> units;  // only those that are new or changed
};
LIFELINE_STRUCT(Imported, units)
using Event = std::variant<Imported>;

struct State {
  std::map<UnitCode, Unit> units;
  std::map<UnitCode, std::set<UnitCode>> below;  // the units directly below each; rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, units)

/// Whether `unit` is `above` or below it in the tree; a code that is not in the tree goes by its
/// digits.
bool is_within(const State& state, UnitCode unit, UnitCode above);
/// The unit that answers for a ground: the nearest enclosing one of the tree.
UnitCode owner_of(const State& state, UnitCode ground);
/// The unit above in the tree; none for the group.
UnitCode parent_of(const State& state, UnitCode unit);
/// Refuses unless the actor has the role for the unit's ground: role_must_suffice,
/// unit_must_be_within_reach.
Result<void> must_answer_for(const desk::Context& at, UnitCode unit, desk::Role least);

struct View;  // view.h

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::unit
