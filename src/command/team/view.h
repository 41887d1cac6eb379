// SPDX-License-Identifier: Apache-2.0
// Teams, their members and their tasks to read: the state is the truth; what happened to a team by
// somebody's hand is kept here.
#pragma once

#include <memory>

#include "command/team/count.h"

namespace lifeline::team {

/// The units of a tree that stand above a row's own, by their level: what a list is filtered by to
/// hold all that is below one of them.
struct Ground {
  UnitCode province;
  UnitCode city;
  UnitCode county;
};

struct Row {
  std::string id;
  Kind kind = Kind::commando;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  UnitCode province;
  UnitCode city;
  UnitCode county;
  std::string leader;
  UnitCode region;
  std::string purpose;
  Phase state = Phase::raised;
  uint64_t members = 0;  // who are there
  uint64_t tasks_open = 0;
  uint64_t tasks_done = 0;
  uint64_t person_times = 0;
  double hours = 0;
  order::OrderId order;  // by which it was mobilised last
  std::string raised_by;
  Instant raised_at;
  Instant mobilised_at;
  Instant stood_down_at;
  std::string stood_down_by;
  std::string reason;  // why it stood down
};
LIFELINE_STRUCT(Row, id, kind, name_zh, name_en, unit, province, city, county, leader, region,
                purpose, state, members, tasks_open, tasks_done, person_times, hours, order,
                raised_by, raised_at, mobilised_at, stood_down_at, stood_down_by, reason)

struct MemberRow {
  std::string id;  // team/number
  std::string team;
  std::string team_name_zh;
  std::string team_name_en;
  Kind kind = Kind::commando;
  UnitCode unit;
  UnitCode province;
  UnitCode city;
  UnitCode county;
  uint64_t number = 0;
  std::string person;
  std::string name;
  std::string phone;  // in part below commander
  std::vector<std::string> skills;
  Instant joined_at;
};
LIFELINE_STRUCT(MemberRow, id, team, team_name_zh, team_name_en, kind, unit, province, city, county,
                number, person, name, phone, skills, joined_at)

struct TaskRow {
  TaskId id;
  std::string team;
  std::string team_name_zh;
  std::string team_name_en;
  Kind kind = Kind::commando;
  UnitCode unit;
  UnitCode province;
  UnitCode city;
  UnitCode county;
  order::OrderId order;
  std::string what;
  std::string place;
  Instant from;
  Instant until;
  TaskPhase state = TaskPhase::planned;
  uint64_t members = 0;       // who were or are there
  uint64_t person_times = 0;  // so far
  double hours = 0;
  double count = 0;
  std::string count_unit;
  std::string note;
  std::vector<std::string> photos;
  std::string ordered_by;
  Instant ordered_at;
  Instant begun_at;
  Instant busy_until;  // until when it kept its members: its end, or now
  Instant ended_at;
  std::string reason;  // why it was called off
};
LIFELINE_STRUCT(TaskRow, id, team, team_name_zh, team_name_en, kind, unit, province, city, county,
                order, what, place, from, until, state, members, person_times, hours, count,
                count_unit, note, photos, ordered_by, ordered_at, begun_at, busy_until, ended_at,
                reason)

enum class Step {
  raised,
  changed,
  joined,
  left,
  mobilised,
  begun,
  finished,
  called_off,
  stood_down
};
LIFELINE_ENUM(Step, raised, changed, joined, left, mobilised, begun, finished, called_off,
              stood_down)

struct Entry {
  Instant at;
  Step kind = Step::raised;
  std::string who;
  std::string text;
};
LIFELINE_STRUCT(Entry, at, kind, who, text)

struct View {
  std::map<std::string, std::vector<Entry>> timelines;  // oldest first, limits::team_timeline_max

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, timelines)

/// Makes rows of one desk for one caller; remembers the ground of each unit, so that a list of
/// thousands asks the tree once a unit. Lives as long as one look at a desk.
class RowMaker {
 public:
  RowMaker(const desk::Nouns& nouns, const desk::Actor& caller);

  Row row(const std::string& id, const Team& team);
  MemberRow row(const std::string& id, const Team& team, const Member& member);
  TaskRow row(const Task& task);

 private:
  const Ground& ground_of(UnitCode unit);

  const desk::Nouns& nouns_;
  bool sees_phones_;
  std::map<UnitCode, Ground> grounds_;
};

struct Noun {
  using State = team::State;
  using Command = team::Command;
  using Event = team::Event;
  using View = team::View;
  static constexpr std::string_view name = "team";
  static constexpr uint64_t bit = uint64_t{1} << 16;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::team
