// SPDX-License-Identifier: Apache-2.0
#include "network/feed/api.h"

#include "command/unit/view.h"
#include "desk/listing.h"
#include "network/feed/view.h"

namespace lifeline::feed {
namespace {

// A feed belongs to no ground of its own: whoever answers for any ground of the desk sees it.
struct FeedList {
  using Row = feed::Row;
  static constexpr std::string_view sort = "name";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    const UnitCode desk = nouns.get<View>().desk;
    const auto& tree = nouns.get<unit::State>();
    if (!unit::is_within(tree, desk, caller.unit) && !unit::is_within(tree, caller.unit, desk))
      return;
    for (const auto& [name, feed] : nouns.get<State>().feeds) show(row_of(name, feed, desk));
  }
};

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<FeedList>("/api/v1/feeds", "list_feeds", "feed",
                                              "Numbered feeds, and how far each desk has them"));
  return routes;
}

}  // namespace lifeline::feed
