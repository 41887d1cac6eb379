// SPDX-License-Identifier: Apache-2.0
#include "command/unit/import.h"

#include <array>

namespace lifeline::unit {
namespace {

struct Importing {
  using Row = Unit;
  using Command = unit::Command;
  static constexpr std::string_view noun = "unit";
  static constexpr std::string_view path = "/api/v1/units/import";
  static constexpr std::array<std::string_view, 9> columns = {
      "code",      "name_zh",    "name_en",       "level",       "parent",
      "duty_name", "duty_phone", "longitude_deg", "latitude_deg"};
  static constexpr std::string_view ground_column = "code";

  static Unit read(desk::RowFields& fields) {
    Unit unit;
    unit.code = fields.code("code");
    unit.name_zh = fields.name("name_zh");
    unit.name_en = fields.optional_name("name_en");
    unit.level = fields.word<Level>("level");
    unit.parent = fields.optional_code("parent");
    unit.duty_name = fields.optional_name("duty_name");
    unit.duty_phone = fields.phone("duty_phone");
    unit.longitude_deg = fields.longitude_deg("longitude_deg");
    unit.latitude_deg = fields.latitude_deg("latitude_deg");
    return unit;
  }
  static std::string id(const Unit& unit) { return to_text(unit.code); }
  static UnitCode desk_of(const Unit&, const desk::Plan& plan) { return plan.desk_of(group_unit); }
  static desk::Checked check(const std::vector<Unit>& units, const desk::Nouns& nouns,
                             const desk::Actor& who) {
    return unit::check(nouns.get<State>(), units, who);
  }
  // Every desk knows every unit: it has heard of it.
  static bool is_known(const std::string&, const desk::Nouns&) { return false; }
  static Command command(std::vector<Unit> units) { return Import{.units = std::move(units)}; }
};

// The link to the unit above. Levels fall from link to link, so no way up can be a circle.
Result<void> must_hang_in_the_tree(const Unit& unit, const State& tree) {
  if (unit.level == Level::group && unit.parent)
    return invalid("parent_must_be_absent", "parent", "the group has none");
  if ((unit.level == Level::group) != (unit.code == group_unit))
    return invalid("level_must_fit_the_code", "level",
                   "the group is " + to_text(group_unit) + ", and only that");
  if (unit.level == Level::group) return {};
  const auto parent = tree.units.find(unit.parent);
  if (parent == tree.units.end())
    return invalid("parent_must_be_known", "parent",
                   unit.parent ? to_text(unit.code) + " under " + to_text(unit.parent)
                               : "only the group has none");
  if (parent->second.level >= unit.level)
    return invalid("parent_must_be_above", "parent",
                   to_text(unit.parent) + " is a " + std::string(enum_text(parent->second.level)));
  return {};
}

// Where it is and where it comes to stand must both be the actor's to shape.
Result<void> must_be_within_reach(const Unit& unit, const State& before, const State& tree,
                                  const desk::Actor& who) {
  if (who.role == desk::Role::system) return {};
  const auto known = before.units.find(unit.code);
  const bool is_known = known != before.units.end();
  const bool has_moved = !is_known || known->second.parent != unit.parent;
  const UnitCode above = unit.parent ? unit.parent : unit.code;
  if ((is_known && !is_within(before, unit.code, who.unit)) ||
      (has_moved && !is_within(tree, above, who.unit)))
    return refuse(Code::forbidden, "unit_must_be_within_reach", "code",
                  to_text(unit.code) + " is not below " + to_text(who.unit));
  return {};
}

}  // namespace

desk::Checked check(const State& state, const std::vector<Unit>& units, const desk::Actor& who) {
  desk::Checked checked;
  State tree = state;
  std::map<UnitCode, size_t> rows;
  for (const Unit& unit : units) {
    tree.units[unit.code] = unit;
    rows[unit.code] = rows.size();
  }
  const auto find = [&](size_t row, const Result<void>& rule) {
    if (!rule) checked.findings.push_back({.row = row, .error = rule.error()});
  };
  for (size_t row = 0; row < units.size(); ++row) {
    const Unit& unit = units[row];
    const auto known = state.units.find(unit.code);
    ++(known == state.units.end() ? checked.added
       : known->second == unit    ? checked.unchanged
                                  : checked.changed);
    auto rule = must_hang_in_the_tree(unit, tree);
    if (rule) rule = must_be_within_reach(unit, state, tree, who);
    find(row, rule);
  }
  // A unit that the file does not name may not end up beside or above its parent.
  for (const auto& [code, unit] : state.units) {
    const auto parent = rows.find(unit.parent);
    if (parent == rows.end() || rows.contains(code)) continue;
    if (tree.units.at(unit.parent).level >= unit.level)
      find(parent->second,
           invalid("level_must_be_above", "level", to_text(code) + " stands below it"));
  }
  return checked;
}

desk::Route import_route() { return desk::import_route<Importing>(); }

}  // namespace lifeline::unit
