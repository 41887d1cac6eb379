// SPDX-License-Identifier: Apache-2.0
#include "command/job/api.h"

#include "command/job/body.h"
#include "command/job/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::job {
namespace {

constexpr const char* missing = "job_must_exist";

struct JobList {
  using Row = job::Row;
  static constexpr std::string_view sort = "-created_at";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, job] : nouns.get<State>().jobs)
      if (reach.holds(job.what.unit)) show(row_of(job, nouns));
  }
};

struct OfferBody {
  std::string crew;
  int64_t within_s = 0;
  std::string reason;
};
LIFELINE_STRUCT(OfferBody, crew, within_s, reason)

struct CrewBody {
  std::string crew;
  std::string reason;
};
LIFELINE_STRUCT(CrewBody, crew, reason)

struct StepBody {
  std::string crew;  // none: the caller's own
  Instant at;        // when it happened; none: now
  std::string reason;
};
LIFELINE_STRUCT(StepBody, crew, at, reason)

struct FinishBody {
  std::string crew;
  Instant at;
  std::string note;
  std::optional<double> number;
  std::vector<std::string> photos;
  Parts parts;
  std::string reason;
};
LIFELINE_STRUCT(FinishBody, crew, at, note, number, photos, parts, reason)

/// What a job's own page has beyond its row.
struct More {
  std::vector<Assignment> assignments;
  std::vector<Entry> timeline;
};
LIFELINE_STRUCT(More, assignments, timeline)

desk::Response row_response(JobId id, const desk::Nouns& nouns) {
  const Job* job = find(nouns.get<State>(), id);
  if (job == nullptr) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, row_of(*job, nouns));
}

std::optional<desk::Response> page(JobId id, const desk::Actor& caller, const desk::Nouns& nouns) {
  const Job* job = find(nouns.get<State>(), id);
  if (job == nullptr || !unit::Reach(nouns, caller).holds(job->what.unit)) return std::nullopt;
  More more{.assignments = job->crews, .timeline = {}};
  const auto& timelines = nouns.get<View>().timelines;
  if (const auto found = timelines.find(id); found != timelines.end())
    more.timeline = found->second;
  return desk::json_response(200, desk::joined_json(row_of(*job, nouns), more));
}

// The job's unit decides which desk it belongs to.
void create(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto body = desk::body_of<JobBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  auto what = what_of(*body, What{});
  if (!what) return reply(desk::problem(what.error()));
  if (!what->unit) what->unit = request->caller.unit;
  const UnitCode desk = desks.plan().desk_of(what->unit);
  desk::submit(desks, desk,
               desk::intent_of(*request, Command(Create{.what = std::move(*what)}), body->reason),
               created_answer, std::move(reply));
}

// What the body does not say stays as it is, so the job is looked at first.
void change(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto id = desk::known_id<JobId>(desks, request->path_value("id"), missing);
  if (!id) return reply(desk::problem(id.error()));
  const auto body = desk::body_of<JobBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const auto found = std::make_shared<Result<What>>(not_found(missing, "id"));
  const auto look = [=, id = *id](const desk::Nouns& nouns) {
    if (const Job* job = find(nouns.get<State>(), id)) *found = what_of(*body, job->what);
    return *found ? desk::Response{} : desk::problem(found->error());
  };
  desks.read(UnitCode{id->desk}, look, [=, &desks, id = *id](const desk::Response& answer) {
    if (answer.status != 200) return reply(answer);
    const auto row = [id](const desk::RowKey&, const desk::Nouns& nouns) {
      return row_response(id, nouns);
    };
    desk::submit(
        desks, UnitCode{id.desk},
        desk::intent_of(*request, Command(Change{.id = id, .what = **found}), body->reason), row,
        reply);
  });
}

template <class Body, class Make>
desk::Route action(const std::string& verb, std::string summary, Make make) {
  return {.method = "POST",
          .path = "/api/v1/jobs/{id}/" + verb,
          .operation = verb + "_job",
          .tag = "job",
          .summary = std::move(summary),
          .role = desk::Role::operator_,
          .handler = desk::act_handler<JobId, Body>(missing, make, row_response),
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

template <class Act>
desk::Route step_action(const std::string& verb, std::string summary) {
  return action<StepBody>(verb, std::move(summary), [](JobId id, const StepBody& body) {
    Act act{.id = id, .crew = body.crew};
    if constexpr (requires { act.reason; }) act.reason = body.reason;
    act.at = body.at;
    return Command(std::move(act));
  });
}

template <class Act>
desk::Route bond_action(const std::string& verb, std::string summary) {
  return action<CrewBody>(verb, std::move(summary), [](JobId id, const CrewBody& body) {
    return Command(Act{.id = id, .crew = body.crew});
  });
}

void add_steps(desk::Routes& routes) {
  routes.push_back(step_action<Accept>("accept", "The crew takes it"));
  routes.push_back(step_action<Decline>("decline", "The crew gives it back, with the reason"));
  routes.push_back(step_action<Depart>("depart", "The crew is on its way"));
  routes.push_back(step_action<Arrive>("arrive", "The crew is on site"));
  routes.push_back(action<FinishBody>("finish", "It is done", [](JobId id, const FinishBody& body) {
    return Command(Finish{.id = id,
                          .crew = body.crew,
                          .result = {.note = body.note,
                                     .number = body.number,
                                     .photos = body.photos,
                                     .parts = body.parts},
                          .at = body.at});
  }));
  routes.push_back(step_action<Fail>("fail", "It could not be done, with the reason"));
}

}  // namespace

desk::Response created_answer(const desk::RowKey& subject, const desk::Nouns& nouns) {
  desk::Response row = row_response(parse_id<Tag>(subject).value_or(JobId{}), nouns);
  if (row.status != 200) return row;
  return desk::created_response("/api/v1/jobs/" + subject, std::move(row.body));
}

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<JobList>("/api/v1/jobs", "list_jobs", "job",
                                             "Jobs for crews: open, under way and over"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/jobs",
                    .operation = "create_job",
                    .tag = "job",
                    .summary = "Makes a job for a crew",
                    .role = desk::Role::operator_,
                    .handler = create,
                    .body_schema = json_schema<JobBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/jobs/{id}",
                    .operation = "get_job",
                    .tag = "job",
                    .summary = "A job, how far each crew is with it, and all that touched it",
                    .handler = desk::one_handler<JobId>(missing, page),
                    .answer_schema = desk::joined_schema<Row, More>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/jobs/{id}/change",
                    .operation = "change_job",
                    .tag = "job",
                    .summary = "Changes what is given; the rest stays as it is",
                    .role = desk::Role::operator_,
                    .handler = change,
                    .body_schema = json_schema<JobBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back(action<OfferBody>(
      "offer", "Offers it to a crew, which has so many seconds to accept",
      [](JobId id, const OfferBody& body) {
        return Command(Offer{.id = id, .crew = body.crew, .within_s = body.within_s});
      }));
  add_steps(routes);
  routes.push_back(action<desk::ReasonBody>("cancel", "It is not needed any more, with the reason",
                                            [](JobId id, const desk::ReasonBody& body) {
                                              return Command(Cancel{.id = id, .why = body.reason});
                                            }));
  routes.push_back(bond_action<Pin>("pin", "It is for this crew and no other"));
  routes.push_back(bond_action<Forbid>("forbid", "It is not for this crew"));
  routes.push_back(bond_action<Unpin>("unpin", "It may go to any crew, or to this one again"));
  for (desk::Route& route : phone_routes()) routes.push_back(std::move(route));
  routes.push_back(count_route());
  return routes;
}

}  // namespace lifeline::job
