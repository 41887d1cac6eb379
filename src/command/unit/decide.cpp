// SPDX-License-Identifier: Apache-2.0
#include "command/unit/import.h"
#include "command/unit/model.h"

namespace lifeline::unit {
namespace {

using Events = std::vector<Event>;

Result<Events> import(const State& state, const Import& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (c.units.empty()) return invalid("units_must_be_given", "units");
  const auto checked = check(state, c.units, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  Imported imported;
  for (const Unit& unit : c.units) {
    const auto known = state.units.find(unit.code);
    if (known == state.units.end() || known->second != unit) imported.units.push_back(unit);
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
