// SPDX-License-Identifier: Apache-2.0
#include "command/unit/model.h"

namespace lifeline::unit {

void evolve(State& state, const Event& event) {
  for (const Unit& unit : std::get<Imported>(event).units) {
    Unit& known = state.units[unit.code];
    if (const auto siblings = state.below.find(known.parent); siblings != state.below.end())
      siblings->second.erase(unit.code);
    known = unit;
    if (unit.parent) state.below[unit.parent].insert(unit.code);
  }
}

void State::reindex() {
  below.clear();
  for (const auto& [code, unit] : units)
    if (unit.parent) below[unit.parent].insert(code);
}

desk::RowKey touches(const Event&) { return {}; }

UnitCode parent_of(const State& state, UnitCode unit) {
  const auto found = state.units.find(unit);
  return found != state.units.end() ? found->second.parent : enclosing(unit);
}

bool is_within(const State& state, UnitCode unit, UnitCode above) {
  for (int level = 0; unit && level < 12; ++level, unit = parent_of(state, unit))
    if (unit == above) return true;
  return false;
}

UnitCode owner_of(const State& state, UnitCode ground) {
  for (UnitCode code = ground; code; code = enclosing(code))
    if (state.units.contains(code)) return code;
  return group_unit;
}

Result<void> must_answer_for(const desk::Context& at, UnitCode unit, desk::Role least) {
  if (at.who.role < least) return forbidden("role_must_suffice");
  if (at.who.role == desk::Role::system) return {};
  if (!is_within(at.get<State>(), unit, at.who.unit)) return forbidden("unit_must_be_within_reach");
  return {};
}

}  // namespace lifeline::unit
