// SPDX-License-Identifier: Apache-2.0
#include "command/team/api.h"
#include "command/team/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::team {
namespace {

constexpr const char* missing_task = "team_task_must_exist";

struct TaskList {
  using Row = TaskRow;
  static constexpr std::string_view sort = "-ordered_at";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    RowMaker make(nouns, caller);
    const auto& state = nouns.get<State>();
    for (const auto& [id, task] : state.tasks)
      if (reach.holds(state.teams.at(task.team).what.unit)) show(make.row(task));
  }
};

struct MobiliseBody {
  order::OrderId order;
  std::string what;
  std::string place;
  Instant from;  // none: now
  Instant until;
  std::string reason;
};
LIFELINE_STRUCT(MobiliseBody, order, what, place, from, until, reason)

struct BeginBody {
  std::vector<uint64_t> members;  // numbers; none: all of the team
  std::string reason;
};
LIFELINE_STRUCT(BeginBody, members, reason)

struct FinishBody {
  std::string note;
  double hours = 0;
  std::vector<Spent> hours_by_member;
  double count = 0;
  std::string count_unit;
  std::vector<std::string> photos;
  std::string reason;
};
LIFELINE_STRUCT(FinishBody, note, hours, hours_by_member, count, count_unit, photos, reason)

/// Who was on a task; those who have left the team since among them.
struct Attendance {
  uint64_t number = 0;
  std::string name;
  double hours = 0;
};
LIFELINE_STRUCT(Attendance, number, name, hours)

struct TaskMore {
  std::vector<Attendance> attendance;
};
LIFELINE_STRUCT(TaskMore, attendance)

std::vector<Attendance> attendance_of(const Task& task, const Team& team) {
  std::vector<Attendance> all;
  for (const uint64_t number : task.members) {
    Attendance one{.number = number, .name = {}};
    if (const Member* member = find_member(team, number)) one.name = member->name;
    for (const Spent& spent : task.outcome.hours_by_member)
      if (spent.member == number) one.hours = spent.hours;
    all.push_back(std::move(one));
  }
  return all;
}

desk::Response task_response(TaskId id, const desk::Actor& caller, const desk::Nouns& nouns) {
  const auto& tasks = nouns.get<State>().tasks;
  const auto found = tasks.find(id);
  if (found == tasks.end()) return desk::problem(not_found(missing_task, "id").value());
  return desk::row_response(200, RowMaker(nouns, caller).row(found->second));
}

std::optional<desk::Response> task_page(TaskId id, const desk::Actor& caller,
                                        const desk::Nouns& nouns) {
  const auto& state = nouns.get<State>();
  const auto found = state.tasks.find(id);
  if (found == state.tasks.end()) return std::nullopt;
  const Team& team = state.teams.at(found->second.team);
  if (!unit::Reach(nouns, caller).holds(team.what.unit)) return std::nullopt;
  const TaskMore more{.attendance = attendance_of(found->second, team)};
  return desk::json_response(200,
                             desk::joined_json(RowMaker(nouns, caller).row(found->second), more));
}

void mobilise(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto body = desk::body_of<MobiliseBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const std::string id(request->path_value("id"));
  const auto has = [id](const desk::Nouns& nouns) { return nouns.get<State>().teams.contains(id); };
  desk::find_desk(desks, has, [=, &desks, body = *body](UnitCode desk) {
    if (!desk) return reply(desk::problem(not_found("team_must_exist", "id").value()));
    Command command = Mobilise{
        .id = id,
        .order = body.order,
        .job = {.what = body.what, .place = body.place, .from = body.from, .until = body.until}};
    const auto answer = [=](const desk::RowKey& subject, const desk::Nouns& nouns) {
      const TaskId task = parse_id<TaskTag>(subject).value_or(TaskId{});
      desk::Response row = task_response(task, request->caller, nouns);
      if (row.status != 200) return row;
      return desk::created_response("/api/v1/team_tasks/" + subject, std::move(row.body));
    };
    desk::submit(desks, desk, desk::intent_of(*request, std::move(command), body.reason), answer,
                 reply);
  });
}

template <class Body, class Make>
desk::Route task_action(const std::string& verb, std::string summary, Make make) {
  const auto handler = [make](desk::Requested request, desk::Desks& desks, desk::Reply reply) {
    const auto id = desk::known_id<TaskId>(desks, request->path_value("id"), missing_task);
    if (!id) return reply(desk::problem(id.error()));
    const auto body = desk::body_of<Body>(*request);
    if (!body) return reply(desk::problem(body.error()));
    const auto answer = [request, id = *id](const desk::RowKey&, const desk::Nouns& nouns) {
      return task_response(id, request->caller, nouns);
    };
    desk::submit(desks, UnitCode{id->desk},
                 desk::intent_of(*request, Command(make(*id, *body)), body->reason), answer,
                 std::move(reply));
  };
  return {.method = "POST",
          .path = "/api/v1/team_tasks/{id}/" + verb,
          .operation = verb + "_team_task",
          .tag = "team",
          .summary = std::move(summary),
          .role = desk::Role::operator_,
          .handler = handler,
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<TaskRow>()};
}

void add_task_actions(desk::Routes& routes) {
  routes.push_back(task_action<BeginBody>(
      "begin", "The team is at work on it",
      [](TaskId id, const BeginBody& body) { return Begin{.task = id, .members = body.members}; }));
  routes.push_back(task_action<FinishBody>(
      "finish", "It is done, with what came of it; one that was not begun began as planned",
      [](TaskId id, const FinishBody& body) {
        return Finish{.task = id,
                      .outcome = {.note = body.note,
                                  .hours = body.hours,
                                  .hours_by_member = body.hours_by_member,
                                  .count = body.count,
                                  .count_unit = body.count_unit,
                                  .photos = body.photos}};
      }));
  routes.push_back(task_action<desk::ReasonBody>("call_off", "It will not be done, or no further",
                                                 [](TaskId id, const desk::ReasonBody& body) {
                                                   return CallOff{.task = id,
                                                                  .reason = body.reason};
                                                 }));
}

}  // namespace

desk::Routes task_routes() {
  desk::Routes routes;
  routes.push_back(
      desk::list_route<TaskList>("/api/v1/team_tasks", "list_team_tasks", "team",
                                 "What teams were mobilised for, and what came of it"));
  routes.push_back({.method = "GET",
                    .path = "/api/v1/team_tasks/{id}",
                    .operation = "get_team_task",
                    .tag = "team",
                    .summary = "A task of a team, and who was on it",
                    .handler = desk::one_handler<TaskId>(missing_task, task_page),
                    .answer_schema = desk::joined_schema<TaskRow, TaskMore>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/teams/{id}/mobilise",
                    .operation = "mobilise_team",
                    .tag = "team",
                    .summary = "Mobilises the team by an order, for a task",
                    .role = desk::Role::operator_,
                    .handler = mobilise,
                    .body_schema = json_schema<MobiliseBody>(),
                    .answer_schema = json_schema<TaskRow>()});
  add_task_actions(routes);
  return routes;
}

}  // namespace lifeline::team
