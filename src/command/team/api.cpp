// SPDX-License-Identifier: Apache-2.0
#include "command/team/api.h"

#include "command/team/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"

namespace lifeline::team {
namespace {

constexpr const char* missing = "team_must_exist";

struct TeamList {
  using Row = team::Row;
  static constexpr std::string_view sort = "id";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    RowMaker make(nouns, caller);
    for (const auto& [id, team] : nouns.get<State>().teams)
      if (reach.holds(team.what.unit)) show(make.row(id, team));
  }
};

// Who are there; who has left stands in the record of the tasks.
struct MemberList {
  using Row = MemberRow;
  static constexpr std::string_view sort = "id";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    RowMaker make(nouns, caller);
    for (const auto& [id, team] : nouns.get<State>().teams) {
      if (!reach.holds(team.what.unit)) continue;
      for (const Member& member : team.members)
        if (!member.left_at) show(make.row(id, team, member));
    }
  }
};

struct MemberBody {
  std::string person;
  std::string name;
  std::string phone;
  std::vector<std::string> skills;
};
LIFELINE_STRUCT(MemberBody, person, name, phone, skills)

struct RaiseBody {
  Kind kind = Kind::commando;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;  // none: the caller's
  std::string leader;
  UnitCode region;  // none: the unit's
  std::string purpose;
  std::vector<MemberBody> members;
  std::string reason;
};
LIFELINE_STRUCT(RaiseBody, kind, name_zh, name_en, unit, leader, region, purpose, members, reason)

struct ChangeBody {
  Kind kind = Kind::commando;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  std::string leader;
  UnitCode region;
  std::string purpose;
  std::string reason;
};
LIFELINE_STRUCT(ChangeBody, kind, name_zh, name_en, unit, leader, region, purpose, reason)

struct JoinBody {
  std::vector<MemberBody> members;
  std::string reason;
};
LIFELINE_STRUCT(JoinBody, members, reason)

struct LeaveBody {
  std::vector<uint64_t> members;  // numbers
  std::string reason;
};
LIFELINE_STRUCT(LeaveBody, members, reason)

/// What one team's page has beyond its row.
struct More {
  std::vector<MemberRow> people;  // who are there
  std::vector<TaskRow> tasks;     // newest first, limits::page_rows_max
  std::vector<Entry> timeline;    // oldest first
};
LIFELINE_STRUCT(More, people, tasks, timeline)

template <class Body>
What what_of(const Body& body) {
  return {.kind = body.kind,
          .name_zh = body.name_zh,
          .name_en = body.name_en,
          .unit = body.unit,
          .leader = body.leader,
          .region = body.region,
          .purpose = body.purpose};
}

std::vector<Member> members_of(const std::vector<MemberBody>& bodies) {
  std::vector<Member> members;
  for (const MemberBody& body : bodies)
    members.push_back({.person = body.person,
                       .name = body.name,
                       .phone = body.phone,
                       .skills = body.skills,
                       .joined_at = {},
                       .left_at = {}});
  return members;
}

desk::Response row_response(const std::string& id, const desk::Actor& caller,
                            const desk::Nouns& nouns) {
  const auto& teams = nouns.get<State>().teams;
  const auto found = teams.find(id);
  if (found == teams.end()) return desk::problem(not_found(missing, "id").value());
  return desk::row_response(200, RowMaker(nouns, caller).row(id, found->second));
}

std::optional<desk::Response> page(const std::string& id, const desk::Actor& caller,
                                   const desk::Nouns& nouns) {
  const auto& state = nouns.get<State>();
  const auto found = state.teams.find(id);
  if (found == state.teams.end()) return std::nullopt;
  const Team& team = found->second;
  if (!unit::Reach(nouns, caller).holds(team.what.unit)) return std::nullopt;
  RowMaker make(nouns, caller);
  More more;
  for (const Member& member : team.members)
    if (!member.left_at) more.people.push_back(make.row(id, team, member));
  for (auto task = team.tasks.rbegin();
       task != team.tasks.rend() && more.tasks.size() < limits::page_rows_max; ++task)
    more.tasks.push_back(make.row(state.tasks.at(*task)));
  const auto& timelines = nouns.get<View>().timelines;
  if (const auto known = timelines.find(id); known != timelines.end())
    more.timeline = known->second;
  return desk::json_response(200, desk::joined_json(make.row(id, team), more));
}

void show_one(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  const auto find = [id = std::string(request->path_value("id")), request](
                        const desk::Nouns& nouns) { return page(id, request->caller, nouns); };
  desk::find_on_any(desks, find, not_found(missing, "id").value(), std::move(reply));
}

void raise(const desk::Requested& request, desk::Desks& desks, desk::Reply reply) {
  auto body = desk::body_of<RaiseBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  if (!body->unit) body->unit = request->caller.unit;
  Command command = Raise{.what = what_of(*body), .members = members_of(body->members)};
  const auto answer = [request](const desk::RowKey& subject, const desk::Nouns& nouns) {
    desk::Response row = row_response(subject, request->caller, nouns);
    if (row.status != 200) return row;
    return desk::created_response("/api/v1/teams/" + subject, std::move(row.body));
  };
  desk::submit(desks, desks.plan().desk_of(body->unit),
               desk::intent_of(*request, std::move(command), body->reason), answer,
               std::move(reply));
}

// Decides on the desk that has the team, and answers what has become of it.
template <class Body, class Make>
desk::Route action(const std::string& verb, std::string summary, Make make) {
  const auto handler = [make](desk::Requested request, desk::Desks& desks, desk::Reply reply) {
    const auto body = desk::body_of<Body>(*request);
    if (!body) return reply(desk::problem(body.error()));
    const std::string id(request->path_value("id"));
    const auto has = [id](const desk::Nouns& nouns) {
      return nouns.get<State>().teams.contains(id);
    };
    desk::find_desk(desks, has, [=, &desks, body = *body](UnitCode desk) {
      if (!desk) return reply(desk::problem(not_found(missing, "id").value()));
      const auto answer = [=](const desk::RowKey&, const desk::Nouns& nouns) {
        return row_response(id, request->caller, nouns);
      };
      desk::submit(desks, desk, desk::intent_of(*request, Command(make(id, body)), body.reason),
                   answer, reply);
    });
  };
  return {.method = "POST",
          .path = "/api/v1/teams/{id}/" + verb,
          .operation = verb + "_team",
          .tag = "team",
          .summary = std::move(summary),
          .role = desk::Role::operator_,
          .handler = handler,
          .body_schema = json_schema<Body>(),
          .answer_schema = json_schema<Row>()};
}

void add_actions(desk::Routes& routes) {
  using desk::ReasonBody;
  routes.push_back(action<ChangeBody>("change", "Says anew what the team is",
                                      [](const std::string& id, const ChangeBody& body) {
                                        return Change{.id = id, .what = what_of(body)};
                                      }));
  routes.push_back(action<JoinBody>("join", "People join the team",
                                    [](const std::string& id, const JoinBody& body) {
                                      return Join{.id = id, .members = members_of(body.members)};
                                    }));
  routes.push_back(action<LeaveBody>(
      "leave", "Members leave the team, by their numbers; what they did stays on record",
      [](const std::string& id, const LeaveBody& body) {
        return Leave{.id = id, .members = body.members, .reason = body.reason};
      }));
  routes.push_back(action<ReasonBody>("stand_down",
                                      "The team stands down; an order may mobilise it again",
                                      [](const std::string& id, const ReasonBody& body) {
                                        return StandDown{.id = id, .reason = body.reason};
                                      }));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<TeamList>("/api/v1/teams", "list_teams", "team",
                                              "Commando teams, vanguard posts and volunteers"));
  routes.push_back(desk::list_route<MemberList>("/api/v1/team_members", "list_team_members", "team",
                                                "The people of all teams"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/teams",
                    .operation = "raise_team",
                    .tag = "team",
                    .summary = "Raises a team of a unit",
                    .role = desk::Role::operator_,
                    .handler = raise,
                    .body_schema = json_schema<RaiseBody>(),
                    .answer_schema = json_schema<Row>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/teams/{id}",
                    .operation = "get_team",
                    .tag = "team",
                    .summary = "A team, its people, its tasks and what happened to it",
                    .handler = show_one,
                    .answer_schema = desk::joined_schema<Row, More>()});
  add_actions(routes);
  for (desk::Route& route : task_routes()) routes.push_back(std::move(route));
  routes.push_back(count_route());
  return routes;
}

}  // namespace lifeline::team
