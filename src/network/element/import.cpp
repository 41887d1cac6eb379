// SPDX-License-Identifier: Apache-2.0
#include "network/element/import.h"

#include <array>

#include "command/unit/model.h"
#include "network/element/graph.h"
#include "network/element/view.h"

namespace lifeline::element {
namespace {

struct Importing {
  using Row = Element;
  using Command = element::Command;
  static constexpr std::string_view noun = "element";
  static constexpr std::string_view path = "/api/v1/elements/import";
  static constexpr std::array<std::string_view, 7> columns = {
      "id", "name", "kind", "region", "longitude_deg", "latitude_deg", "depends_on"};
  static constexpr std::string_view ground_column = "region";

  static Element read(desk::RowFields& fields) {
    Element element;
    element.id = fields.id("id");
    element.name = fields.name("name");
    element.kind = fields.word<Kind>("kind");
    element.region = fields.code("region");
    if (!fields.raw("longitude_deg").empty() || !fields.raw("latitude_deg").empty()) {
      element.longitude_deg = fields.longitude_deg("longitude_deg");
      element.latitude_deg = fields.latitude_deg("latitude_deg");
    }
    element.depends_on = parse_groups(fields.raw("depends_on"));
    return element;
  }
  static std::string id(const Element& element) { return element.id; }
  static UnitCode desk_of(const Element& element, const desk::Plan& plan) {
    return plan.desk_of(element.region);
  }
  static desk::Checked check(const std::vector<Element>& elements, const desk::Nouns& nouns,
                             const desk::Actor& who) {
    return element::check(nouns.get<State>(), elements, nouns, who);
  }
  static bool is_known(const std::string& id, const desk::Nouns& nouns) {
    return nouns.get<State>().elements.contains(id);
  }
  static Command command(std::vector<Element> elements) {
    return Import{.elements = std::move(elements)};
  }
};

}  // namespace

desk::Checked check(const State& state, const std::vector<Element>& elements,
                    const desk::Nouns& nouns, const desk::Actor& who) {
  desk::Checked checked;
  checked.findings = unsound_dependencies(state, elements);
  const auto& units = nouns.get<unit::State>();
  const auto is_out_of_reach = [&](UnitCode region) {
    return who.role != desk::Role::system &&
           !unit::is_within(units, unit::owner_of(units, region), who.unit);
  };
  for (size_t row = 0; row < elements.size(); ++row) {
    const Element& element = elements[row];
    const auto known = state.elements.find(element.id);
    const bool is_known = known != state.elements.end();
    ++(!is_known ? checked.added : known->second == element ? checked.unchanged : checked.changed);
    if (is_out_of_reach(element.region) || (is_known && is_out_of_reach(known->second.region)))
      checked.findings.push_back(
          {.row = row,
           .error = refuse(Code::forbidden, "unit_must_be_within_reach", "region",
                           element.id + " is not below " + to_text(who.unit))
                        .value()});
  }
  return checked;
}

desk::Route import_route() { return desk::import_route<Importing>(); }

}  // namespace lifeline::element
