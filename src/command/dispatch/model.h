// SPDX-License-Identifier: Apache-2.0
// A desk's plan of dispatch: for each crew that a job still needs, which crew is to go, as which of
// its stops, when, and why; or that nobody can, and why not. The planner (gateway/dispatch) works
// the plan out beside the desk and brings it back; the desk keeps what has changed of it.
//
//   proposed ──TakeUp──▶ committed ──the crew departs──▶ under way ──over──▶ gone
//      └── unassigned: nobody can, or nobody has the time             ◀──the next plan──┘
//
// In the mode `automatic` a crew's next stop is taken up as soon as it is to depart. A job that is
// pinned to a crew or forbidden to one is the job's own affair (command/job); a plan keeps to it.
// Roads are closed for a time: whoever would drive across the place waits or goes elsewhere.
// Limits: limits::dispatch_*.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "command/job/model.h"

namespace lifeline::dispatch {

struct Tag {};
using ClosureId = Id<Tag>;
using job::JobId;

enum class Standing { proposed, committed, under_way, unassigned };
LIFELINE_ENUM(Standing, proposed, committed, under_way, unassigned)

/// Why this crew.
enum class Why { none, least_added, only_able, pinned, committed };
LIFELINE_ENUM(Why, none, least_added, only_able, pinned, committed)

/// Why nobody.
enum class Lack {
  none,
  nobody_has_skill,
  nobody_has_tool,
  nobody_has_parts,
  nobody_has_vehicle,
  nobody_has_permit,
  nobody_may,  // pins and forbids, and crews that gave it back
  nobody_on_shift,
  window_cannot_be_met,
  waits_for_another,
  place_must_be_given,
  no_time_left
};
LIFELINE_ENUM(Lack, none, nobody_has_skill, nobody_has_tool, nobody_has_parts, nobody_has_vehicle,
              nobody_has_permit, nobody_may, nobody_on_shift, window_cannot_be_met,
              waits_for_another, place_must_be_given, no_time_left)

enum class Mode { proposing, automatic };
LIFELINE_ENUM(Mode, proposing, automatic)

enum class Trigger { change, time, asked, start };
LIFELINE_ENUM(Trigger, change, time, asked, start)

enum class TravelBy { great_circle, osrm };
LIFELINE_ENUM(TravelBy, great_circle, osrm)

/// One of the crews that a job needs.
struct Proposal {
  JobId job;
  uint64_t part = 1;  // the n-th of them
  std::string crew;   // "": unassigned
  Standing standing = Standing::proposed;
  uint64_t position = 0;  // the crew's n-th stop; 0: none
  Instant depart_at;      // from the stop before
  Instant arrive_at;
  Instant start_at;  // of the work
  Instant finish_at;
  int64_t drive_s = 0;
  int64_t drive_m = 0;
  bool fetches_parts = false;  // at its base, before
  Why why = Why::none;
  std::string why_name;     // the skill, tool or vehicle that it alone has
  uint64_t able = 0;        // crews that could
  std::string second_crew;  // "": nobody else
  int64_t second_drive_s = 0;
  double dearer = 0;  // weighted seconds that the second best would add
  Lack reason = Lack::none;
  std::vector<std::string> reason_names;

  friend bool operator==(const Proposal&, const Proposal&) = default;
};
LIFELINE_STRUCT(Proposal, job, part, crew, standing, position, depart_at, arrive_at, start_at,
                finish_at, drive_s, drive_m, fetches_parts, why, why_name, able, second_crew,
                second_drive_s, dearer, reason, reason_names)

/// How good a plan is, and what making it took.
struct Figures {
  Instant began_at;
  Instant made_at;
  Trigger trigger = Trigger::start;
  uint64_t jobs = 0;
  uint64_t crews = 0;
  uint64_t assigned = 0;  // of the proposals
  uint64_t unassigned = 0;
  double weighted_completion = 0;         // sum of weight × seconds from then until done
  double greedy_weighted_completion = 0;  // of sending the nearest free crew, beside it
  int64_t travel_m = 0;
  int64_t travel_s = 0;
  double cpu_s = 0;
  TravelBy travel_by = TravelBy::great_circle;
  std::string problem;  // why no plan could be made

  friend bool operator==(const Figures&, const Figures&) = default;
};
LIFELINE_STRUCT(Figures, began_at, made_at, trigger, jobs, crews, assigned, unassigned,
                weighted_completion, greedy_weighted_completion, travel_m, travel_s, cpu_s,
                travel_by, problem)

struct Closure {
  ClosureId id;
  UnitCode unit;
  LonLat place;
  double radius_m = 0;
  Instant from;
  Instant until;
  std::string reason;
  std::string by;

  friend bool operator==(const Closure&, const Closure&) = default;
};
LIFELINE_STRUCT(Closure, id, unit, place, radius_m, from, until, reason, by)

/// A whole plan, as the planner has worked it out: what it does not name is gone.
struct Propose {
  std::vector<Proposal> proposals;
  Figures figures;
};
/// The job is offered to the crew that is proposed; with several, to each.
struct TakeUp {
  JobId job;
};
struct SetMode {
  Mode mode = Mode::proposing;
};
struct CloseRoad {
  Closure closure;  // without id
};
struct OpenRoad {
  ClosureId id;
  std::string reason;
};
using Command = std::variant<Propose, TakeUp, SetMode, CloseRoad, OpenRoad>;

struct Planned {
  Figures figures;
};
LIFELINE_STRUCT(Planned, figures)
struct Proposed {
  Proposal proposal;
};
LIFELINE_STRUCT(Proposed, proposal)
struct Withdrawn {
  JobId job;
  uint64_t part = 1;
};
LIFELINE_STRUCT(Withdrawn, job, part)
/// With the proposal as whoever took it up saw it.
struct TakenUp {
  Proposal proposal;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(TakenUp, proposal, by, at)
struct ModeSet {
  Mode mode = Mode::proposing;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(ModeSet, mode, by, at)
struct RoadClosed {
  Closure closure;
};
LIFELINE_STRUCT(RoadClosed, closure)
struct RoadOpened {
  ClosureId id;
  std::string reason;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(RoadOpened, id, reason, by, at)
using Event = std::variant<Planned, Proposed, Withdrawn, TakenUp, ModeSet, RoadClosed, RoadOpened>;

struct State {
  std::map<desk::RowKey, Proposal> proposals;  // key_of
  Figures figures;                             // of the last plan
  Mode mode = Mode::proposing;
  uint64_t closure_serial = 0;
  std::map<ClosureId, Closure> closures;
};
LIFELINE_STRUCT(State, proposals, figures, mode, closure_serial, closures)

/// "420000-7/1": the job and the part.
desk::RowKey key_of(JobId job, uint64_t part);
/// The row of the plan itself.
inline constexpr std::string_view plan_key = "plan";

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::dispatch
