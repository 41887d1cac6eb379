// SPDX-License-Identifier: Apache-2.0
// A crew is people of a unit who go out to mend: with skills, certificates that end, tools, spare
// parts and a vehicle. It works in shifts; the job it is on comes from the noun `job`.
//
//   off duty ──a shift begins──▶ free ──Occupy{job}──▶ busy
//      ◀──the shift ends, and no job──┘  ◀──Occupy{none}──┘          derived: state_of()
//
//   watched: due ──checks in──▶ due again              a safety timer of interval_s
//             └──silence──▶ missed, and somebody is ordered to look for it, once
//                              └──checks in──▶ due again
//
// The timer runs while it is set; for a crew off duty it is due after its next shift has begun.
// The desk of its unit's ground owns a crew; headquarters' desk hears of all and keeps copies.
// Positions are journalled as those of vehicles (vehicle/model.h).
// Limits: limits::crews_max, crew_members_max, crew_shifts_max, crew_shift_hours_max,
// crew_breaks_max, crew_parts_max, skills_max, check_in_s_min, check_in_s_max.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "command/vehicle/model.h"
#include "desk/noun.h"

namespace lifeline::job {
struct Tag;  // a crew is on a job, a job is for a crew
}

namespace lifeline::crew {

using JobId = Id<job::Tag>;
using Parts = std::map<std::string, uint64_t>;  // how many of each

struct Certificate {
  std::string name;
  Instant until;  // always given

  friend bool operator==(const Certificate&, const Certificate&) = default;
};
LIFELINE_STRUCT(Certificate, name, until)

/// A crew as a list has it.
struct Entry {
  std::string id;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  std::vector<std::string> members;  // person ids
  uint64_t size = 0;                 // how many, when it is not known who: head_count()
  std::vector<std::string> skills;
  std::vector<Certificate> certificates;
  std::string phone;  // E.164
  LonLat base;
  std::vector<std::string> tools;
  Parts parts;          // at the time of the list
  std::string vehicle;  // its id, "" for none

  friend bool operator==(const Entry&, const Entry&) = default;
};
LIFELINE_STRUCT(Entry, id, name_zh, name_en, unit, members, size, skills, certificates, phone, base,
                tools, parts, vehicle)

struct Break {
  Instant from;
  Instant until;

  friend bool operator==(const Break&, const Break&) = default;
};
LIFELINE_STRUCT(Break, from, until)

/// [from, until), with breaks inside it.
struct Shift {
  Instant from;
  Instant until;
  std::vector<Break> breaks;

  friend bool operator==(const Shift&, const Shift&) = default;
};
LIFELINE_STRUCT(Shift, from, until, breaks)

struct Imported {
  std::vector<Entry> crews;  // only those that are new or changed
};
LIFELINE_STRUCT(Imported, crews)
/// What another desk has.
struct Adopted {
  std::vector<Entry> crews;
};
LIFELINE_STRUCT(Adopted, crews)
struct Removed {
  std::string id;
  std::string reason;
};
LIFELINE_STRUCT(Removed, id, reason)
struct Positioned {
  std::vector<Seen> positions;
};
LIFELINE_STRUCT(Positioned, positions)
struct ShiftsPlanned {
  std::string id;
  std::vector<Shift> shifts;  // all that are kept, by their begin
  Instant due;                // of the safety timer, as the shifts move it; zero: none
};
LIFELINE_STRUCT(ShiftsPlanned, id, shifts, due)
struct WatchSet {
  std::string id;
  int64_t interval_s = 0;  // 0: the crew is watched no more
  Instant due;
};
LIFELINE_STRUCT(WatchSet, id, interval_s, due)
struct CheckedIn {
  std::string id;
  std::string by;
  Instant at;
  Instant due;  // the next; zero: none
};
LIFELINE_STRUCT(CheckedIn, id, by, at, due)
struct CheckInMissed {
  std::string id;
  Instant due;
};
LIFELINE_STRUCT(CheckInMissed, id, due)
struct Stocked {
  std::string id;
  Parts parts;  // added
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Stocked, id, parts, by, at)
struct Spent {
  std::string id;
  Parts parts;  // used
  JobId job;    // for what; none: said by hand
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Spent, id, parts, job, by, at)
struct Occupied {
  std::string id;
  JobId job;  // none: it is free again
  Instant at;
};
LIFELINE_STRUCT(Occupied, id, job, at)
using Event = std::variant<Imported, Adopted, Removed, Positioned, ShiftsPlanned, WatchSet,
                           CheckedIn, CheckInMissed, Stocked, Spent, Occupied>;

/// New and changed crews, all or none.
struct Import {
  std::vector<Entry> crews;
};
struct Create {
  Entry crew;
};
struct Change {
  Entry crew;  // the id stays
};
struct Remove {
  std::string id;
  std::string reason;
};
/// One is refused where it is wrong; of several the wrong ones are left out.
struct ReportPositions {
  std::vector<Seen> positions;  // at: none is now
};
/// All shifts that are not over.
struct PlanShifts {
  std::string id;
  std::vector<Shift> shifts;
};
/// The crew must be heard from so often; 0 ends it.
struct SetWatch {
  std::string id;
  int64_t interval_s = 0;
};
struct CheckIn {
  std::string id;
};
/// The safety timer has run out: the desk's own clock says so.
struct MissCheckIn {
  std::string id;
};
struct Stock {
  std::string id;
  Parts parts;
};
/// Refused (parts_must_be_in_stock) where the crew has not so many.
struct Spend {
  std::string id;
  Parts parts;
  JobId job = {};
};
/// A job takes the crew (from its departure on) or lets it go (none): only Lifeline itself says so.
struct Occupy {
  std::string id;
  JobId job = {};
};
/// What happened to crews of another desk.
struct Follow {
  UnitCode from;
  Event event;
};
using Command = std::variant<Import, Create, Change, Remove, ReportPositions, PlanShifts, SetWatch,
                             CheckIn, MissCheckIn, Stock, Spend, Occupy, Follow>;

/// The safety timer.
struct Watch {
  int64_t interval_s = 0;  // 0: none
  Instant due;             // zero: nothing is due
  Instant last;            // when it checked in last; zero: never
  bool missed = false;     // silent beyond `due`, and told

  friend bool operator==(const Watch&, const Watch&) = default;
};
LIFELINE_STRUCT(Watch, interval_s, due, last, missed)

struct Crew {
  Entry what;
  Parts parts;  // now
  std::vector<Shift> shifts;
  Fix position;  // the last that is journalled
  Watch check_in;
  JobId job;  // that it is on
  Instant job_since;
  bool copy = false;  // another desk owns it
};
LIFELINE_STRUCT(Crew, what, parts, shifts, position, check_in, job, job_since, copy)

enum class Duty { off_duty, free, busy };
LIFELINE_ENUM(Duty, off_duty, free, busy)

struct State {
  std::map<std::string, Crew> crews;
  std::set<std::pair<UnitCode, std::string>> by_unit;       // rebuilt
  std::set<std::pair<std::string, std::string>> by_member;  // person, crew; rebuilt
  std::map<std::string, std::string> by_vehicle;            // rebuilt
  std::set<std::pair<Instant, std::string>> due;            // of the desk's own; rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, crews)

const Crew* find(const State& state, std::string_view id);
/// The crew that has the vehicle; null: nobody.
const Crew* of_vehicle(const State& state, std::string_view vehicle);
/// The unit's own crews, by id.
std::vector<const Crew*> of_unit(const State& state, UnitCode unit);
/// The crews that the person is a member of, by id.
std::vector<const Crew*> of_person(const State& state, std::string_view person);
/// Whether the actor is one of the crew's members.
bool is_member(const Crew& crew, const desk::Actor& who, const desk::Nouns& nouns);
/// Within a shift, its breaks included.
bool on_shift(const Crew& crew, Instant now);
/// Within a shift and outside of its breaks.
bool at_work(const Crew& crew, Instant now);
/// On a job: busy, even when the shift is over.
Duty state_of(const Crew& crew, Instant now);
/// The shift that runs now or begins next; null: none.
const Shift* next_shift(const Crew& crew, Instant now);
/// When a shift or a break begins or ends next; zero: never.
Instant next_turn(const Crew& crew, Instant now);
uint64_t head_count(const Crew& crew);
bool has_skill(const Crew& crew, std::string_view skill);
/// Whether a certificate of that name has not ended.
bool is_certified(const Crew& crew, std::string_view certificate, Instant now);
bool has_parts(const Crew& crew, const Parts& parts);
/// When the safety timer is due if the crew was last heard from now.
Instant due_after(const Crew& crew, int64_t interval_s, Instant now);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);
/// The rows of an import and of positions that are told at once.
std::vector<desk::RowKey> touches_each(const Event& event);

}  // namespace lifeline::crew
