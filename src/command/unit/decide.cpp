// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "command/unit/model.h"

namespace lifeline::unit {
namespace {

using Events = std::vector<Event>;

// A parent is in the tree or in the same file, and going up ends at the group.
Result<void> must_hang_in_the_tree(const Unit& unit, const std::map<UnitCode, Unit>& tree) {
  if (unit.level == Level::group) {
    if (unit.parent) return invalid("parent_must_be_absent", "parent");
    return {};
  }
  const Unit* current = &unit;
  for (int steps = 0; current->level != Level::group; ++steps) {
    if (steps > 8) return invalid("parent_must_not_be_circular", "parent");
    const auto parent = tree.find(current->parent);
    if (parent == tree.end()) return invalid("parent_must_be_known", "parent");
    if (parent->second.level >= current->level) return invalid("parent_must_be_above", "parent");
    current = &parent->second;
  }
  return {};
}

Result<Events> import(const State& state, const Import& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (c.units.empty()) return invalid("units_must_be_given", "units");
  std::map<UnitCode, Unit> tree = state.units;
  Imported imported;
  for (const Unit& unit : c.units) {
    Unit& kept = tree[unit.code];
    if (kept == unit) continue;
    kept = unit;
    imported.units.push_back(unit);
  }
  for (const Unit& unit : c.units)
    if (auto hangs = must_hang_in_the_tree(unit, tree); !hangs) {
      hangs.error().detail = "unit " + to_text(unit.code);
      return tl::unexpected(hangs.error());
    }
  if (imported.units.empty()) return Events{};
  return Events{std::move(imported)};
}

Result<Events> adopt(const State& state, const Adopt& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  Imported imported;
  for (const Unit& unit : c.units) {
    const auto known = state.units.find(unit.code);
    if (known == state.units.end() || known->second != unit) imported.units.push_back(unit);
  }
  if (imported.units.empty()) return Events{};
  return Events{std::move(imported)};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  if (const auto* c = std::get_if<Import>(&command)) return import(state, *c, at);
  return adopt(state, std::get<Adopt>(command), at);
}

}  // namespace lifeline::unit
