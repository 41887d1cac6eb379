// SPDX-License-Identifier: Apache-2.0
// Situation reports (战报): which were drawn up for whom, over which time, and who released them.
//
//   plan    running ──▶ ended          at each turn of its rhythm a report is drawn up
//   report  draft ──▶ released         by a commander, who has seen what its digest stands for
//             └──────────┴──▶ withdrawn
//
// What a report says is not kept here: it is a fold over the journals up to the cut-off, which the
// gateway makes whenever somebody reads it. A release keeps the digest of what was read and how far
// the journals went, so that reading it again must give the same or says that it does not.
//
// A report covers its time from `from` on, up to and without `cut_off`. Deadlines by the desk's
// clock draw up the next; turns that nobody was there for are one report over all of their time.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::report {

struct Tag {};
using ReportId = Id<Tag>;
struct PlanTag {};
using PlanId = Id<PlanTag>;

enum class Language { zh, en };
LIFELINE_ENUM(Language, zh, en)

enum class Phase { draft, released, withdrawn };
LIFELINE_ENUM(Phase, draft, released, withdrawn)

/// A series of reports. Its days and clock times are local (base/zone.h).
struct Series {
  UnitCode unit;
  std::string scenario;   // id of an assurance scenario, "" for all that the unit answers for
  int64_t every_min = 0;  // or once a day:
  std::string daily_at;   // "08:00", local
  Instant from;           // what the first report covers begins here
  Instant until;          // none: until it is stopped
  std::vector<Language> languages;

  friend bool operator==(const Series&, const Series&) = default;
};
LIFELINE_STRUCT(Series, unit, scenario, every_min, daily_at, from, until, languages)

struct Plan {
  Series what;  // from: none is now
};
struct Stop {
  PlanId id;
  std::string reason;
};
/// A plan's turn has come.
struct DrawUp {
  PlanId plan;
};
/// By a person, over any time that has passed.
struct DrawUpOnce {
  UnitCode unit;
  std::string scenario;
  Instant from;
  Instant cut_off;
  std::vector<Language> languages;
};
struct Release {
  ReportId id;
  std::string digest;                     // of what the commander has read
  std::map<UnitCode, uint64_t> journals;  // the last position of each desk before the cut-off
  std::string note;
};
struct Withdraw {
  ReportId id;
  std::string reason;
};
using Command = std::variant<Plan, Stop, DrawUp, DrawUpOnce, Release, Withdraw>;

struct Planned {
  PlanId id;
  Series what;
  Instant next_at;
  std::string by;
};
LIFELINE_STRUCT(Planned, id, what, next_at, by)
struct Stopped {
  PlanId id;
  std::string reason;
};
LIFELINE_STRUCT(Stopped, id, reason)
struct DrawnUp {
  ReportId id;
  PlanId plan;  // none: by a person
  uint64_t number = 0;
  UnitCode unit;
  std::string scenario;
  Instant from;
  Instant cut_off;
  ReportId previous;  // the newest released one of the series: what came too late for it is here
  std::vector<Language> languages;
  Instant next_at;  // of the plan; none: that was its last
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(DrawnUp, id, plan, number, unit, scenario, from, cut_off, previous, languages,
                next_at, by, at)
struct Released {
  ReportId id;
  std::string digest;
  std::map<UnitCode, uint64_t> journals;
  std::string note;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Released, id, digest, journals, note, by, at)
struct Withdrawn {
  ReportId id;
  std::string reason;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Withdrawn, id, reason, by, at)
using Event = std::variant<Planned, Stopped, DrawnUp, Released, Withdrawn>;

struct Standing {
  PlanId id;
  Series what;
  Instant covered_until;  // by reports
  Instant next_at;        // none: it has ended
  std::string by;
  std::string end_reason;
};
LIFELINE_STRUCT(Standing, id, what, covered_until, next_at, by, end_reason)

struct Report {
  ReportId id;
  PlanId plan;
  uint64_t number = 0;  // in its series
  UnitCode unit;
  std::string scenario;
  Instant from;
  Instant cut_off;
  ReportId previous;
  std::vector<Language> languages;
  Phase phase = Phase::draft;
  std::string drawn_up_by;
  Instant drawn_up_at;
  std::string digest;
  std::map<UnitCode, uint64_t> journals;
  std::string released_by;
  Instant released_at;
  std::string note;
  std::string withdrawn_by;
  Instant withdrawn_at;
  std::string withdrawal_reason;
};
LIFELINE_STRUCT(Report, id, plan, number, unit, scenario, from, cut_off, previous, languages, phase,
                drawn_up_by, drawn_up_at, digest, journals, released_by, released_at, note,
                withdrawn_by, withdrawn_at, withdrawal_reason)

struct State {
  uint64_t plan_serial = 0;
  uint64_t serial = 0;
  std::map<PlanId, Standing> plans;
  std::map<ReportId, Report> reports;       // the newest, limits::reports_max
  std::map<std::string, uint64_t> numbers;  // the last of each series
};
LIFELINE_STRUCT(State, plan_serial, serial, plans, reports, numbers)

/// What tells series apart: the plan, or unit and scenario of reports that people draw up.
std::string series_of(PlanId plan, UnitCode unit, const std::string& scenario);
/// Minutes since midnight; nothing unless it is "HH:MM".
std::optional<int64_t> minutes_of(std::string_view clock_time);
/// The first turn after a moment, and the last one up to it (none before the first).
Instant next_turn(const Series& series, Instant after);
Instant last_turn(const Series& series, Instant now);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::report
