// SPDX-License-Identifier: Apache-2.0
#include "network/topology/api.h"

#include <algorithm>

#include "base/text.h"
#include "command/incident/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "network/topology/topology.h"

namespace lifeline::topology {
namespace {

struct Head {
  incident::IncidentId incident;
};
LIFELINE_STRUCT(Head, incident)

constexpr const char* missing = "incident_must_exist";
constexpr size_t opened_max = 32;  // crowds in one request

// Seen by whoever sees the incident: its unit, and every unit that it hit.
const incident::Page* page_in_reach(incident::IncidentId id, const desk::Actor& caller,
                                    const desk::Nouns& nouns) {
  const auto& pages = nouns.get<incident::View>().pages;
  const auto found = pages.find(id);
  if (found == pages.end()) return nullptr;
  unit::Reach reach(nouns, caller);
  const incident::Page& page = found->second;
  const bool sees = reach.holds(page.row.unit) ||
                    std::ranges::any_of(page.units, [&](UnitCode u) { return reach.holds(u); });
  return sees ? &page : nullptr;
}

std::optional<desk::Response> answer(incident::IncidentId id, std::string_view open,
                                     const desk::Actor& caller, const desk::Nouns& nouns) {
  const incident::Page* page = page_in_reach(id, caller, nouns);
  if (page == nullptr) return std::nullopt;
  Question question{.root = page->row.element, .hit = {}, .open = {}};
  question.hit.insert(page->sites.begin(), page->sites.end());
  for (const std::string_view key : split(open, ','))
    if (!key.empty() && question.open.size() < opened_max) question.open.emplace(key);
  return desk::json_response(200, desk::joined_json(Head{id}, topology_of(question, nouns)));
}

void handle(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto show = [request](incident::IncidentId id, const desk::Actor& caller,
                              const desk::Nouns& nouns) {
    return answer(id, request->query_value("open"), caller, nouns);
  };
  desk::one_handler<incident::IncidentId>(missing, show)(request, desks, std::move(reply));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back({.method = "GET",
                    .path = "/api/v1/incidents/{id}/topology",
                    .operation = "get_incident_topology",
                    .tag = "incident",
                    .summary = "Its root, what it took down, the sites hit, and what carries on",
                    .handler = handle,
                    .parameters = {{"open", "ids of crowds whose members are asked for singly"}},
                    .answer_schema = desk::joined_schema<Head, Topology>()});
  return routes;
}

}  // namespace lifeline::topology
