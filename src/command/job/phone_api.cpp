// SPDX-License-Identifier: Apache-2.0
// What a crew's phone asks and tells: its jobs, with an ETag, and the steps that it kept while it
// had no network, each answered for itself.
#include <algorithm>

#include "base/limits.h"
#include "command/job/api.h"
#include "command/job/view.h"
#include "command/person/model.h"
#include "command/unit/view.h"
#include "desk/exchange.h"

namespace lifeline::job {
namespace {

struct MineRow {
  Step step = Step::offered;
  std::string own;  // the crew whose step it is
  Row job;
};
LIFELINE_STRUCT(MineRow, step, own, job)

/// Whom a crew calls: its unit's duty desk, with the whole number for its members.
struct DutyRow {
  std::string crew;
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
  std::string duty_name;
  std::string phone;
};
LIFELINE_STRUCT(DutyRow, crew, unit, name_zh, name_en, duty_name, phone)

struct Mine {
  std::vector<std::string> crews;
  std::vector<DutyRow> duty;  // of each crew
  std::vector<MineRow> jobs;
};
LIFELINE_STRUCT(Mine, crews, duty, jobs)

// The crew that is asked for, within the caller's reach; else those that the caller is a member of.
std::vector<const crew::Crew*> crews_of(const desk::Request& request, const desk::Nouns& nouns) {
  const auto& state = nouns.get<crew::State>();
  std::vector<const crew::Crew*> crews;
  const auto* person = person::of_account(nouns.get<person::State>(), request.caller.name);
  if (person != nullptr) crews = crew::of_person(state, person->id);
  if (const auto asked = request.query_value("crew"); !asked.empty()) {
    const crew::Crew* one = crew::find(state, asked);
    const bool is_own = std::ranges::find(crews, one) != crews.end();
    const bool is_seen =
        one != nullptr && (is_own || unit::Reach(nouns, request.caller).holds(one->what.unit));
    crews.clear();
    if (is_seen) crews.push_back(one);
  }
  std::erase_if(crews, [](const crew::Crew* crew) { return crew->copy; });
  return crews;
}

// The unit's own desk, or the next above it that has a number.
void add_duty(std::vector<DutyRow>& duty, const crew::Crew& crew, const desk::Actor& caller,
              const desk::Nouns& nouns) {
  const auto& units = nouns.get<unit::State>().units;
  auto at = units.find(crew.what.unit);
  while (at != units.end() && at->second.duty_phone.empty()) at = units.find(at->second.parent);
  if (at == units.end()) return;
  const bool is_own = crew::is_member(crew, caller, nouns);
  const unit::Unit unit = is_own ? at->second : unit::row_of(at->second, caller);
  duty.push_back({.crew = crew.what.id,
                  .unit = unit.code,
                  .name_zh = unit.name_zh,
                  .name_en = unit.name_en,
                  .duty_name = unit.duty_name,
                  .phone = unit.duty_phone});
}

Mine mine_of(const desk::Request& request, const desk::Nouns& nouns) {
  const auto& state = nouns.get<State>();
  Mine mine;
  for (const crew::Crew* crew : crews_of(request, nouns)) {
    mine.crews.push_back(crew->what.id);
    add_duty(mine.duty, *crew, request.caller, nouns);
    const auto jobs = state.by_crew.find(crew->what.id);
    if (jobs == state.by_crew.end()) continue;
    for (const JobId id : jobs->second) {
      const Job& job = state.jobs.at(id);
      mine.jobs.push_back({.step = find_assignment(job, crew->what.id)->step,
                           .own = crew->what.id,
                           .job = row_of(job, nouns)});
    }
  }
  return mine;
}

// FNV-1a: the same jobs have the same tag, on every run of the server.
std::string tag_of(std::string_view text) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 1099511628211u;
  return "\"" + std::to_string(hash) + "\"";
}

void show_mine(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto shares = std::make_shared<std::vector<Mine>>(desks.plan().desks().size());
  const auto look = [=](size_t index, UnitCode, const desk::Nouns& nouns) {
    (*shares)[index] = mine_of(*request, nouns);
  };
  const auto combine = [=] {
    Mine all;
    for (const Mine& share : *shares) {
      all.crews.insert(all.crews.end(), share.crews.begin(), share.crews.end());
      all.duty.insert(all.duty.end(), share.duty.begin(), share.duty.end());
      all.jobs.insert(all.jobs.end(), share.jobs.begin(), share.jobs.end());
    }
    auto response = desk::row_response(200, all);
    response.headers.emplace_back("ETag", tag_of(response.body));
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
  };
  desks.read_each(look, combine, std::move(reply));
}

enum class Verb { accept, decline, depart, arrive, finish, fail };
LIFELINE_ENUM(Verb, accept, decline, depart, arrive, finish, fail)

/// Texts where a wrong one is to be refused for its own step, not for all of them.
struct SyncStep {
  std::string key;  // of the phone, for this step and no other
  std::string job;
  std::string step;
  std::string crew;
  std::string at;
  std::string reason;
  std::string note;
  std::optional<double> number;
  std::vector<std::string> photos;
  Parts parts;
};
LIFELINE_STRUCT(SyncStep, key, job, step, crew, at, reason, note, number, photos, parts)

struct SyncBody {
  std::vector<SyncStep> steps;
};
LIFELINE_STRUCT(SyncBody, steps)

struct SyncAnswer {
  std::string key;
  std::string job;
  std::string step;
  int status = 200;
  std::string state;  // of the job now; "" where the step is refused
  std::string name;   // of the refusal, as in a problem
  std::string detail;
  std::string field;
};
LIFELINE_STRUCT(SyncAnswer, key, job, step, status, state, name, detail, field)

struct SyncAnswers {
  std::vector<SyncAnswer> steps;
};
LIFELINE_STRUCT(SyncAnswers, steps)

Result<Command> command_of(const SyncStep& step, JobId id) {
  Verb verb{};
  if (!enum_from_text(step.step, verb))
    return invalid("step_must_be_known", "step", "accept, decline, depart, arrive, finish, fail");
  const auto at = parse_rfc3339(step.at);
  if (!at) return invalid("value_must_be_well_formed", "at", "RFC 3339");
  switch (verb) {
    case Verb::accept: return Accept{.id = id, .crew = step.crew, .at = *at};
    case Verb::decline:
      return Decline{.id = id, .crew = step.crew, .reason = step.reason, .at = *at};
    case Verb::depart: return Depart{.id = id, .crew = step.crew, .at = *at};
    case Verb::arrive: return Arrive{.id = id, .crew = step.crew, .at = *at};
    case Verb::fail: return Fail{.id = id, .crew = step.crew, .reason = step.reason, .at = *at};
    case Verb::finish: break;
  }
  return Finish{.id = id,
                .crew = step.crew,
                .result = {.note = step.note,
                           .number = step.number,
                           .photos = step.photos,
                           .parts = step.parts},
                .at = *at};
}

/// A sync on its way: one step after another, in the order in which they happened.
struct Syncing {
  desk::Requested request;
  desk::Desks& desks;
  desk::Reply reply;
  SyncBody body;
  SyncAnswers answers = {};
};
using Shared = std::shared_ptr<Syncing>;

SyncAnswer refused(const SyncStep& step, const Error& error) {
  return {.key = step.key,
          .job = step.job,
          .step = step.step,
          .status = desk::http_status(error.code),
          .state = {},
          .name = error.name,
          .detail = error.detail,
          .field = error.field};
}

// The key makes the step one of this account, whichever request brings it.
Result<desk::Intent> intent_of(const desk::Request& request, const SyncStep& step, JobId id) {
  auto command = command_of(step, id);
  if (!command) return tl::unexpected(command.error());
  desk::Request keyed;
  keyed.caller = request.caller;
  keyed.path = request.path;
  if (!step.key.empty()) keyed.headers.emplace_back("idempotency-key", step.key);
  return desk::intent_of(keyed, std::move(*command), step.reason);
}

void go_on(const Shared& work) {
  const size_t next = work->answers.steps.size();
  if (next == work->body.steps.size()) return work->reply(desk::row_response(200, work->answers));
  const SyncStep& step = work->body.steps[next];
  const auto id = desk::known_id<JobId>(work->desks, step.job, "job_must_exist");
  auto intent =
      id ? intent_of(*work->request, step, *id) : Result<desk::Intent>(tl::unexpected(id.error()));
  if (!intent) {
    work->answers.steps.push_back(refused(step, intent.error()));
    return go_on(work);
  }
  const auto answer = [work, &step, id = *id](const desk::Outcome& outcome,
                                              const desk::Nouns& nouns) {
    if (!outcome.repeated && !outcome.each.empty() && !outcome.each.front()) {
      work->answers.steps.push_back(refused(step, outcome.each.front().error()));
      return desk::Response{};
    }
    const Job* job = find(nouns.get<State>(), id);
    work->answers.steps.push_back(
        {.key = step.key,
         .job = step.job,
         .step = step.step,
         .state = job == nullptr ? std::string() : std::string(enum_text(job->phase)),
         .name = {},
         .detail = {},
         .field = {}});
    return desk::Response{};
  };
  // A desk that cannot take it now ends the sync; what was taken is not taken again.
  work->desks.submit(UnitCode{id->desk}, std::move(*intent), answer,
                     [work](desk::Response response) {
                       if (response.status != 200) return work->reply(std::move(response));
                       go_on(work);
                     });
}

void sync(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  auto body = desk::body_of<SyncBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  if (body->steps.empty())
    return reply(desk::problem(invalid("steps_must_be_given", "steps").value()));
  if (body->steps.size() > limits::job_sync_steps_max)
    return reply(desk::problem(invalid("steps_must_be_fewer", "steps").value()));
  go_on(std::make_shared<Syncing>(Syncing{
      .request = request, .desks = desks, .reply = std::move(reply), .body = std::move(*body)}));
}

}  // namespace

desk::Routes phone_routes() {
  desk::Routes routes;
  routes.push_back({.method = "GET",
                    .path = "/api/v1/jobs/mine",
                    .operation = "list_my_jobs",
                    .tag = "job",
                    .summary = "Jobs that are offered to or taken by the caller's crew",
                    .role = desk::Role::operator_,
                    .handler = show_mine,
                    .parameters = {{"crew", "another one, within the caller's reach"}},
                    .answer_schema = json_schema<Mine>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/jobs/sync",
                    .operation = "sync_jobs",
                    .tag = "job",
                    .summary = "Steps that a phone kept while it had no network, oldest first",
                    .role = desk::Role::operator_,
                    .handler = sync,
                    .body_schema = json_schema<SyncBody>(),
                    .answer_schema = json_schema<SyncAnswers>()});
  return routes;
}

}  // namespace lifeline::job
