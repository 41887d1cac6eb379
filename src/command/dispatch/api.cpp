// SPDX-License-Identifier: Apache-2.0
#include "command/dispatch/api.h"

#include "base/limits.h"
#include "command/dispatch/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::dispatch {
namespace {

constexpr const char* missing_closure = "closure_must_exist";

struct ProposalList {
  using Row = dispatch::Row;
  static constexpr std::string_view sort = "id";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    const auto& jobs = nouns.get<job::State>();
    for (const auto& [key, proposal] : nouns.get<State>().proposals) {
      const job::Job* job = job::find(jobs, proposal.job);
      if (job == nullptr || job::is_over(job->phase) || !reach.holds(job->what.unit)) continue;
      show(row_of(proposal, *job));
    }
  }
};

// A plan is of a whole desk: whoever answers for any ground of the desk sees it.
bool sees_desk(const desk::Nouns& nouns, const desk::Actor& caller, UnitCode desk) {
  const auto& tree = nouns.get<unit::State>();
  return unit::is_within(tree, desk, caller.unit) || unit::is_within(tree, caller.unit, desk);
}

struct PlanList {
  using Row = PlanRow;
  static constexpr std::string_view sort = "unit";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    const UnitCode desk = nouns.get<View>().desk;
    const auto& state = nouns.get<State>();
    if (desk && sees_desk(nouns, caller, desk)) show(plan_row(state, desk));
  }
};

struct ClosureList {
  using Row = Closure;
  static constexpr std::string_view sort = "id";
  static constexpr bool lasting = true;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    if (!sees_desk(nouns, caller, nouns.get<View>().desk)) return;
    for (const auto& [id, closure] : nouns.get<State>().closures) show(closure);
  }
};

struct ModeBody {
  Mode mode = Mode::proposing;
  std::string reason;
};
LIFELINE_STRUCT(ModeBody, mode, reason)

struct TakeUpBody {
  std::vector<JobId> jobs;
  std::string reason;
};
LIFELINE_STRUCT(TakeUpBody, jobs, reason)

struct Refused {
  JobId job;
  std::string name;
  std::string detail;
  std::string field;
};
LIFELINE_STRUCT(Refused, job, name, detail, field)

struct TakenUpAnswer {
  std::vector<JobId> offered;
  std::vector<Refused> refused;
};
LIFELINE_STRUCT(TakenUpAnswer, offered, refused)

struct ClosureBody {
  UnitCode unit;  // none: the caller's
  LonLat place;
  double radius_m = 0;
  Instant from;  // none: now
  Instant until;
  std::string reason;
};
LIFELINE_STRUCT(ClosureBody, unit, place, radius_m, from, until, reason)

Result<UnitCode> known_desk(const desk::Desks& desks, std::string_view text) {
  const auto unit = parse_unit_code(text);
  if (unit)
    for (const UnitCode desk : desks.plan().desks())
      if (desk == *unit) return desk;
  return not_found("plan_must_exist", "unit");
}

void set_mode(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto desk = known_desk(desks, request->path_value("unit"));
  if (!desk) return reply(desk::problem(desk.error()));
  const auto body = desk::body_of<ModeBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const auto row = [desk = *desk](const desk::RowKey&, const desk::Nouns& nouns) {
    return desk::row_response(200, plan_row(nouns.get<State>(), desk));
  };
  desk::submit(desks, *desk,
               desk::intent_of(*request, Command(SetMode{.mode = body->mode}), body->reason), row,
               std::move(reply));
}

/// Jobs that are taken up on one desk, each for itself: what is refused of one stops no other.
Result<desk::Intent> taking(const desk::Request& request, const TakeUpBody& body) {
  if (body.jobs.empty()) return invalid("jobs_must_be_given", "jobs");
  if (body.jobs.size() > limits::dispatch_take_up_max)
    return invalid("request_must_name_fewer_jobs", "jobs");
  auto intent = desk::intent_of(request, Command(TakeUp{.job = body.jobs.front()}), body.reason);
  if (!intent) return intent;
  for (size_t i = 1; i < body.jobs.size(); ++i) {
    if (body.jobs[i].desk != body.jobs.front().desk)
      return invalid("jobs_must_be_of_one_desk", "jobs");
    intent->commands.add(Command(TakeUp{.job = body.jobs[i]}));
  }
  return intent;
}

void take_up(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto body = desk::body_of<TakeUpBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  auto intent = taking(*request, *body);
  if (!intent) return reply(desk::problem(intent.error()));
  const auto desk = desk::known_id<JobId>(desks, to_text(body->jobs.front()), "job_must_exist");
  if (!desk) return reply(desk::problem(desk.error()));
  const auto answer = [jobs = body->jobs](const desk::Outcome& outcome, const desk::Nouns&) {
    TakenUpAnswer taken;
    for (size_t i = 0; i < jobs.size(); ++i) {
      const bool is_refused = i < outcome.each.size() && !outcome.each[i];
      if (!is_refused) {
        taken.offered.push_back(jobs[i]);
        continue;
      }
      const Error& error = outcome.each[i].error();
      taken.refused.push_back({jobs[i], error.name, error.detail, error.field});
    }
    return desk::row_response(200, taken);
  };
  desks.submit(UnitCode{desk->desk}, std::move(*intent), answer, std::move(reply));
}

desk::Response closure_response(int status, ClosureId id, const desk::Nouns& nouns) {
  const auto& closures = nouns.get<State>().closures;
  const auto found = closures.find(id);
  if (found == closures.end()) return desk::json_response(200, "{}");
  return desk::row_response(status, found->second);
}

void close_road(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto body = desk::body_of<ClosureBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const UnitCode unit = body->unit ? body->unit : request->caller.unit;
  const auto row = [](const desk::RowKey& subject, const desk::Nouns& nouns) {
    auto answer = closure_response(201, parse_id<Tag>(subject).value_or(ClosureId{}), nouns);
    return desk::created_response("/api/v1/closures/" + subject, std::move(answer.body));
  };
  desk::submit(desks, desks.plan().desk_of(unit),
               desk::intent_of(*request,
                               Command(CloseRoad{.closure = {.id = {},
                                                             .unit = unit,
                                                             .place = body->place,
                                                             .radius_m = body->radius_m,
                                                             .from = body->from,
                                                             .until = body->until,
                                                             .reason = body->reason,
                                                             .by = {}}}),
                               body->reason),
               row, std::move(reply));
}

desk::Route open_route() {
  const auto make = [](ClosureId id, const desk::ReasonBody& body) {
    return Command(OpenRoad{.id = id, .reason = body.reason});
  };
  const auto row = [](ClosureId id, const desk::Nouns& nouns) {
    return closure_response(200, id, nouns);
  };
  return {.method = "POST",
          .path = "/api/v1/closures/{id}/end",
          .operation = "open_road",
          .tag = "dispatch",
          .summary = "The road is open again",
          .role = desk::Role::operator_,
          .handler = desk::act_handler<ClosureId, desk::ReasonBody>(missing_closure, make, row),
          .body_schema = json_schema<desk::ReasonBody>()};
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<ProposalList>(
      "/api/v1/proposals", "list_proposals", "dispatch",
      "Which crew is to go where, when and why; and what nobody can do"));
  routes.push_back(desk::list_route<PlanList>("/api/v1/plans", "list_plans", "dispatch",
                                              "The plan of each desk: how good it is"));
  routes.push_back(desk::list_route<ClosureList>("/api/v1/closures", "list_closures", "dispatch",
                                                 "Roads that are closed for a time"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/plans/{unit}/mode",
                    .operation = "set_plan_mode",
                    .tag = "dispatch",
                    .summary = "Whether jobs are offered as planned by themselves",
                    .role = desk::Role::operator_,
                    .handler = set_mode,
                    .body_schema = json_schema<ModeBody>(),
                    .answer_schema = json_schema<PlanRow>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/proposals/offer",
                    .operation = "offer_proposals",
                    .tag = "dispatch",
                    .summary = "Offers each job to the crew that is proposed",
                    .role = desk::Role::operator_,
                    .handler = take_up,
                    .body_schema = json_schema<TakeUpBody>(),
                    .answer_schema = json_schema<TakenUpAnswer>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/closures",
                    .operation = "close_road",
                    .tag = "dispatch",
                    .summary = "Closes the roads around a place for a time",
                    .role = desk::Role::operator_,
                    .handler = close_road,
                    .body_schema = json_schema<ClosureBody>(),
                    .answer_schema = json_schema<Closure>()});
  routes.push_back(open_route());
  return routes;
}

}  // namespace lifeline::dispatch
