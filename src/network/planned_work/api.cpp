// SPDX-License-Identifier: Apache-2.0
#include "network/planned_work/api.h"

#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "network/element/model.h"
#include "network/planned_work/view.h"

namespace lifeline::planned_work {
namespace {

constexpr const char* missing = "planned_work_must_exist";

struct WorkList {
  using Row = planned_work::Row;
  static constexpr std::string_view sort = "-from";
  static constexpr bool lasting = true;
  static constexpr std::array<std::string_view, 2> derived{"elements_failed", "sites_suppressed"};

  static void complete(Row& row, const desk::Nouns& nouns) { planned_work::complete(row, nouns); }
  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, page] : nouns.get<View>().pages)
      if (reach.holds(page.row.unit)) show(page.row);
  }
};

/// What one piece of work has beyond its row.
struct More {
  std::deque<Entry> timeline;  // oldest first
};
LIFELINE_STRUCT(More, timeline)

struct PlanBody {
  std::string title;
  std::vector<std::string> elements;
  Instant from;
  Instant until;
  std::string reason;
  UnitCode unit;
  std::string requested_by;
  std::string override_reason;
};
LIFELINE_STRUCT(PlanBody, title, elements, from, until, reason, unit, requested_by, override_reason)

struct ExtendBody {
  Instant until;
  std::string reason;
  std::string override_reason;
};
LIFELINE_STRUCT(ExtendBody, until, reason, override_reason)

What what_of(PlanBody body) {
  return {.title = std::move(body.title),
          .elements = std::move(body.elements),
          .from = body.from,
          .until = body.until,
          .reason = std::move(body.reason),
          .unit = body.unit,
          .requested_by = std::move(body.requested_by)};
}

Row whole(Row row, const desk::Nouns& nouns) {
  complete(row, nouns);
  return row;
}

desk::Response row_of(WorkId id, const desk::Nouns& nouns) {
  const auto& pages = nouns.get<View>().pages;
  const auto found = pages.find(id);
  if (found == pages.end()) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, whole(found->second.row, nouns));
}

std::optional<desk::Response> page(WorkId id, const desk::Actor& caller, const desk::Nouns& nouns) {
  const auto& pages = nouns.get<View>().pages;
  const auto found = pages.find(id);
  if (found == pages.end()) return std::nullopt;
  if (!unit::Reach(nouns, caller).holds(found->second.row.unit)) return std::nullopt;
  return desk::json_response(200, desk::joined_json(whole(found->second.row, nouns),
                                                    More{.timeline = found->second.timeline}));
}

void plan_on(UnitCode unit, PlanBody body, const desk::Requested& request, desk::Desks& desks,
             desk::Reply reply) {
  body.unit = unit;
  const std::string why = body.reason;
  Plan command{.what = {}, .override_reason = body.override_reason};
  command.what = what_of(std::move(body));
  const auto answer = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    desk::Response row = row_of(parse_id<Tag>(subject).value_or(WorkId{}), nouns);
    if (row.status != 200) return row;
    return desk::created_response("/api/v1/planned-works/" + subject, std::move(row.body));
  };
  desk::submit(desks, desks.plan().desk_of(unit),
               desk::intent_of(*request, Command(std::move(command)), why), answer,
               std::move(reply));
}

// On the desk whose ground the unit answers for. When none is named, the unit of the desk that has
// the first element answers; where no desk has it, the caller's own.
void plan(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto body = desk::body_of<PlanBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  if (body->unit || body->elements.empty())
    return plan_on(body->unit ? body->unit : request->caller.unit, *body, request, desks, reply);
  const auto has = [first = body->elements.front()](const desk::Nouns& nouns) {
    return nouns.get<element::State>().elements.contains(first);
  };
  desk::find_desk(desks, has, [=, &desks, body = *body](UnitCode desk) {
    const UnitCode own = request->caller.unit;
    const bool is_below = desk && desks.plan().desk_of(own) == desk;
    plan_on(!desk || is_below ? own : desk, body, request, desks, reply);
  });
}

template <class Body, class Make>
desk::Route action(const std::string& verb, std::string summary, Make make) {
  return {.method = "POST",
          .path = "/api/v1/planned-works/{id}/" + verb,
          .operation = verb + "_planned_work",
          .tag = "planned_work",
          .summary = std::move(summary),
          .role = desk::Role::operator_,
          .handler = desk::act_handler<WorkId, Body>(missing, make, row_of),
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

void add_actions(desk::Routes& routes) {
  using desk::ReasonBody;
  routes.push_back(
      action<PlanBody>("change", "Plans it anew, before it begins", [](WorkId id, PlanBody body) {
        Change command{.id = id, .what = {}, .override_reason = body.override_reason};
        command.what = what_of(std::move(body));
        return Command(std::move(command));
      }));
  routes.push_back(
      action<ReasonBody>("cancel", "It will not be done", [](WorkId id, const ReasonBody& body) {
        return Command(Cancel{.id = id, .reason = body.reason});
      }));
  routes.push_back(
      action<ExtendBody>("extend", "It takes longer", [](WorkId id, const ExtendBody& body) {
        return Command(Extend{.id = id,
                              .until = body.until,
                              .reason = body.reason,
                              .override_reason = body.override_reason});
      }));
  routes.push_back(action<ReasonBody>(
      "end", "It is done before its time; what is still down is an outage from now on",
      [](WorkId id, const ReasonBody& body) {
        return Command(End{.id = id, .reason = body.reason});
      }));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<WorkList>("/api/v1/planned-works", "list_planned_works",
                                              "planned_work",
                                              "Planned work, and the newest that is over"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/planned-works",
                    .operation = "plan_work",
                    .tag = "planned_work",
                    .summary = "Plans work on elements; while it runs their failures are shown as "
                               "suppressed and open no incident",
                    .role = desk::Role::operator_,
                    .handler = plan,
                    .body_schema = json_schema<PlanBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/planned-works/{id}",
                    .operation = "get_planned_work",
                    .tag = "planned_work",
                    .summary = "A piece of planned work and what happened to it",
                    .handler = desk::one_handler<WorkId>(missing, page),
                    .answer_schema = desk::joined_schema<Row, More>()});
  add_actions(routes);
  return routes;
}

}  // namespace lifeline::planned_work
