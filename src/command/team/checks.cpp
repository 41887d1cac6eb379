// SPDX-License-Identifier: Apache-2.0
#include "command/team/checks.h"

#include <algorithm>
#include <cmath>

#include "base/limits.h"
#include "command/attachment/model.h"
#include "command/person/model.h"

namespace lifeline::team {
namespace {

// ITU-T E.164, clause 6.
bool is_e164(std::string_view text) {
  if (!text.starts_with('+') || text.size() < 8 || text.size() > 16 || text[1] == '0') return false;
  return text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

Result<void> must_be_short(const std::string& name, const std::string& field) {
  if (name.size() > limits::name_bytes_max) return invalid("name_must_be_short", field);
  return {};
}

Result<void> must_be_hours(double hours, double most, const std::string& field) {
  if (!std::isfinite(hours) || hours < 0 || hours > most)
    return invalid("hours_must_be_in_range", field);
  return {};
}

Result<void> must_be_of_the_team(const std::vector<Spent>& each, const Team& team) {
  std::set<uint64_t> seen;
  for (size_t i = 0; i < each.size(); ++i) {
    const std::string field = "hours_by_member[" + std::to_string(i) + "]";
    if (find_member(team, each[i].member) == nullptr)
      return invalid("member_must_be_in_the_team", field, std::to_string(each[i].member));
    if (!seen.insert(each[i].member).second)
      return invalid("member_must_be_given_once", field, std::to_string(each[i].member));
    if (auto hours = must_be_hours(each[i].hours, limits::team_hours_max, field); !hours)
      return hours;
  }
  return {};
}

}  // namespace

Result<void> must_have_texts(const What& what) {
  if (what.name_zh.empty()) return invalid("name_must_be_given", "name_zh");
  if (auto zh = must_be_short(what.name_zh, "name_zh"); !zh) return zh;
  if (auto en = must_be_short(what.name_en, "name_en"); !en) return en;
  if (auto leader = must_be_short(what.leader, "leader"); !leader) return leader;
  if (what.purpose.size() > limits::text_bytes_max) return invalid("text_must_be_short", "purpose");
  return {};
}

Result<void> must_be_a_member(const Member& member, const std::string& field,
                              const desk::Nouns& nouns) {
  if (member.name.empty()) return invalid("name_must_be_given", field + "name");
  if (auto name = must_be_short(member.name, field + "name"); !name) return name;
  if (auto person = must_be_short(member.person, field + "person"); !person) return person;
  if (!member.phone.empty() && !is_e164(member.phone))
    return invalid("phone_must_be_e164", field + "phone", "such as +8627…, digits only");
  if (member.skills.size() > limits::team_skills_max)
    return invalid("skills_must_be_fewer", field + "skills");
  for (const std::string& skill : member.skills)
    if (auto named = must_be_short(skill, field + "skills"); !named) return named;
  if (!member.person.empty() && person::find(nouns.get<person::State>(), member.person) == nullptr)
    return invalid("person_must_be_known", field + "person", member.person);
  return {};
}

Result<void> must_be_a_job(const Job& job) {
  if (job.what.empty()) return invalid("task_must_be_given", "what");
  if (job.what.size() > limits::text_bytes_max) return invalid("text_must_be_short", "what");
  if (job.place.size() > limits::text_bytes_max) return invalid("text_must_be_short", "place");
  if (job.until <= job.from) return invalid("until_must_follow_from", "until");
  if (job.until > seconds_after(job.from, limits::team_task_days_max * 24 * 3600))
    return invalid("task_must_be_shorter", "until",
                   "at most " + std::to_string(limits::team_task_days_max) + " days");
  return {};
}

Result<void> must_be_an_outcome(const Outcome& outcome, const Team& team, const desk::Context& at) {
  if (outcome.note.size() > limits::text_bytes_max) return invalid("text_must_be_short", "note");
  const double most = limits::team_hours_max * static_cast<double>(team.members.size());
  if (auto hours = must_be_hours(outcome.hours, most, "hours"); !hours) return hours;
  if (auto each = must_be_of_the_team(outcome.hours_by_member, team); !each) return each;
  if (!std::isfinite(outcome.count) || outcome.count < 0)
    return invalid("count_must_not_be_negative", "count");
  if (outcome.count > 0 && outcome.count_unit.empty())
    return invalid("count_unit_must_be_given", "count_unit");
  if (auto unit = must_be_short(outcome.count_unit, "count_unit"); !unit) return unit;
  return attachment::photos_must_be_known(at, outcome.photos);
}

}  // namespace lifeline::team
