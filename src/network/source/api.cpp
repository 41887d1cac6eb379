// SPDX-License-Identifier: Apache-2.0
#include "network/source/api.h"

#include "command/unit/view.h"
#include "desk/listing.h"
#include "network/source/view.h"

namespace lifeline::source {
namespace {

// A source belongs to no ground of its own: whoever answers for any ground of the desk sees it.
struct SourceList {
  using Row = source::Row;
  static constexpr std::string_view sort = "name";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    const UnitCode desk = nouns.get<View>().desk;
    const auto& tree = nouns.get<unit::State>();
    if (!unit::is_within(tree, desk, caller.unit) && !unit::is_within(tree, caller.unit, desk))
      return;
    for (const auto& [name, source] : nouns.get<State>().sources) show(row_of(name, source, desk));
  }
};

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<SourceList>("/api/v1/sources", "list_sources", "source",
                                                "Sources of alarms, and which have gone silent"));
  return routes;
}

}  // namespace lifeline::source
