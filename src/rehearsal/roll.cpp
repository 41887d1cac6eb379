// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/roll.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "base/zone.h"

namespace lifeline::rehearsal {
namespace {

constexpr int64_t first_shift_s = 8 * 3600;   // shifts change at eight
constexpr uint64_t first_number = 1'000'001;  // of phones in no numbering range

struct Post {
  char letter;
  std::string_view name_zh;
  std::string_view name_en;
};
constexpr Post on_duty{'D', "值班员", "Duty officer"};
constexpr Post leader{'L', "负责人", "Leader"};
constexpr Post stand_in{'S', "替班员", "Substitute"};

class RollBuilder {
 public:
  explicit RollBuilder(Roll& roll) : roll_(roll) {}

  /// People of one post and a substitute for each; their ids.
  std::vector<std::string> add(const unit::Unit& unit, const Post& post, int64_t count) {
    std::vector<std::string> ids;
    for (int64_t i = 0; i < count; ++i) {
      person::Entry substitute = person_of(unit, stand_in, ++substitutes_[unit.code]);
      person::Entry entry = person_of(unit, post, static_cast<uint64_t>(i + 1));
      entry.substitute = substitute.id;
      ids.push_back(entry.id);
      roll_.people.push_back(std::move(substitute));
      roll_.people.push_back(std::move(entry));
    }
    return ids;
  }

 private:
  person::Entry person_of(const unit::Unit& unit, const Post& post, uint64_t number) {
    const std::string name = fmt::format("{}-{}", to_text(unit.code), number);
    person::Entry entry;
    entry.id = post.letter + name;
    entry.name_zh = fmt::format("{} {}", post.name_zh, name);
    entry.name_en = fmt::format("{} {}", post.name_en, name);
    entry.unit = unit.code;
    entry.phone = fmt::format("+8610{:08}", first_number + roll_.people.size());
    return entry;
  }

  Roll& roll_;
  std::map<UnitCode, uint64_t> substitutes_;
};

StandingList list_of(const unit::Unit& unit, roster::Kind kind,
                     const std::vector<std::string>& people) {
  const bool is_duty = kind == roster::Kind::duty;
  StandingList list{
      .what = {.kind = kind,
               .unit = unit.code,
               .name_zh = unit.name_zh + (is_duty ? "值班表" : "领导小组"),
               .name_en = unit.name_en + (is_duty ? " duty roster" : " leading group"),
               .members = {}},
      .shifts = {}};
  for (const std::string& id : people)
    list.what.members.push_back({.person = id,
                                 .post = is_duty                     ? "值班"
                                         : list.what.members.empty() ? "组长"
                                                                     : "副组长"});
  return list;
}

// In turns, from the one that runs at the start.
std::vector<roster::Shift> shifts_of(const std::vector<std::string>& people, int64_t shift_h,
                                     Instant start, Instant end) {
  std::vector<roster::Shift> shifts;
  const int64_t shift_s = shift_h * 3600;
  const int64_t local_s = start.us / 1'000'000 + local_ahead_s - first_shift_s;
  const int64_t turn = local_s / shift_s;
  Instant from = {(turn * shift_s - local_ahead_s + first_shift_s) * 1'000'000};
  for (auto i = static_cast<size_t>(turn); from < end && shifts.size() < limits::roster_shifts_max;
       ++i) {
    const Instant until = seconds_after(from, shift_s);
    shifts.push_back({.from = from, .until = until, .person = people[i % people.size()]});
    from = until;
  }
  return shifts;
}

}  // namespace

Roll build_roll(const Scenario& scenario, Instant start) {
  const PeopleOfUnits& people = scenario.parameters.people;
  Roll roll;
  RollBuilder builder(roll);
  for (const unit::Unit& unit : scenario.units) {
    if (people.duty_per_unit > 0) {
      const auto ids = builder.add(unit, on_duty, people.duty_per_unit);
      StandingList list = list_of(unit, roster::Kind::duty, ids);
      list.shifts = shifts_of(ids, std::max<int64_t>(people.shift_h, 1), start, scenario.ends);
      roll.lists.push_back(std::move(list));
    }
    if (people.leaders_per_unit > 0)
      roll.lists.push_back(list_of(unit, roster::Kind::leading_group,
                                   builder.add(unit, leader, people.leaders_per_unit)));
  }
  return roll;
}

}  // namespace lifeline::rehearsal
