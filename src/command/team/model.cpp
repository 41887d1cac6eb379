// SPDX-License-Identifier: Apache-2.0
#include "command/team/model.h"

#include <algorithm>

namespace lifeline::team {
namespace {

Team* find_team(State& state, const std::string& id) {
  const auto found = state.teams.find(id);
  return found == state.teams.end() ? nullptr : &found->second;
}

void put(Team& team, const Member& member) {
  const auto place = std::ranges::lower_bound(team.members, member.number, {}, &Member::number);
  if (place != team.members.end() && place->number == member.number)
    *place = member;
  else
    team.members.insert(place, member);
}

void take(State& state, const Raised& e) {
  if (const auto serial = parse_id<Tag>(e.id))
    state.serial = std::max(state.serial, serial->serial);
  Team& team = state.teams[e.id];
  team.what = e.what;
  team.raised_by = e.by;
  team.raised_at = e.at;
  for (const Member& member : e.members) put(team, member);
}
void take(State& state, const Changed& e) {
  if (Team* team = find_team(state, e.id)) team->what = e.what;
}
void take(State& state, const Joined& e) {
  if (Team* team = find_team(state, e.id))
    for (const Member& member : e.members) put(*team, member);
}
void take(State& state, const Left& e) {
  Team* team = find_team(state, e.id);
  if (team == nullptr) return;
  for (Member& member : team->members)
    if (std::ranges::find(e.members, member.number) != e.members.end()) member.left_at = e.at;
}
void take(State& state, const Mobilised& e) {
  Team* team = find_team(state, e.id);
  if (team == nullptr || state.tasks.contains(e.task)) return;
  state.task_serial = std::max(state.task_serial, e.task.serial);
  state.tasks[e.task] = {.id = e.task,
                         .team = e.id,
                         .order = e.order,
                         .job = e.job,
                         .members = {},
                         .ordered_by = e.by,
                         .ordered_at = e.at,
                         .outcome = {},
                         .reason = {}};
  team->tasks.insert(e.task);
  team->phase = Phase::mobilised;
  team->mobilised_at = e.at;
  team->order = e.order;
}

template <class Do>
void change(State& state, TaskId id, Do what) {
  if (const auto found = state.tasks.find(id); found != state.tasks.end()) what(found->second);
}

void take(State& state, const Begun& e) {
  change(state, e.task, [&](Task& task) {
    task.phase = TaskPhase::under_way;
    task.begun_at = e.at;
    task.members = e.members;
  });
}
void take(State& state, const Finished& e) {
  change(state, e.task, [&](Task& task) {
    task.phase = TaskPhase::done;
    task.ended_at = e.at;
    task.outcome = e.outcome;
    if (e.outcome.hours_by_member.empty()) return;
    task.members.clear();
    for (const Spent& spent : e.outcome.hours_by_member)
      if (spent.hours > 0) task.members.push_back(spent.member);
  });
}
void take(State& state, const CalledOff& e) {
  change(state, e.task, [&](Task& task) {
    task.phase = TaskPhase::called_off;
    task.ended_at = e.at;
    task.reason = e.reason;
  });
}
void take(State& state, const StoodDown& e) {
  Team* team = find_team(state, e.id);
  if (team == nullptr) return;
  team->phase = Phase::stood_down;
  team->stood_down_at = e.at;
  team->stood_down_by = e.by;
  team->reason = e.reason;
}
void take(State& state, const Imported& e) {
  for (const Known& known : e.teams) {
    const auto [place, is_new] = state.teams.try_emplace(known.id);
    place->second.what = known.what;
    if (!is_new) continue;
    place->second.raised_by = e.by;
    place->second.raised_at = e.at;
  }
}
void take(State& state, const Enlisted& e) {
  for (const Listed& listed : e.members)
    if (Team* team = find_team(state, listed.team)) put(*team, listed.member);
}

}  // namespace

void State::reindex() {
  for (auto& [id, team] : teams) team.tasks.clear();
  for (const auto& [id, task] : tasks)
    if (Team* team = find_team(*this, task.team)) team->tasks.insert(id);
}

bool is_open(const Task& task) {
  return task.phase == TaskPhase::planned || task.phase == TaskPhase::under_way;
}

uint64_t present_members(const Team& team) {
  return static_cast<uint64_t>(
      std::ranges::count_if(team.members, [](const Member& m) { return !m.left_at; }));
}

const Member* find_member(const Team& team, uint64_t number) {
  const auto place = std::ranges::lower_bound(team.members, number, {}, &Member::number);
  return place == team.members.end() || place->number != number ? nullptr : &*place;
}

const Member* find_present(const Team& team, const Member& member) {
  const auto is_same = [&](const Member& known) {
    if (known.left_at) return false;
    if (!known.person.empty() || !member.person.empty()) return known.person == member.person;
    return known.name == member.name && known.phone == member.phone;
  };
  const auto found = std::ranges::find_if(team.members, is_same);
  return found == team.members.end() ? nullptr : &*found;
}

bool has_same_facts(const Member& a, const Member& b) {
  return a.person == b.person && a.name == b.name && a.phone == b.phone && a.skills == b.skills;
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit(
      [](const auto& e) -> desk::RowKey {
        if constexpr (requires { e.task; })
          return to_text(e.task);
        else if constexpr (requires { e.id; })
          return e.id;
        else
          return {};
      },
      event);
}

}  // namespace lifeline::team
