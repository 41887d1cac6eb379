// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/team/checks.h"
#include "command/team/import.h"
#include "command/team/model.h"
#include "command/unit/model.h"

namespace lifeline::team {
namespace {

using Events = std::vector<Event>;
using desk::Context;

Result<const Team*> must_be_own(const State& state, const std::string& id, const Context& at) {
  const auto found = state.teams.find(id);
  if (found == state.teams.end()) return not_found("team_must_exist", "id");
  if (auto may = unit::must_answer_for(at, found->second.what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return &found->second;
}

Result<const Task*> must_be_open(const State& state, TaskId id, const Context& at) {
  const auto found = state.tasks.find(id);
  if (found == state.tasks.end()) return not_found("team_task_must_exist", "id");
  if (auto own = must_be_own(state, found->second.team, at); !own)
    return tl::unexpected(own.error());
  if (!is_open(found->second)) return conflict("team_task_must_be_open");
  return &found->second;
}

Result<void> must_be_a_reason(const std::string& reason) {
  if (reason.empty()) return invalid("reason_must_be_given", "reason");
  if (reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return {};
}

// The team as it will be: of a unit of this desk and the actor's ground, named in both languages.
Result<What> checked(What what, const Context& at) {
  if (!at.get<unit::State>().units.contains(what.unit))
    return invalid("unit_must_be_known", "unit", to_text(what.unit));
  if (at.plan.desk_of(what.unit) != at.desk) return invalid("unit_must_be_of_the_desk", "unit");
  if (auto may = unit::must_answer_for(at, what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  if (auto texts = must_have_texts(what); !texts) return tl::unexpected(texts.error());
  if (what.name_en.empty()) what.name_en = what.name_zh;
  if (!what.region) what.region = what.unit;
  return what;
}

// Those who join, each once and not there yet, with the numbers that follow the team's.
Result<std::vector<Member>> numbered(const Team& team, std::vector<Member> joining,
                                     const Context& at) {
  if (team.members.size() + joining.size() > limits::team_members_max)
    return invalid("members_must_be_fewer", "members");
  Team after = team;
  uint64_t number = team.members.empty() ? 0 : team.members.back().number;
  for (size_t i = 0; i < joining.size(); ++i) {
    const std::string field = "members[" + std::to_string(i) + "].";
    if (auto formed = must_be_a_member(joining[i], field, at.nouns); !formed)
      return tl::unexpected(formed.error());
    if (find_present(after, joining[i]) != nullptr)
      return conflict("member_must_not_be_in_the_team", field + "name", joining[i].name);
    joining[i].number = ++number;
    joining[i].joined_at = at.now;
    joining[i].left_at = {};
    after.members.push_back(joining[i]);
  }
  return joining;
}

Result<Events> decide(const State& state, const Raise& c, const Context& at) {
  auto what = checked(c.what, at);
  if (!what) return tl::unexpected(what.error());
  if (state.teams.size() >= limits::teams_max) return too_many("teams_must_be_fewer");
  auto members = numbered(Team{}, c.members, at);
  if (!members) return tl::unexpected(members.error());
  TeamSerial id{at.desk.value, state.serial + 1};
  while (state.teams.contains(to_text(id))) ++id.serial;
  return Events{Raised{.id = to_text(id),
                       .what = std::move(*what),
                       .members = std::move(*members),
                       .by = at.who.name,
                       .at = at.now}};
}

Result<Events> decide(const State& state, const Change& c, const Context& at) {
  const auto team = must_be_own(state, c.id, at);
  if (!team) return tl::unexpected(team.error());
  auto what = checked(c.what, at);
  if (!what) return tl::unexpected(what.error());
  if (*what == (*team)->what) return Events{};
  return Events{Changed{.id = c.id, .what = std::move(*what)}};
}

Result<Events> decide(const State& state, const Join& c, const Context& at) {
  const auto team = must_be_own(state, c.id, at);
  if (!team) return tl::unexpected(team.error());
  if (c.members.empty()) return invalid("members_must_be_given", "members");
  auto members = numbered(**team, c.members, at);
  if (!members) return tl::unexpected(members.error());
  return Events{Joined{.id = c.id, .members = std::move(*members)}};
}

Result<void> must_be_present(const Team& team, const std::vector<uint64_t>& members) {
  if (members.size() > limits::team_members_max) return invalid("members_must_be_fewer", "members");
  std::set<uint64_t> seen;
  for (const uint64_t number : members) {
    const Member* member = find_member(team, number);
    if (member == nullptr || member->left_at)
      return invalid("member_must_be_in_the_team", "members", std::to_string(number));
    if (!seen.insert(number).second)
      return invalid("member_must_be_given_once", "members", std::to_string(number));
  }
  return {};
}

Result<Events> decide(const State& state, const Leave& c, const Context& at) {
  const auto team = must_be_own(state, c.id, at);
  if (!team) return tl::unexpected(team.error());
  if (c.members.empty()) return invalid("members_must_be_given", "members");
  if (auto present = must_be_present(**team, c.members); !present)
    return tl::unexpected(present.error());
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return Events{Left{.id = c.id, .members = c.members, .reason = c.reason, .at = at.now}};
}

Result<void> order_must_be_known(order::OrderId id, const Context& at) {
  if (!id) return invalid("order_must_be_given", "order");
  const auto& orders = at.get<order::State>().orders;
  const auto found = orders.find(id);
  if (found == orders.end()) return invalid("order_must_be_known", "order", to_text(id));
  if (found->second.recalled) return conflict("order_must_not_be_recalled", "order");
  return {};
}

Result<Events> decide(const State& state, const Mobilise& c, const Context& at) {
  if (const auto team = must_be_own(state, c.id, at); !team) return tl::unexpected(team.error());
  if (auto order = order_must_be_known(c.order, at); !order) return tl::unexpected(order.error());
  Job job = c.job;
  if (!job.from) job.from = at.now;
  if (auto formed = must_be_a_job(job); !formed) return tl::unexpected(formed.error());
  if (state.tasks.size() >= limits::team_tasks_max) return too_many("team_tasks_must_be_fewer");
  return Events{Mobilised{.id = c.id,
                          .task = {at.desk.value, state.task_serial + 1},
                          .order = c.order,
                          .job = std::move(job),
                          .by = at.who.name,
                          .at = at.now}};
}

// Who begins the task: those named, or all who are there.
Result<std::vector<uint64_t>> crew_of(const Team& team, const std::vector<uint64_t>& named) {
  if (auto present = must_be_present(team, named); !present) return tl::unexpected(present.error());
  std::vector<uint64_t> crew = named;
  if (named.empty())
    for (const Member& member : team.members)
      if (!member.left_at) crew.push_back(member.number);
  if (crew.empty()) return conflict("team_must_have_members", "members");
  return crew;
}

Result<Events> decide(const State& state, const Begin& c, const Context& at) {
  const auto task = must_be_open(state, c.task, at);
  if (!task) return tl::unexpected(task.error());
  if ((*task)->phase != TaskPhase::planned) return conflict("team_task_must_be_planned");
  auto crew = crew_of(state.teams.at((*task)->team), c.members);
  if (!crew) return tl::unexpected(crew.error());
  return Events{
      Begun{.id = (*task)->team, .task = c.task, .members = std::move(*crew), .at = at.now}};
}

// A task that nobody began began when it was planned for.
Result<Events> decide(const State& state, const Finish& c, const Context& at) {
  const auto task = must_be_open(state, c.task, at);
  if (!task) return tl::unexpected(task.error());
  const Team& team = state.teams.at((*task)->team);
  if (auto formed = must_be_an_outcome(c.outcome, team, at); !formed)
    return tl::unexpected(formed.error());
  Events events;
  if ((*task)->phase == TaskPhase::planned) {
    auto crew = crew_of(team, {});
    if (!crew) return tl::unexpected(crew.error());
    events.push_back(Begun{.id = (*task)->team,
                           .task = c.task,
                           .members = std::move(*crew),
                           .at = std::min((*task)->job.from, at.now)});
  }
  Finished finished{
      .id = (*task)->team, .task = c.task, .outcome = c.outcome, .by = at.who.name, .at = at.now};
  if (!c.outcome.hours_by_member.empty()) finished.outcome.hours = 0;
  for (const Spent& spent : c.outcome.hours_by_member) finished.outcome.hours += spent.hours;
  events.push_back(std::move(finished));
  return events;
}

Result<Events> decide(const State& state, const CallOff& c, const Context& at) {
  const auto task = must_be_open(state, c.task, at);
  if (!task) return tl::unexpected(task.error());
  if (auto given = must_be_a_reason(c.reason); !given) return tl::unexpected(given.error());
  return Events{CalledOff{.id = (*task)->team, .task = c.task, .reason = c.reason, .at = at.now}};
}

Result<Events> decide(const State& state, const StandDown& c, const Context& at) {
  const auto team = must_be_own(state, c.id, at);
  if (!team) return tl::unexpected(team.error());
  if ((*team)->phase == Phase::stood_down) return conflict("team_must_not_be_stood_down");
  if (auto given = must_be_a_reason(c.reason); !given) return tl::unexpected(given.error());
  for (const TaskId id : (*team)->tasks)
    if (is_open(state.tasks.at(id)))
      return conflict("team_tasks_must_be_over", {}, to_text(id) + " is not");
  return Events{StoodDown{.id = c.id, .reason = c.reason, .by = at.who.name, .at = at.now}};
}

Result<Events> decide(const State& state, const Import& c, const Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  const auto checked = check(state, c.teams, at.nouns, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  Imported imported{.teams = {}, .by = at.who.name, .at = at.now};
  for (const Known& team : c.teams) {
    const auto known = state.teams.find(team.id);
    if (known == state.teams.end() || known->second.what != team.what)
      imported.teams.push_back(team);
  }
  if (imported.teams.empty()) return Events{};
  return Events{std::move(imported)};
}

Result<Events> decide(const State& state, const Enlist& c, const Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  const auto checked = check(state, c.members, at.nouns, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  Enlisted enlisted;
  std::map<std::string, uint64_t> numbers;  // the last given in each team
  for (Listed listed : c.members) {
    const Team& team = state.teams.at(listed.team);
    const Member* known = find_present(team, listed.member);
    if (known != nullptr && has_same_facts(*known, listed.member)) continue;
    auto [last, is_first] = numbers.try_emplace(listed.team, 0);
    if (is_first && !team.members.empty()) last->second = team.members.back().number;
    listed.member.number = known != nullptr ? known->number : ++last->second;
    listed.member.joined_at = known != nullptr ? known->joined_at : at.now;
    enlisted.members.push_back(std::move(listed));
  }
  if (enlisted.members.empty()) return Events{};
  return Events{std::move(enlisted)};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::team
