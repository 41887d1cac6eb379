// SPDX-License-Identifier: Apache-2.0
// Assurance scenarios to read: each with its clock, its figures now, its reports, and what happened
// to it.
#pragma once

#include <deque>
#include <memory>

#include "network/planned_work/model.h"
#include "network/scenario/model.h"

namespace lifeline::scenario {

struct Row {
  ScenarioId id;
  std::string name_zh;
  std::string name_en;
  Kind made_from = Kind::own;
  Phase state = Phase::planned;
  UnitCode unit;
  Instant from;
  Instant until;
  Instant started_at;
  Instant ended_at;
  std::string end_reason;
  std::string planned_by;
  uint64_t sites_total = 0;
  uint64_t elements_total = 0;
  double threshold_factor = 1;
  bool change_freeze = false;
  int64_t report_every_min = 0;
  Instant next_report_at;  // none unless it runs
  uint64_t reports_total = 0;
  // How it stands now; filled in when it is read.
  uint64_t sites_degraded = 0;
  uint64_t sites_down = 0;
  uint64_t sites_suppressed = 0;
  uint64_t alarms_open = 0;
  uint64_t incidents_open = 0;
  uint64_t orders_overdue = 0;
  std::vector<std::string> on_duty;  // names
  Instant roster_gap_from;           // the next time without anybody on duty
  Instant roster_gap_until;
  std::vector<std::string> conflicts;  // planned work on its elements in its time
};
LIFELINE_STRUCT(Row, id, name_zh, name_en, made_from, state, unit, from, until, started_at,
                ended_at, end_reason, planned_by, sites_total, elements_total, threshold_factor,
                change_freeze, report_every_min, next_report_at, reports_total, sites_degraded,
                sites_down, sites_suppressed, alarms_open, incidents_open, orders_overdue, on_duty,
                roster_gap_from, roster_gap_until, conflicts)

enum class Step {
  planned,
  changed,
  staffed,
  started,
  ended,
  extended,
  cancelled,
  derived,
  reported
};
LIFELINE_ENUM(Step, planned, changed, staffed, started, ended, extended, cancelled, derived,
              reported)

struct Entry {
  Instant at;
  Step kind = Step::planned;
  std::string who;
  std::string text;
};
LIFELINE_STRUCT(Entry, at, kind, who, text)

struct ReportEntry {
  Instant at;
  Figures figures;
};
LIFELINE_STRUCT(ReportEntry, at, figures)

struct Page {
  Row row;
  What what;
  std::deque<ReportEntry> reports;  // newest first, limits::scenario_reports_max
  std::deque<Entry> timeline;       // oldest first, limits::scenario_timeline_max
};
LIFELINE_STRUCT(Page, row, what, reports, timeline)

struct View {
  std::map<ScenarioId, Page> pages;
  std::deque<ScenarioId> history;  // over, oldest first, limits::scenario_history_max

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, pages, history)

/// The row as it stands now: figures, who is on duty, gaps, conflicts.
Row row_of(const Page& page, const desk::Nouns& nouns, Instant now);

/// Planned work that touches the scenario's elements in its time, in the order of its ids.
std::vector<planned_work::WorkId> conflicts_of(ScenarioId id, const desk::Nouns& nouns);

struct Noun {
  using State = scenario::State;
  using Command = scenario::Command;
  using Event = scenario::Event;
  using View = scenario::View;
  static constexpr std::string_view name = "scenario";
  static constexpr uint64_t bit = uint64_t{1} << 9;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::scenario
