// SPDX-License-Identifier: Apache-2.0
// An assurance scenario (重保场景): named sites, for a time, watched more tightly than the others.
//
//   planned ──▶ running ──▶ ended     by the desk's clock, or earlier by a commander with a reason
//      └──▶ cancelled
//
// While it runs, and all at once: faults at its sites weigh a step more and must be taken up
// sooner, measurements alarm at tighter thresholds, its elements are closed to planned work, people
// are on duty by shift, and figures are reported at a rhythm. When it ends all is as before.
//
// A scenario belongs to one desk, as its sites do. Limits: limits::scenario_*.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "command/incident/model.h"
#include "desk/noun.h"
#include "network/element/model.h"
#include "network/site/model.h"

namespace lifeline::scenario {

struct Tag {};
using ScenarioId = Id<Tag>;

enum class Phase { planned, running, ended, cancelled };
LIFELINE_ENUM(Phase, planned, running, ended, cancelled)

enum class Kind { own, makeshift_hospital, key_hospital, government_meeting };
LIFELINE_ENUM(Kind, own, makeshift_hospital, key_hospital, government_meeting)

/// How soon a fault must have been taken up; after as long again it goes up a level.
struct TakeUp {
  int64_t warning_s = 0;
  int64_t minor_s = 0;
  int64_t major_s = 0;
  int64_t critical_s = 0;

  friend bool operator==(const TakeUp&, const TakeUp&) = default;
};
LIFELINE_STRUCT(TakeUp, warning_s, minor_s, major_s, critical_s)

struct Rules {
  double threshold_factor = 1;  // on the thresholds of measurements; 0.7 alarms sooner
  TakeUp take_up_within;
  bool change_freeze = false;
  int64_t report_every_min = 60;

  friend bool operator==(const Rules&, const Rules&) = default;
};
LIFELINE_STRUCT(Rules, threshold_factor, take_up_within, change_freeze, report_every_min)

struct Shift {
  Instant from;
  Instant until;
  std::string person;
  std::string phone;  // E.164

  friend bool operator==(const Shift&, const Shift&) = default;
};
LIFELINE_STRUCT(Shift, from, until, person, phone)

struct What {
  std::string name_zh;
  std::string name_en;
  Kind made_from = Kind::own;  // the template
  UnitCode unit;               // answers for it
  Instant from;
  Instant until;
  std::vector<std::string> sites;
  Rules rules;
  std::vector<Shift> roster;

  friend bool operator==(const What&, const What&) = default;
};
LIFELINE_STRUCT(What, name_zh, name_en, made_from, unit, from, until, sites, rules, roster)

/// Sites by what they are: all that is given must hold. Nothing given selects nothing.
struct Selection {
  std::vector<site::Kind> kinds;
  int tier_max = 0;  // 0: any
  UnitCode region;   // and all below it

  bool is_given() const { return !kinds.empty() || tier_max > 0 || region; }
};
LIFELINE_STRUCT(Selection, kinds, tier_max, region)

struct Plan {
  What what;  // from: none or past is now
  Selection select;
};
/// All of it anew; one that runs keeps its start.
struct Change {
  ScenarioId id;
  What what;
  Selection select;
};
struct Staff {
  ScenarioId id;
  std::vector<Shift> roster;
};
/// By the clock without a reason, earlier by a commander with one.
struct Start {
  ScenarioId id;
  std::string reason;
};
struct End {
  ScenarioId id;
  std::string reason;
};
struct Extend {
  ScenarioId id;
  Instant until;
  std::string reason;
};
struct Cancel {
  ScenarioId id;
  std::string reason;
};
/// Elements or sites were imported.
struct Derive {};
/// It is time to report.
struct Report {
  ScenarioId id;
};
using Command = std::variant<Plan, Change, Staff, Start, End, Extend, Cancel, Derive, Report>;

/// How it stands at one moment.
struct Figures {
  uint64_t sites_normal = 0;
  uint64_t sites_suppressed = 0;
  uint64_t sites_stale = 0;
  uint64_t sites_degraded = 0;
  uint64_t sites_down = 0;
  uint64_t alarms_open = 0;  // on the elements that its sites depend on
  uint64_t incidents_open = 0;
  uint64_t orders_overdue = 0;       // of those incidents
  std::vector<std::string> on_duty;  // names
};
LIFELINE_STRUCT(Figures, sites_normal, sites_suppressed, sites_stale, sites_degraded, sites_down,
                alarms_open, incidents_open, orders_overdue, on_duty)

struct Planned {
  ScenarioId id;
  What what;
  std::vector<std::string> elements;  // that the sites depend on
};
LIFELINE_STRUCT(Planned, id, what, elements)
struct Changed {
  ScenarioId id;
  What what;
  std::vector<std::string> elements;
  Instant next_report_at;  // none while it is planned
};
LIFELINE_STRUCT(Changed, id, what, elements, next_report_at)
struct Staffed {
  ScenarioId id;
  std::vector<Shift> roster;
};
LIFELINE_STRUCT(Staffed, id, roster)
struct Started {
  ScenarioId id;
  std::string reason;  // "" when its time had come
  Instant next_report_at;
};
LIFELINE_STRUCT(Started, id, reason, next_report_at)
struct Ended {
  ScenarioId id;
  std::string reason;
};
LIFELINE_STRUCT(Ended, id, reason)
struct Extended {
  ScenarioId id;
  Instant until;
  std::string reason;
};
LIFELINE_STRUCT(Extended, id, until, reason)
struct Cancelled {
  ScenarioId id;
  std::string reason;
};
LIFELINE_STRUCT(Cancelled, id, reason)
struct Derived {
  ScenarioId id;
  std::vector<std::string> elements;
};
LIFELINE_STRUCT(Derived, id, elements)
struct Reported {
  ScenarioId id;
  Figures figures;
  Instant next_report_at;
};
LIFELINE_STRUCT(Reported, id, figures, next_report_at)
using Event =
    std::variant<Planned, Changed, Staffed, Started, Ended, Extended, Cancelled, Derived, Reported>;

struct Scenario {
  ScenarioId id;
  Phase phase = Phase::planned;
  What what;
  std::vector<std::string> elements;  // in order
  Instant next_report_at;             // none unless it runs
};
LIFELINE_STRUCT(Scenario, id, phase, what, elements, next_report_at)

struct State {
  uint64_t serial = 0;
  std::map<ScenarioId, Scenario> open;                               // planned or running
  std::unordered_map<std::string, std::set<ScenarioId>> by_element;  // rebuilt
  std::unordered_map<std::string, std::set<ScenarioId>> by_site;     // rebuilt
  std::set<std::pair<Instant, ScenarioId>> turns;                    // starts and ends; rebuilt
  std::set<std::pair<Instant, ScenarioId>> reports;                  // the next ones; rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, serial, open)

/// What measurements' thresholds of an element are multiplied by: the tightest of the scenarios
/// that run over it; 1 when none does.
double factor_of(const State& state, const std::string& element);
/// The same of every element that a running scenario makes stricter.
std::unordered_map<std::string, double> factors(const State& state);

/// The scenario that runs over a site, the first planned of several; null when none does.
const Scenario* running_over(const State& state, const std::string& site);

/// What the scenarios that run over a site make of a fault there.
struct Tightening {
  ScenarioId id;  // the first of them; none when none runs
  incident::Severity severity = incident::Severity::minor;
  int64_t take_up_within_s = 0;  // 0: as ever
  std::string on_duty;           // names, "" when nobody is
};
Tightening tightening_of(const State& state, const std::string& site, incident::Severity usual,
                         Instant now);

/// The scenarios whose change freeze forbids work on an element in a time, the first planned first.
std::vector<ScenarioId> frozen_by(const State& state, const std::vector<std::string>& elements,
                                  Instant from, Instant until);

/// Who is on duty at a moment, in the order of the roster.
std::vector<const Shift*> on_duty(const What& what, Instant now);

/// The first time from a moment on, before the scenario ends, in which nobody is; none: zeros.
struct Gap {
  Instant from;
  Instant until;
};
Gap roster_gap(const What& what, Instant now);

int64_t& take_up_of(TakeUp& take_up, incident::Severity severity);
int64_t take_up_of(const TakeUp& take_up, incident::Severity severity);

/// Everything that the services of the sites depend on, in order.
std::vector<std::string> elements_under(const std::vector<std::string>& sites,
                                        const desk::Nouns& nouns);
Figures figures_of(const What& what, const std::vector<std::string>& elements,
                   const desk::Nouns& nouns, Instant now);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::scenario
