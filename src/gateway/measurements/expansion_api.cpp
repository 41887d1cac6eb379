// SPDX-License-Identifier: Apache-2.0
// The elements that will be full, as a list like any other: the rows are the planner's, each shown
// by the desk that knows the element, with its name and ground.
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "gateway/measurements/api.h"
#include "network/element/model.h"

namespace lifeline::measurements {
namespace {

using desk::listing::Best;
using desk::listing::Part;
using desk::listing::Selection;
using performance::Expansion;

constexpr std::string_view usual_sort = "days_left";

// The planner's rows on one desk, within the caller's reach.
Part rows_on(const Expansions& rows, const Selection& selection, const desk::Nouns& nouns,
             const desk::Actor& caller) {
  unit::Reach reach(nouns, caller);
  const auto& elements = nouns.get<element::State>().elements;
  Best best(selection, selection.offset + selection.limit);
  for (const Expansion& row : rows) {
    const auto found = elements.find(row.element);
    if (found == elements.end() || !reach.holds(found->second.region)) continue;
    auto shown = std::make_shared<Expansion>(row);
    shown->name = found->second.name;
    shown->region = found->second.region;
    if (best.admits(shown.get())) best.keep({.row = shown.get(), .owner = shown});
  }
  return {.rows = best.take(), .total = best.admitted()};
}

void list(const Parts& parts, const desk::Requested& request, desk::Desks& desks,
          desk::Reply reply) {
  auto selection =
      desk::listing::select(*request, desk::listing::row_type<Expansion>(), usual_sort);
  if (!selection) return reply(desk::problem(selection.error()));
  struct Round {
    Selection selection;
    std::shared_ptr<const Expansions> rows;
    std::vector<Part> parts;
  };
  auto round = std::make_shared<Round>();
  round->selection = std::move(*selection);
  round->rows = parts.intake.planner().rows();
  round->parts.resize(desks.plan().desks().size());
  desks.read_each(
      [round, caller = request->caller](size_t index, UnitCode, const desk::Nouns& nouns) {
        round->parts[index] = rows_on(*round->rows, round->selection, nouns, caller);
      },
      [round] {
        return desk::listing::page_of(round->selection, std::move(round->parts), "expansions");
      },
      std::move(reply));
}

}  // namespace

desk::Routes expansion_routes(const Parts& parts) {
  desk::Routes routes;
  routes.push_back(
      {.method = "GET",
       .path = "/api/v1/expansions",
       .operation = "list_expansions",
       .tag = "measurement",
       .summary = "Elements whose busy hour will fill their resource blocks",
       .role = desk::Role::viewer,
       .handler = [parts](auto request, auto& desks,
                          auto reply) { list(parts, request, desks, std::move(reply)); },
       .parameters = desk::listing::parameters_of(desk::listing::row_type<Expansion>()),
       .answer_schema = json_schema<std::vector<Expansion>>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/expansions/plan",
                    .operation = "plan_expansions",
                    .tag = "measurement",
                    .summary = "Looks ahead anew, as soon as there is time",
                    .role = desk::Role::operator_,
                    .handler = [parts](auto, auto&, auto reply) {
                      parts.intake.planner().ask();
                      reply({.status = 202, .content_type = {}, .body = {}, .headers = {}});
                    }});
  return routes;
}

}  // namespace lifeline::measurements
