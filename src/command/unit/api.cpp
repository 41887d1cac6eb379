// SPDX-License-Identifier: Apache-2.0
#include "command/unit/api.h"

#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::unit {
namespace {

// The units below the caller's own, and those above it, to whom it reports.
bool is_shown(const State& tree, UnitCode unit, const desk::Actor& caller) {
  return caller.unit == group_unit || is_within(tree, unit, caller.unit) ||
         is_within(tree, caller.unit, unit);
}

struct UnitList {
  using Row = Unit;
  static constexpr std::string_view sort = "code";
  static constexpr bool lasting = false;
  static constexpr UnitCode home = group_unit;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    const auto& tree = nouns.get<State>();
    for (const auto& [code, unit] : tree.units)
      if (is_shown(tree, code, caller)) show(row_of(unit, caller));
  }
};

void answer_one(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto look = [request](const desk::Nouns& nouns) {
    const auto& tree = nouns.get<State>();
    const auto code = parse_unit_code(request->path_value("code"));
    const auto found = code ? tree.units.find(*code) : tree.units.end();
    if (found == tree.units.end() || !is_shown(tree, *code, request->caller))
      return desk::problem(not_found("unit_must_exist", "code").value());
    return desk::row_response(200, row_of(found->second, request->caller));
  };
  desks.read(group_unit, look, std::move(reply));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<UnitList>("/api/v1/units", "list_units", "unit",
                                              "The caller's units and those above them"));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/units/{code}",
                    .operation = "get_unit",
                    .tag = "unit",
                    .summary = "A unit",
                    .handler = answer_one,
                    .answer_schema = json_schema<Unit>()});
  return routes;
}

}  // namespace lifeline::unit
