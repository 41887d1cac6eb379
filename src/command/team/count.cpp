// SPDX-License-Identifier: Apache-2.0
#include "command/team/count.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>

#include "command/unit/model.h"

namespace lifeline::team {
namespace {

constexpr int64_t day_us = 24LL * 3600 * 1'000'000;
constexpr Instant never{std::numeric_limits<int64_t>::max()};

Instant end_of(const Period& period) { return period.until ? period.until : never; }

// Below which unit of those right below the one asked for a unit stands; remembered per unit.
class Branches {
 public:
  Branches(const unit::State& tree, UnitCode top) : tree_(tree), top_(top) {}

  /// None: it does not stand below the top at all.
  UnitCode of(UnitCode unit) {
    const auto [known, is_new] = known_.try_emplace(unit);
    if (is_new) known->second = find(unit);
    return known->second;
  }

 private:
  UnitCode find(UnitCode unit) const {
    if (unit == top_) return top_;
    constexpr int levels_max = 12;
    for (int level = 0; unit && level < levels_max; ++level) {
      const UnitCode above = unit::parent_of(tree_, unit);
      if (above == top_) return unit;
      unit = above;
    }
    return {};
  }

  const unit::State& tree_;
  UnitCode top_;
  std::unordered_map<UnitCode, UnitCode> known_;
};

Figures standing(const Team& team, const Period& period) {
  Figures figures;
  const Instant end = end_of(period);
  if (team.raised_at < end) ++(team.what.kind == Kind::vanguard ? figures.posts : figures.teams);
  for (const Member& member : team.members)
    if (!member.left_at && member.joined_at < end) ++figures.people;
  return figures;
}

Figures figures_of(const State& state, const Team& team, const Asked& asked) {
  Figures figures = standing(team, asked.period);
  for (const TaskId id : team.tasks) {
    const Task& task = state.tasks.at(id);
    const uint64_t days = days_busy(task, asked.period, asked.now, asked.zone_minutes);
    if (days > 0) figures.at_work = 1;
    figures.person_times += days * task.members.size();
    if (task.phase != TaskPhase::done || task.ended_at < asked.period.from ||
        task.ended_at >= end_of(asked.period))
      continue;
    ++figures.tasks_done;
    figures.hours += task.outcome.hours;
  }
  return figures;
}

std::string day_text(int64_t day) { return to_rfc3339({day * day_us}).substr(0, 10); }

// The days of the period, each as a question of its own.
std::vector<std::pair<std::string, Asked>> by_day(const Asked& asked) {
  std::vector<std::pair<std::string, Asked>> days;
  const int64_t zone_us = asked.zone_minutes * 60'000'000;
  for (Instant at = asked.period.from; at < asked.period.until;) {
    const int64_t day = day_of(at, asked.zone_minutes);
    const Instant next = std::min(Instant{(day + 1) * day_us - zone_us}, asked.period.until);
    Asked one = asked;
    one.period = {.from = at, .until = next};
    days.emplace_back(day_text(day), one);
    at = next;
  }
  return days;
}

template <class Do>
void each_team(const State& state, const desk::Nouns& nouns, UnitCode top, Do what) {
  Branches branches(nouns.get<unit::State>(), top);
  for (const auto& [id, team] : state.teams)
    if (const UnitCode branch = branches.of(team.what.unit)) what(team, branch);
}

}  // namespace

void add(Figures& to, const Figures& more) {
  to.teams += more.teams;
  to.posts += more.posts;
  to.people += more.people;
  to.at_work += more.at_work;
  to.person_times += more.person_times;
  to.hours += more.hours;
  to.tasks_done += more.tasks_done;
}

int64_t day_of(Instant at, int64_t zone_minutes) {
  const int64_t local = at.us + zone_minutes * 60'000'000;
  return (local >= 0 ? local : local - day_us + 1) / day_us;
}

Instant busy_until(const Task& task, Instant now) {
  if (!task.begun_at) return {};
  return task.ended_at ? task.ended_at : std::max(now, task.begun_at);
}

// A task that began and ended at one moment was still there on that day.
uint64_t days_busy(const Task& task, const Period& period, Instant now, int64_t zone_minutes) {
  if (!task.begun_at) return 0;
  const Instant from = std::max(task.begun_at, period.from);
  const Instant last = std::min(busy_until(task, now), Instant{end_of(period).us - 1});
  if (last < from) return 0;
  return static_cast<uint64_t>(day_of(last, zone_minutes) - day_of(from, zone_minutes)) + 1;
}

Rows count(const State& state, const desk::Nouns& nouns, const Asked& asked) {
  Rows rows;
  if (asked.by == By::day) {
    const auto days = by_day(asked);
    for (const auto& [name, one] : days) rows[name];
    each_team(state, nouns, asked.unit, [&](const Team& team, UnitCode) {
      for (const auto& [name, one] : days) add(rows[name], figures_of(state, team, one));
    });
    return rows;
  }
  each_team(state, nouns, asked.unit, [&](const Team& team, UnitCode branch) {
    const std::string name =
        asked.by == By::unit ? to_text(branch) : std::string(enum_text(team.what.kind));
    add(rows[name], figures_of(state, team, asked));
  });
  return rows;
}

Figures total(const State& state, const desk::Nouns& nouns, const Asked& asked) {
  Figures figures;
  each_team(state, nouns, asked.unit,
            [&](const Team& team, UnitCode) { add(figures, figures_of(state, team, asked)); });
  return figures;
}

}  // namespace lifeline::team
