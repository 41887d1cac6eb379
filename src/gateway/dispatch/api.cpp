// SPDX-License-Identifier: Apache-2.0
#include "gateway/dispatch/api.h"

#include "command/dispatch/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"

namespace lifeline::dispatch {
namespace {

struct Choices {
  JobId job;
  std::vector<Choice> choices;
};
LIFELINE_STRUCT(Choices, job, choices)

// Within the caller's reach first; what each crew would cost then comes from the planner.
desk::Route choices_route(Planner& planner) {
  const auto show = [&planner](const desk::Requested& request, desk::Desks& desks,
                               desk::Reply reply) {
    const auto id = desk::known_id<JobId>(desks, request->path_value("id"), "job_must_exist");
    if (!id) return reply(desk::problem(id.error()));
    const auto look = [=, id = *id](const desk::Nouns& nouns) {
      const job::Job* job = job::find(nouns.get<job::State>(), id);
      if (job == nullptr || !unit::Reach(nouns, request->caller).holds(job->what.unit))
        return desk::problem(not_found("job_must_exist", "id").value());
      return desk::Response{};
    };
    desks.read(UnitCode{id->desk}, look, [&planner, reply, id = *id](const desk::Response& seen) {
      if (seen.status != 200) return reply(seen);
      planner.ask(UnitCode{id.desk}, id, [reply, id](const auto& choices) {
        if (!choices) return reply(desk::problem(choices.error()));
        reply(desk::row_response(200, Choices{.job = id, .choices = *choices}));
      });
    });
  };
  return {.method = "GET",
          .path = "/api/v1/jobs/{id}/choices",
          .operation = "list_job_choices",
          .tag = "dispatch",
          .summary = "What the job would cost with each crew, all else as planned",
          .handler = show,
          .answer_schema = json_schema<Choices>()};
}

desk::Route replan_route(Planner& planner) {
  const auto act = [&planner](const desk::Requested& request, desk::Desks& desks,
                              desk::Reply reply) {
    const auto unit = parse_unit_code(request->path_value("unit"));
    const auto& all = desks.plan().desks();
    if (!unit || std::ranges::find(all, *unit) == all.end())
      return reply(desk::problem(not_found("plan_must_exist", "unit").value()));
    const auto body = desk::body_of<desk::ReasonBody>(*request);
    if (!body) return reply(desk::problem(body.error()));
    const auto look = [=, unit = *unit](const desk::Nouns& nouns) {
      if (!unit::Reach(nouns, request->caller).holds(unit))
        return desk::problem(not_found("plan_must_exist", "unit").value());
      return desk::row_response(202, plan_row(nouns.get<State>(), unit));
    };
    desks.read(*unit, look, [&planner, reply, unit = *unit](const desk::Response& seen) {
      if (seen.status == 202) planner.replan(unit);
      reply(seen);
    });
  };
  return {.method = "POST",
          .path = "/api/v1/plans/{unit}/replan",
          .operation = "replan",
          .tag = "dispatch",
          .summary = "Makes the desk's plan anew",
          .role = desk::Role::operator_,
          .handler = act,
          .body_schema = json_schema<desk::ReasonBody>(),
          .answer_schema = json_schema<PlanRow>()};
}

}  // namespace

desk::Routes planner_routes(Planner& planner) {
  desk::Routes routes;
  routes.push_back(choices_route(planner));
  routes.push_back(replan_route(planner));
  return routes;
}

}  // namespace lifeline::dispatch
