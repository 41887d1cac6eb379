// SPDX-License-Identifier: Apache-2.0
#include "command/team/view.h"

#include "base/limits.h"
#include "base/text.h"
#include "command/unit/model.h"
#include "desk/asked.h"
#include "desk/present.h"

namespace lifeline::team {
namespace {

using desk::Stamp;

void note(View& view, const std::string& id, const Stamp& s, Step kind, std::string text = {}) {
  std::vector<Entry>& timeline = view.timelines[id];
  timeline.push_back(
      {.at = s.at, .kind = kind, .who = std::string(s.who), .text = std::move(text)});
  if (timeline.size() > limits::team_timeline_max)
    timeline.erase(timeline.begin() + 1);  // how it began is kept
}

std::string names_of(const std::vector<Member>& members) {
  constexpr size_t named_max = 5;
  std::string names;
  for (size_t i = 0; i < members.size() && i < named_max; ++i)
    names += (i == 0 ? "" : ", ") + members[i].name;
  if (members.size() > named_max) names += " … (" + std::to_string(members.size()) + ")";
  return names;
}

void take(View& v, const Raised& e, const Stamp& s) { note(v, e.id, s, Step::raised); }
void take(View& v, const Changed& e, const Stamp& s) { note(v, e.id, s, Step::changed); }
void take(View& v, const Joined& e, const Stamp& s) {
  note(v, e.id, s, Step::joined, names_of(e.members));
}
void take(View& v, const Left& e, const Stamp& s) { note(v, e.id, s, Step::left, e.reason); }
void take(View& v, const Mobilised& e, const Stamp& s) {
  note(v, e.id, s, Step::mobilised, e.job.what);
}
void take(View& v, const Begun& e, const Stamp& s) {
  note(v, e.id, s, Step::begun, to_text(e.task));
}
void take(View& v, const Finished& e, const Stamp& s) {
  note(v, e.id, s, Step::finished, e.outcome.note);
}
void take(View& v, const CalledOff& e, const Stamp& s) {
  note(v, e.id, s, Step::called_off, e.reason);
}
void take(View& v, const StoodDown& e, const Stamp& s) {
  note(v, e.id, s, Step::stood_down, e.reason);
}
// A file of thousands leaves no entries: a team's row says when it came and by whom.
void take(View&, const Imported&, const Stamp&) {}
void take(View&, const Enlisted&, const Stamp&) {}

template <class AnyRow>
void put(AnyRow& row, const Team& team, const Ground& ground) {
  row.kind = team.what.kind;
  row.unit = team.what.unit;
  row.province = ground.province;
  row.city = ground.city;
  row.county = ground.county;
}

template <class AnyRow>
void put_team(AnyRow& row, const std::string& id, const Team& team, const Ground& ground) {
  put(row, team, ground);
  row.team = id;
  row.team_name_zh = team.what.name_zh;
  row.team_name_en = team.what.name_en;
}

uint64_t person_times(const Task& task, Instant now) {
  return days_busy(task, {}, now, desk::usual_zone_minutes) * task.members.size();
}

}  // namespace

void View::fold(const Event& event, const Stamp& stamp) {
  std::visit([&](const auto& e) { take(*this, e, stamp); }, event);
}

RowMaker::RowMaker(const desk::Nouns& nouns, const desk::Actor& caller)
    : nouns_(nouns), sees_phones_(caller.role >= desk::Role::commander) {}

const Ground& RowMaker::ground_of(UnitCode unit) {
  const auto [known, is_new] = grounds_.try_emplace(unit);
  if (!is_new) return known->second;
  const auto& tree = nouns_.get<unit::State>();
  Ground& ground = known->second;
  constexpr int levels_max = 12;
  for (int level = 0; unit && level < levels_max; ++level, unit = unit::parent_of(tree, unit)) {
    const auto found = tree.units.find(unit);
    if (found == tree.units.end()) continue;
    if (found->second.level == unit::Level::province) ground.province = unit;
    if (found->second.level == unit::Level::city) ground.city = unit;
    if (found->second.level == unit::Level::county) ground.county = unit;
  }
  return ground;
}

Row RowMaker::row(const std::string& id, const Team& team) {
  Row row;
  row.id = id;
  put(row, team, ground_of(team.what.unit));
  row.name_zh = team.what.name_zh;
  row.name_en = team.what.name_en;
  row.leader = team.what.leader;
  row.region = team.what.region;
  row.purpose = team.what.purpose;
  row.state = team.phase;
  row.members = present_members(team);
  row.order = team.order;
  row.raised_by = team.raised_by;
  row.raised_at = team.raised_at;
  row.mobilised_at = team.mobilised_at;
  row.stood_down_at = team.stood_down_at;
  row.stood_down_by = team.stood_down_by;
  row.reason = team.reason;
  const Instant now = nouns_.get<desk::Present>().now;
  for (const TaskId task_id : team.tasks) {
    const Task& task = nouns_.get<State>().tasks.at(task_id);
    if (is_open(task)) ++row.tasks_open;
    row.person_times += team::person_times(task, now);
    if (task.phase != TaskPhase::done) continue;
    ++row.tasks_done;
    row.hours += task.outcome.hours;
  }
  return row;
}

MemberRow RowMaker::row(const std::string& id, const Team& team, const Member& member) {
  MemberRow row;
  row.id = id + "/" + std::to_string(member.number);
  put_team(row, id, team, ground_of(team.what.unit));
  row.number = member.number;
  row.person = member.person;
  row.name = member.name;
  row.phone = sees_phones_ ? member.phone : masked_phone(member.phone);
  row.skills = member.skills;
  row.joined_at = member.joined_at;
  return row;
}

TaskRow RowMaker::row(const Task& task) {
  const Team& team = nouns_.get<State>().teams.at(task.team);
  const Instant now = nouns_.get<desk::Present>().now;
  TaskRow row;
  row.id = task.id;
  put_team(row, task.team, team, ground_of(team.what.unit));
  row.order = task.order;
  row.what = task.job.what;
  row.place = task.job.place;
  row.from = task.job.from;
  row.until = task.job.until;
  row.state = task.phase;
  row.members = task.members.size();
  row.person_times = team::person_times(task, now);
  row.hours = task.outcome.hours;
  row.count = task.outcome.count;
  row.count_unit = task.outcome.count_unit;
  row.note = task.outcome.note;
  row.photos = task.outcome.photos;
  row.ordered_by = task.ordered_by;
  row.ordered_at = task.ordered_at;
  row.begun_at = task.begun_at;
  row.busy_until = busy_until(task, now);
  row.ended_at = task.ended_at;
  row.reason = task.reason;
  return row;
}

}  // namespace lifeline::team
