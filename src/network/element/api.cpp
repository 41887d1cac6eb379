// SPDX-License-Identifier: Apache-2.0
#include "network/element/api.h"

#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "network/element/view.h"

namespace lifeline::element {
namespace {

struct ElementList {
  using Row = element::Row;
  static constexpr std::string_view sort = "id";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, element] : nouns.get<State>().elements)
      if (reach.holds(element.region)) show(row_of(element, nouns));
  }
};

// An element's id does not tell its desk, so each is asked.
void answer_one(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto find = [request](const desk::Nouns& nouns) -> std::optional<desk::Response> {
    const auto& elements = nouns.get<State>().elements;
    const auto found = elements.find(std::string(request->path_value("id")));
    if (found == elements.end()) return std::nullopt;
    unit::Reach reach(nouns, request->caller);
    if (!reach.holds(found->second.region)) return std::nullopt;
    return desk::row_response(200, row_of(found->second, nouns));
  };
  desk::find_on_any(desks, find, not_found("element_must_exist", "id").value(), std::move(reply));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<ElementList>("/api/v1/elements", "list_elements", "element",
                                                 "Network elements and their conditions"));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/elements/{id}",
                    .operation = "get_element",
                    .tag = "element",
                    .summary = "A network element",
                    .handler = answer_one,
                    .answer_schema = json_schema<Row>()});
  return routes;
}

}  // namespace lifeline::element
