// SPDX-License-Identifier: Apache-2.0
// Teams counted as reports want them: how many there are, and what they did in a period.
//
//   teams, posts, people   raised by the end of the period: commando teams and volunteers; vanguard
//                          posts; members who are there (a person of two teams is in both)
//   at_work                teams and posts that were on a task in the period
//   person_times (人次)    a member on a task on a day, once for each such day of the period; days
//                          are those of the zone
//   hours, tasks_done      of the tasks that were done in the period
//
// Every one of them is the length of a list, or the sum of a column of it: see docs/teams.md.
// Limits: limits::team_count_days_max.
#pragma once

#include "command/team/model.h"
#include "desk/noun.h"

namespace lifeline::team {

struct Figures {
  uint64_t teams = 0;
  uint64_t posts = 0;
  uint64_t people = 0;
  uint64_t at_work = 0;
  uint64_t person_times = 0;
  double hours = 0;
  uint64_t tasks_done = 0;

  friend bool operator==(const Figures&, const Figures&) = default;
};
LIFELINE_STRUCT(Figures, teams, posts, people, at_work, person_times, hours, tasks_done)

void add(Figures& to, const Figures& more);

enum class By { unit, kind, day };
LIFELINE_ENUM(By, unit, kind, day)

struct Period {
  Instant from;   // none: from the beginning
  Instant until;  // not included; none: no end
};

struct Asked {
  By by = By::unit;
  UnitCode unit;  // and all below it
  Period period;
  Instant now;  // a task under way lasts until now
  int64_t zone_minutes = 0;
};

/// Which row a figure belongs to: a unit right below the one asked for (or that one itself), a
/// kind, a day such as 2020-01-23.
using Rows = std::map<std::string, Figures>;

/// One desk's share. The rows of by=day are all there, though nothing happened.
Rows count(const State& state, const desk::Nouns& nouns, const Asked& asked);
/// All of it in one row.
Figures total(const State& state, const desk::Nouns& nouns, const Asked& asked);

/// The calendar day, counted from 1970-01-01.
int64_t day_of(Instant at, int64_t zone_minutes);
/// How many days of the period the task kept its members busy.
uint64_t days_busy(const Task& task, const Period& period, Instant now, int64_t zone_minutes);
/// Until when it kept them busy; none: it has not begun.
Instant busy_until(const Task& task, Instant now);

}  // namespace lifeline::team
