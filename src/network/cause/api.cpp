// SPDX-License-Identifier: Apache-2.0
#include "network/cause/api.h"

#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "network/cause/likely.h"
#include "network/cause/view.h"

namespace lifeline::cause {
namespace {

// What is taught holds for the whole country, and everybody may read it.
struct CauseList {
  using Row = cause::Row;
  static constexpr std::string_view sort = "-score,cause,effect";
  static constexpr bool lasting = false;
  static constexpr UnitCode home = group_unit;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor&, Show show) {
    for (const Edge& edge : nouns.get<State>().edges) show(row_of(edge, nouns.get<View>()));
  }
};

constexpr const char* missing = "alarm_must_exist";

std::optional<desk::Response> likely(alarm::AlarmId id, const desk::Actor& caller,
                                     const desk::Nouns& nouns) {
  const auto& rows = nouns.get<alarm::View>().rows;
  const auto found = rows.find(id);
  if (found == rows.end() || !unit::Reach(nouns, caller).holds(found->second.unit))
    return std::nullopt;
  if (found->second.state == alarm::Phase::cleared)
    return desk::problem(conflict("alarm_must_be_open").value());
  return desk::row_response(200, likely_causes(found->second, nouns));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<CauseList>("/api/v1/causes", "list_causes", "cause",
                                               "Which type of alarm is followed by which, learnt "
                                               "from history"));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/alarms/{id}/likely_causes",
                    .operation = "get_alarm_likely_causes",
                    .tag = "alarm",
                    .summary = "Open or recent alarms that history says may have caused it; the "
                               "root, where the topology names it",
                    .handler = desk::one_handler<alarm::AlarmId>(missing, likely),
                    .answer_schema = json_schema<LikelyCauses>()});
  return routes;
}

}  // namespace lifeline::cause
