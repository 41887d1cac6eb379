// SPDX-License-Identifier: Apache-2.0
// A team is people of a unit who stand ready for whatever the emergency asks: a commando team
// (突击队), a vanguard post (先锋岗), volunteers (志愿者). An order mobilises it for a task; what
// it did is told when the task is over.
//
//   raised ──mobilise──▶ mobilised ──stand down──▶ stood down        the team
//      └──────────────stand down────────────────▶     │
//                  ▲────────────mobilise───────────────┘
//
//   planned ──begin──▶ under way ──finish──▶ done                    its tasks
//      └───────┴─────call off─────▶ called off
//
// A task may be finished in one step. Members who leave stay in the record of what they did.
// Limits: limits::teams_max, team_members_max, team_tasks_max, team_task_days_max, team_hours_max.
#pragma once

#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "command/order/model.h"
#include "desk/noun.h"

namespace lifeline::team {

struct Tag {};
using TeamSerial = Id<Tag>;  // of the id that a team gets which is raised without one
struct TaskTag {};
using TaskId = Id<TaskTag>;

enum class Kind { commando, vanguard, volunteer };
LIFELINE_ENUM(Kind, commando, vanguard, volunteer)
enum class Phase { raised, mobilised, stood_down };
LIFELINE_ENUM(Phase, raised, mobilised, stood_down)
enum class TaskPhase { planned, under_way, done, called_off };
LIFELINE_ENUM(TaskPhase, planned, under_way, done, called_off)

struct What {
  Kind kind = Kind::commando;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  std::string leader;
  UnitCode region;  // where it serves
  std::string purpose;

  friend bool operator==(const What&, const What&) = default;
};
LIFELINE_STRUCT(What, kind, name_zh, name_en, unit, leader, region, purpose)

struct Member {
  uint64_t number = 0;  // in the team, from 1 on, for good
  std::string person;   // staff number, "" for somebody from outside
  std::string name;
  std::string phone;  // E.164
  std::vector<std::string> skills;
  Instant joined_at;
  Instant left_at;  // zero: is there
};
LIFELINE_STRUCT(Member, number, person, name, phone, skills, joined_at, left_at)

struct Job {
  std::string what;
  std::string place;
  Instant from;
  Instant until;
};
LIFELINE_STRUCT(Job, what, place, from, until)

struct Spent {
  uint64_t member = 0;  // number
  double hours = 0;
};
LIFELINE_STRUCT(Spent, member, hours)

/// What came of a task. Hours by member name who was there; else it was all who began it.
struct Outcome {
  std::string note;
  double hours = 0;  // of all together
  std::vector<Spent> hours_by_member;
  double count = 0;
  std::string count_unit;  // what was counted: "基站"
  std::vector<std::string> photos;
};
LIFELINE_STRUCT(Outcome, note, hours, hours_by_member, count, count_unit, photos)

struct Raise {
  What what;
  std::vector<Member> members;
};
struct Change {
  std::string id;
  What what;
};
struct Join {
  std::string id;
  std::vector<Member> members;
};
struct Leave {
  std::string id;
  std::vector<uint64_t> members;
  std::string reason;
};
struct Mobilise {
  std::string id;
  order::OrderId order;
  Job job;  // from: none is now
};
struct Begin {
  TaskId task;
  std::vector<uint64_t> members;  // none: all of the team
};
struct Finish {
  TaskId task;
  Outcome outcome;
};
struct CallOff {
  TaskId task;
  std::string reason;
};
struct StandDown {
  std::string id;
  std::string reason;
};
struct Known {
  std::string id;
  What what;
};
LIFELINE_STRUCT(Known, id, what)
/// Teams from a file, new or changed.
struct Import {
  std::vector<Known> teams;
};
struct Listed {
  std::string team;
  Member member;
};
LIFELINE_STRUCT(Listed, team, member)
/// Members from a file, new or changed.
struct Enlist {
  std::vector<Listed> members;
};
using Command = std::variant<Raise, Change, Join, Leave, Mobilise, Begin, Finish, CallOff,
                             StandDown, Import, Enlist>;

struct Raised {
  std::string id;
  What what;
  std::vector<Member> members;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Raised, id, what, members, by, at)
struct Changed {
  std::string id;
  What what;
};
LIFELINE_STRUCT(Changed, id, what)
struct Joined {
  std::string id;
  std::vector<Member> members;
};
LIFELINE_STRUCT(Joined, id, members)
struct Left {
  std::string id;
  std::vector<uint64_t> members;
  std::string reason;
  Instant at;
};
LIFELINE_STRUCT(Left, id, members, reason, at)
struct Mobilised {
  std::string id;
  TaskId task;
  order::OrderId order;
  Job job;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Mobilised, id, task, order, job, by, at)
struct Begun {
  std::string id;
  TaskId task;
  std::vector<uint64_t> members;
  Instant at;
};
LIFELINE_STRUCT(Begun, id, task, members, at)
struct Finished {
  std::string id;
  TaskId task;
  Outcome outcome;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Finished, id, task, outcome, by, at)
struct CalledOff {
  std::string id;
  TaskId task;
  std::string reason;
  Instant at;
};
LIFELINE_STRUCT(CalledOff, id, task, reason, at)
struct StoodDown {
  std::string id;
  std::string reason;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(StoodDown, id, reason, by, at)
struct Imported {
  std::vector<Known> teams;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Imported, teams, by, at)
struct Enlisted {
  std::vector<Listed> members;
};
LIFELINE_STRUCT(Enlisted, members)
using Event = std::variant<Raised, Changed, Joined, Left, Mobilised, Begun, Finished, CalledOff,
                           StoodDown, Imported, Enlisted>;

struct Team {
  What what;
  Phase phase = Phase::raised;
  std::vector<Member> members;  // by number
  std::string raised_by;
  Instant raised_at;
  Instant mobilised_at;  // last, and by which order
  order::OrderId order;
  Instant stood_down_at;  // last
  std::string stood_down_by;
  std::string reason;      // why it stood down
  std::set<TaskId> tasks;  // rebuilt
};
LIFELINE_STRUCT(Team, what, phase, members, raised_by, raised_at, mobilised_at, order,
                stood_down_at, stood_down_by, reason)

struct Task {
  TaskId id;
  std::string team;
  order::OrderId order;
  Job job;
  TaskPhase phase = TaskPhase::planned;
  std::vector<uint64_t> members;  // who is or was there
  std::string ordered_by;
  Instant ordered_at;
  Instant begun_at;
  Instant ended_at;
  Outcome outcome;
  std::string reason;  // why it was called off
};
LIFELINE_STRUCT(Task, id, team, order, job, phase, members, ordered_by, ordered_at, begun_at,
                ended_at, outcome, reason)

struct State {
  uint64_t serial = 0;  // of teams raised without a file
  uint64_t task_serial = 0;
  std::map<std::string, Team> teams;
  std::map<TaskId, Task> tasks;

  void reindex();
};
LIFELINE_STRUCT(State, serial, task_serial, teams, tasks)

bool is_open(const Task& task);
uint64_t present_members(const Team& team);
/// The member of that number; null: there is none.
const Member* find_member(const Team& team, uint64_t number);
/// The present member who is the same somebody: by staff number, else by name and phone.
const Member* find_present(const Team& team, const Member& member);
/// Staff number, name, phone and skills.
bool has_same_facts(const Member& a, const Member& b);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::team
