// SPDX-License-Identifier: Apache-2.0
// Planned work (a maintenance window) on elements of the network. While it runs, what its elements'
// failures do is shown as suppressed and opens no incident; nothing is hidden, and what is still
// down at its end is an outage.
//
//   planned ──▶ running ──▶ ended          starts at `from` and ends at `until` by the desk's clock
//      └──▶ cancelled                      a person may extend it, or end it early, with a reason
//
// Limits: limits::planned_work_hours_max from start to end, limits::planned_work_elements_max,
// limits::planned_works_open_max planned or running on a desk.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::planned_work {

struct Tag {};
using WorkId = Id<Tag>;

enum class Phase { planned, running, ended, cancelled };
LIFELINE_ENUM(Phase, planned, running, ended, cancelled)

struct What {
  std::string title;
  std::vector<std::string> elements;
  Instant from;
  Instant until;
  std::string reason;
  UnitCode unit;  // answers for it
  std::string requested_by;

  friend bool operator==(const What&, const What&) = default;
};
LIFELINE_STRUCT(What, title, elements, from, until, reason, unit, requested_by)

struct Plan {
  What what;                    // from: none or past is now
  std::string override_reason;  // why a change freeze does not hold it back
};
/// While it has not begun: all of it anew.
struct Change {
  WorkId id;
  What what;
  std::string override_reason;
};
struct Cancel {
  WorkId id;
  std::string reason;
};
struct Extend {
  WorkId id;
  Instant until;
  std::string reason;
  std::string override_reason;
};
/// Its time has come.
struct Start {
  WorkId id;
};
/// By a person with a reason; by the clock without.
struct End {
  WorkId id;
  std::string reason;
};
using Command = std::variant<Plan, Change, Cancel, Extend, Start, End>;

/// The change freezes that a commander set aside for the work.
struct Override {
  std::vector<std::string> scenarios;
  std::string reason;

  friend bool operator==(const Override&, const Override&) = default;
};
LIFELINE_STRUCT(Override, scenarios, reason)

struct Planned {
  WorkId id;
  What what;
  Override overrides;
};
LIFELINE_STRUCT(Planned, id, what, overrides)
struct Changed {
  WorkId id;
  What what;
  Override overrides;
};
LIFELINE_STRUCT(Changed, id, what, overrides)
struct Cancelled {
  WorkId id;
  std::string reason;
};
LIFELINE_STRUCT(Cancelled, id, reason)
struct Extended {
  WorkId id;
  Instant until;
  std::string reason;
  Override overrides;
};
LIFELINE_STRUCT(Extended, id, until, reason, overrides)
struct Started {
  WorkId id;
  std::vector<std::string> elements;
};
LIFELINE_STRUCT(Started, id, elements)
struct Ended {
  WorkId id;
  std::string reason;  // "" when its time was over
  std::vector<std::string> elements;
};
LIFELINE_STRUCT(Ended, id, reason, elements)
using Event = std::variant<Planned, Changed, Cancelled, Extended, Started, Ended>;

struct Work {
  WorkId id;
  Phase phase = Phase::planned;
  What what;
};
LIFELINE_STRUCT(Work, id, phase, what)

struct State {
  uint64_t serial = 0;
  std::map<WorkId, Work> open;                                   // planned or running
  std::unordered_map<std::string, std::set<WorkId>> touched_by;  // element → open work; rebuilt
  std::unordered_map<std::string, std::set<WorkId>> covered_by;  // element → running; rebuilt
  std::set<std::pair<Instant, WorkId>> turns;                    // starts and ends; rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, serial, open)

/// The running work that covers the element, the first planned of several; none when there is none.
WorkId covers(const State& state, const std::string& element);

/// Judges the sites again that stand on the elements, directly or not, and are not normal.
void reassess_behind(const std::vector<std::string>& elements, const desk::Context& at,
                     desk::Commands& out);
/// The same for one element whose own fault came, changed or went, while any work runs: it may hit
/// beside what the work covers without changing what stands on it.
void reassess_beside_work(const std::string& element, const desk::Context& at, desk::Commands& out);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::planned_work
