// SPDX-License-Identifier: Apache-2.0
// Alarms to read: the open ones and the newest of the cleared, their comments, and the totals that
// account for every report that was ever taken in.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <tuple>

#include "command/incident/model.h"
#include "network/alarm/by_type.h"
#include "network/alarm/in_order.h"
#include "network/alarm/model.h"
#include "network/planned_work/model.h"

namespace lifeline::alarm {

enum class Phase { raised, cleared };
LIFELINE_ENUM(Phase, raised, cleared)

/// A door that tells of an alarm.
struct Source {
  std::string origin;
  bool owner = false;                           // its word counts
  Severity severity = Severity::indeterminate;  // as it says
  uint64_t count = 0;                           // of its reports
  Instant first_at;
  Instant last_at;
  Instant over_at;  // when it said that it is over
};
LIFELINE_STRUCT(Source, origin, owner, severity, count, first_at, last_at, over_at)

struct Row {
  AlarmId id;
  std::string element;  // "" while unmapped
  std::string source_name;
  UnitCode region;
  UnitCode unit;
  bool mapped = false;
  Severity perceived_severity = Severity::indeterminate;
  std::string event_type;
  std::string probable_cause;
  std::string specific_problem;
  std::string additional_text;
  std::string interface;
  Phase state = Phase::raised;
  AckState ack_state = AckState::unacknowledged;
  std::string ack_by;
  Instant ack_at;
  Instant raised_at;    // when Lifeline took it in
  Instant reported_at;  // by the device's clock
  Instant changed_at;
  Instant cleared_at;
  uint64_t count = 1;
  std::string origin;                  // of the door that owns the fact
  std::vector<Source> sources;         // who tells of it; one alone is filled in by complete()
  bool flapping = false;               // it comes and goes: its clears are held until it is quiet
  incident::IncidentId incident;       // that it was linked to last
  uint64_t sites = 0;                  // that its incident hits now; filled in by complete()
  planned_work::WorkId suppressed_by;  // running work on its element or root; by complete()
};
LIFELINE_STRUCT(Row, id, element, source_name, region, unit, mapped, perceived_severity, event_type,
                probable_cause, specific_problem, additional_text, interface, state, ack_state,
                ack_by, ack_at, raised_at, reported_at, changed_at, cleared_at, count, origin,
                sources, flapping, incident, sites, suppressed_by)

enum class Step {
  raised,
  told,
  told_over,
  clear_held,
  severity_changed,
  placed,
  acknowledged,
  unacknowledged,
  commented,
  cleared
};
LIFELINE_ENUM(Step, raised, told, told_over, clear_held, severity_changed, placed, acknowledged,
              unacknowledged, commented, cleared)

/// What happened to an alarm after it was raised.
struct Remark {
  Instant at;
  Step kind = Step::commented;
  std::string who;
  std::string text;
};
LIFELINE_STRUCT(Remark, at, kind, who, text)

struct Totals {
  uint64_t raised = 0;    // new alarms
  uint64_t repeated = 0;  // the same again
  uint64_t told = 0;      // of an open alarm, by another than its owner
  uint64_t told_over = 0;
  uint64_t cleared = 0;
  uint64_t clear_unmatched = 0;  // a clear without its alarm
  uint64_t clear_held = 0;       // of a flapping alarm; it ends as settled, if it does
  uint64_t settled = 0;          // flapping ones that were quiet for long enough
  uint64_t raised_late = 0;      // after its own clear
  uint64_t unmapped = 0;         // open now
};
LIFELINE_STRUCT(Totals, raised, repeated, told, told_over, cleared, clear_unmatched, clear_held,
                settled, raised_late, unmapped)

/// Open alarms of a unit's own ground.
struct Counts {
  uint64_t open = 0;
  uint64_t unacknowledged = 0;
  uint64_t unmapped = 0;
  std::array<uint64_t, 5> by_severity{};  // indexed by Severity

  bool empty() const { return open == 0; }
};

struct View {
  std::unordered_map<AlarmId, Row> rows;
  std::deque<AlarmId> history;  // cleared, oldest first, limits::alarm_history_max
  std::unordered_map<AlarmId, std::vector<Remark>> remarks;
  Totals totals;
  std::map<UnitCode, Counts> counts;  // rebuilt
  ByType by_type;                     // of all rows; rebuilt
  InOrder in_order;                   // of all rows; rebuilt

  using Overhears = std::tuple<incident::Event>;
  void fold(const Event& event, const desk::Stamp& stamp);
  void fold(const incident::Event& event, const desk::Stamp& stamp);
  void reindex();
};
LIFELINE_STRUCT(View, rows, history, remarks, totals)

/// Fills in what the view does not keep: how many sites the alarm's incident hits
/// now, and the planned work that suppresses it.
void complete(Row& row, const desk::Nouns& nouns);

struct Noun {
  using State = alarm::State;
  using Command = alarm::Command;
  using Event = alarm::Event;
  using View = alarm::View;
  static constexpr std::string_view name = "alarm";
  static constexpr uint64_t bit = uint64_t{1} << 6;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::alarm
