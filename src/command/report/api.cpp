// SPDX-License-Identifier: Apache-2.0
#include "command/report/api.h"

#include "command/report/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::report {
namespace {

constexpr const char* missing = "report_must_exist";
constexpr const char* plan_missing = "report_plan_must_exist";

struct ReportList {
  using Row = report::Row;
  static constexpr std::string_view sort = "-cut_off";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, report] : nouns.get<State>().reports)
      if (reach.holds(report.unit)) show(row_of(report));
  }
};

struct PlanList {
  using Row = PlanRow;
  static constexpr std::string_view sort = "next_at";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    const State& state = nouns.get<State>();
    for (const auto& [id, plan] : state.plans)
      if (reach.holds(plan.what.unit)) show(row_of(plan, state));
  }
};

struct PlanBody {
  UnitCode unit;  // none: the caller's own
  std::string scenario;
  int64_t every_min = 0;
  std::string daily_at;
  Instant from;
  Instant until;
  std::vector<Language> languages;
  std::string reason;
};
LIFELINE_STRUCT(PlanBody, unit, scenario, every_min, daily_at, from, until, languages, reason)

struct DrawUpBody {
  UnitCode unit;  // none: the caller's own
  std::string scenario;
  Instant from;
  Instant cut_off;  // none: now
  std::vector<Language> languages;
  std::string reason;
};
LIFELINE_STRUCT(DrawUpBody, unit, scenario, from, cut_off, languages, reason)

desk::Response answer_report(ReportId id, const desk::Nouns& nouns) {
  const auto& reports = nouns.get<State>().reports;
  const auto found = reports.find(id);
  if (found == reports.end()) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, row_of(found->second));
}

desk::Response answer_plan(PlanId id, const desk::Nouns& nouns) {
  const State& state = nouns.get<State>();
  const auto found = state.plans.find(id);
  if (found == state.plans.end()) return desk::problem(not_found(plan_missing, "id").value());
  return desk::row_response(200, row_of(found->second, state));
}

// 201 with the row's place.
desk::Response created(std::string place, desk::Response row) {
  if (row.status != 200) return row;
  return desk::created_response(std::move(place), std::move(row.body));
}

void plan(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto body = desk::body_of<PlanBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const UnitCode unit = body->unit ? body->unit : request->caller.unit;
  Command command = Plan{.what = {.unit = unit,
                                  .scenario = body->scenario,
                                  .every_min = body->every_min,
                                  .daily_at = body->daily_at,
                                  .from = body->from,
                                  .until = body->until,
                                  .languages = body->languages}};
  const auto answer = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    return created("/api/v1/report-plans/" + subject,
                   answer_plan(parse_id<PlanTag>(subject).value_or(PlanId{}), nouns));
  };
  desk::submit(desks, desks.plan().desk_of(unit),
               desk::intent_of(*request, std::move(command), body->reason), answer,
               std::move(reply));
}

void draw_up(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto body = desk::body_of<DrawUpBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const UnitCode unit = body->unit ? body->unit : request->caller.unit;
  Command command = DrawUpOnce{.unit = unit,
                               .scenario = body->scenario,
                               .from = body->from,
                               .cut_off = body->cut_off ? body->cut_off : desks.now(),
                               .languages = body->languages};
  const auto answer = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    return created("/api/v1/reports/" + subject,
                   answer_report(parse_id<Tag>(subject).value_or(ReportId{}), nouns));
  };
  desk::submit(desks, desks.plan().desk_of(unit),
               desk::intent_of(*request, std::move(command), body->reason), answer,
               std::move(reply));
}

std::optional<desk::Response> show_plan(PlanId id, const desk::Actor& caller,
                                        const desk::Nouns& nouns) {
  const auto& plans = nouns.get<State>().plans;
  const auto found = plans.find(id);
  if (found == plans.end() || !unit::Reach(nouns, caller).holds(found->second.what.unit))
    return std::nullopt;
  return answer_plan(id, nouns);
}

void add_plans(desk::Routes& routes) {
  routes.push_back(desk::list_route<PlanList>("/api/v1/report-plans", "list_report_plans", "report",
                                              "Series of situation reports and their rhythm"));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/report-plans/{id}",
                    .operation = "get_report_plan",
                    .tag = "report",
                    .summary = "A series of situation reports",
                    .handler = desk::one_handler<PlanId>(plan_missing, show_plan),
                    .answer_schema = json_schema<PlanRow>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/report-plans",
                    .operation = "plan_reports",
                    .tag = "report",
                    .summary = "Plans a series: every so many minutes, or daily at a time",
                    .role = desk::Role::commander,
                    .handler = plan,
                    .body_schema = json_schema<PlanBody>(),
                    .answer_schema = json_schema<PlanRow>()});
  const auto stop = [](PlanId id, const desk::ReasonBody& body) {
    return Command(Stop{.id = id, .reason = body.reason});
  };
  routes.push_back(
      {.method = "POST",
       .path = "/api/v1/report-plans/{id}/stop",
       .operation = "stop_reports",
       .tag = "report",
       .summary = "No more reports of the series",
       .role = desk::Role::commander,
       .handler = desk::act_handler<PlanId, desk::ReasonBody>(plan_missing, stop, answer_plan),
       .body_schema = json_schema<desk::ReasonBody>(),
       .answer_schema = json_schema<PlanRow>()});
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<ReportList>("/api/v1/reports", "list_reports", "report",
                                                "Situation reports, drafts and released"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/reports",
                    .operation = "draw_up_report",
                    .tag = "report",
                    .summary = "Draws up a report over a time that has passed",
                    .role = desk::Role::operator_,
                    .handler = draw_up,
                    .body_schema = json_schema<DrawUpBody>(),
                    .answer_schema = json_schema<Row>()});
  const auto withdraw = [](ReportId id, const desk::ReasonBody& body) {
    return Command(Withdraw{.id = id, .reason = body.reason});
  };
  routes.push_back(
      {.method = "POST",
       .path = "/api/v1/reports/{id}/withdraw",
       .operation = "withdraw_report",
       .tag = "report",
       .summary = "It does not stand any more; it stays readable and says so",
       .role = desk::Role::commander,
       .handler = desk::act_handler<ReportId, desk::ReasonBody>(missing, withdraw, answer_report),
       .body_schema = json_schema<desk::ReasonBody>(),
       .answer_schema = json_schema<Row>()});
  add_plans(routes);
  return routes;
}

}  // namespace lifeline::report
