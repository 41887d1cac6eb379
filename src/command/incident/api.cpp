// SPDX-License-Identifier: Apache-2.0
#include "command/incident/api.h"

#include "command/incident/view.h"
#include "command/job/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::incident {
namespace {

// An incident is seen by whoever answers for it and by whoever has a site that it hit.
bool is_in_reach(const Page& page, unit::Reach& reach) {
  return reach.holds(page.row.unit) ||
         std::ranges::any_of(page.units, [&](UnitCode unit) { return reach.holds(unit); });
}

Row with_crews(Row row, const desk::Nouns& nouns) {
  if (const auto state = job::crew_state(row.id, nouns)) row.crew_state = enum_text(*state);
  return row;
}

struct IncidentList {
  using Row = incident::Row;
  static constexpr std::string_view sort = "-changed_at";
  static constexpr bool lasting = true;
  static constexpr std::array<std::string_view, 1> derived{"crew_state"};
  static void complete(Row& row, const desk::Nouns& nouns) {
    row = with_crews(std::move(row), nouns);
  }

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, page] : nouns.get<View>().pages)
      if (is_in_reach(page, reach)) show(page.row);
  }
};

/// An order that waits: whom it goes to, and when.
struct Waiting {
  UnitCode unit;
  Instant order_at;
};
LIFELINE_STRUCT(Waiting, unit, order_at)

/// What one incident's page has beyond its row.
struct More {
  std::vector<std::string> sites;  // hit now
  std::vector<std::string> alarms;
  std::vector<order::OrderId> orders;
  std::vector<Waiting> orders_pending;
};
LIFELINE_STRUCT(More, sites, alarms, orders, orders_pending)

struct TextBody {
  std::string text;
  std::string reason;
};
LIFELINE_STRUCT(TextBody, text, reason)

struct AssignBody {
  std::string assignee;
  std::string reason;
};
LIFELINE_STRUCT(AssignBody, assignee, reason)

struct OpenBody {
  std::string title_zh;
  std::string title_en;
  Severity severity = Severity::minor;
  UnitCode unit;
  UnitCode region;
  std::string text;
  std::string reason;
};
LIFELINE_STRUCT(OpenBody, title_zh, title_en, severity, unit, region, text, reason)

constexpr const char* missing = "incident_must_exist";

const Page* page_in_reach(IncidentId id, const desk::Actor& caller, const desk::Nouns& nouns) {
  const auto& pages = nouns.get<View>().pages;
  const auto found = pages.find(id);
  if (found == pages.end()) return nullptr;
  unit::Reach reach(nouns, caller);
  return is_in_reach(found->second, reach) ? &found->second : nullptr;
}

std::optional<desk::Response> page(IncidentId id, const desk::Actor& caller,
                                   const desk::Nouns& nouns) {
  const Page* page = page_in_reach(id, caller, nouns);
  if (page == nullptr) return std::nullopt;
  More more{.sites = {page->sites.begin(), page->sites.end()},
            .alarms = {page->alarms.begin(), page->alarms.end()},
            .orders = {page->orders.begin(), page->orders.end()},
            .orders_pending = {}};
  for (const auto& [unit, at] : page->pending)
    more.orders_pending.push_back({.unit = unit, .order_at = at});
  return desk::json_response(200, desk::joined_json(with_crews(page->row, nouns), more));
}

std::optional<desk::Response> timeline(IncidentId id, const desk::Actor& caller,
                                       const desk::Nouns& nouns) {
  const Page* page = page_in_reach(id, caller, nouns);
  if (page == nullptr) return std::nullopt;
  return desk::row_response(200, page->timeline);
}

desk::Response row_of(IncidentId id, const desk::Nouns& nouns) {
  const auto& pages = nouns.get<View>().pages;
  const auto found = pages.find(id);
  if (found == pages.end()) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, with_crews(found->second.row, nouns));
}

// The incident's unit decides which desk it belongs to.
void open(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  auto body = desk::body_of<OpenBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const UnitCode desk = desks.plan().desk_of(body->unit ? body->unit : request->caller.unit);
  const std::string why = body->reason;
  Open command{.title_zh = std::move(body->title_zh),
               .title_en = std::move(body->title_en),
               .severity = body->severity,
               .unit = body->unit,
               .region = body->region,
               .text = std::move(body->text)};
  if (!command.unit) command.unit = request->caller.unit;
  const auto answer = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    desk::Response row = row_of(parse_id<Tag>(subject).value_or(IncidentId{}), nouns);
    if (row.status != 200) return row;
    return desk::created_response("/api/v1/incidents/" + subject, std::move(row.body));
  };
  desk::submit(desks, desk, desk::intent_of(*request, Command(std::move(command)), why), answer,
               std::move(reply));
}

template <class Body, class Make>
desk::Route action(const std::string& verb, std::string summary, Make make) {
  return {.method = "POST",
          .path = "/api/v1/incidents/{id}/" + verb,
          .operation = verb + "_incident",
          .tag = "incident",
          .summary = std::move(summary),
          .role = desk::Role::operator_,
          .handler = desk::act_handler<IncidentId, Body>(missing, make, row_of),
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

template <class Act>
desk::Route text_action(const std::string& verb, std::string summary) {
  return action<TextBody>(verb, std::move(summary), [](IncidentId id, const TextBody& body) {
    return Command(Act{.id = id, .text = body.text});
  });
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(
      desk::list_route<IncidentList>("/api/v1/incidents", "list_incidents", "incident",
                                     "Incidents: open, closed, and merged into another"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/incidents",
                    .operation = "open_incident",
                    .tag = "incident",
                    .summary = "Opens an incident that a person knows of",
                    .role = desk::Role::operator_,
                    .handler = open,
                    .body_schema = json_schema<OpenBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/incidents/{id}",
                    .operation = "get_incident",
                    .tag = "incident",
                    .summary = "An incident",
                    .handler = desk::one_handler<IncidentId>(missing, page),
                    .answer_schema = desk::joined_schema<Row, More>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/incidents/{id}/timeline",
                    .operation = "get_incident_timeline",
                    .tag = "incident",
                    .summary = "All that touched an incident, oldest first",
                    .handler = desk::one_handler<IncidentId>(missing, timeline),
                    .answer_schema = json_schema<std::vector<Entry>>()});
  routes.push_back(action<AssignBody>("assign", "Somebody takes it over",
                                      [](IncidentId id, const AssignBody& body) {
                                        return Command(Assign{.id = id, .assignee = body.assignee});
                                      }));
  routes.push_back(text_action<Mitigate>("mitigate", "Its worst is eased"));
  routes.push_back(text_action<Resolve>("resolve", "It is over"));
  routes.push_back(text_action<Close>("close", "Nothing more will be done"));
  routes.push_back(text_action<Note>("note", "A remark is kept in its timeline"));
  return routes;
}

}  // namespace lifeline::incident
