// SPDX-License-Identifier: Apache-2.0
// An incident: one trouble with one root, however many alarms tell of it and sites it hits.
//
//   opened ──▶ assigned ──▶ mitigated ──▶ resolved ──▶ closed
//      └───────────┴────────────┴────────────▲│                    ▲
//      │                           reopened ◀─┘ (the same root hits a site again)
//      └── cancelled by a commander ──────────────────────────────┘
//
// The network opens it by Hit and resolves it when the last site is relieved; people do the rest.
// When its root turns out to be explained by another (Explain), it goes on under that root, or is
// merged into the incident which that root has: one root, one incident.
// A resolved incident closes by itself after a day. Limits: limits::incident_timeline_max.
//
// A unit whose ground is hit is ordered when the hold is over (Settings), not in the moment of the
// hit: until then the root may become known, and the trouble end or go on in another incident.
//
//   hit ──▶ pending ──▶ ordered         relieved: no order       merged: pends in the other
//              └──▶ a commander ordered the unit: no second order
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/limits.h"
#include "desk/noun.h"

namespace lifeline::incident {

struct Tag {};
using IncidentId = Id<Tag>;

enum class Phase { opened, assigned, mitigated, resolved, closed, merged };
LIFELINE_ENUM(Phase, opened, assigned, mitigated, resolved, closed, merged)

enum class Severity { warning, minor, major, critical };
LIFELINE_ENUM(Severity, warning, minor, major, critical)

/// How soon somebody must have taken it up.
int64_t take_up_within_s(Severity severity);

/// What an operator may configure: a part of the desk's Nouns.
struct Settings {
  int64_t order_hold_s = limits::order_hold_s;  // from a hit to the order for it; 0: at once
};

/// By a person.
struct Open {
  std::string title_zh;
  std::string title_en;
  Severity severity = Severity::minor;
  UnitCode unit;
  UnitCode region;
  std::string text;
};
LIFELINE_STRUCT(Open, title_zh, title_en, severity, unit, region, text)

/// The network says that a root cause hits a site (again, or differently).
struct Hit {
  std::string root;  // the element
  std::string root_name;
  UnitCode root_region;
  std::string site;
  std::string site_name_zh;
  std::string site_name_en;
  UnitCode unit;  // owns the site
  Severity severity = Severity::minor;
  bool down = false;             // else degraded
  int sure_percent = 100;        // that this is the root
  int64_t take_up_within_s = 0;  // 0: by severity
  std::string on_duty;           // the person who watches the site now, "" for none named
};
/// The root turned out to be explained by another; or is itself, more or less surely than before.
struct Explain {
  std::string root;
  std::string by;
  std::string by_name;
  UnitCode by_region;
  int sure_percent = 100;
};
/// These roots hit the site and no others.
struct Relieve {
  std::string site;
  std::set<std::string> still;
};
/// An alarm on the root, or on what it explains, was raised or cleared.
struct LinkAlarm {
  std::string root;  // or, when it was cleared, the element that it is on
  std::string alarm;
  bool raised = true;
  bool symptom = false;  // on what the root explains
  std::string text;
};
struct Assign {
  IncidentId id;
  std::string assignee;
};
struct Mitigate {
  IncidentId id;
  std::string text;
};
struct Resolve {
  IncidentId id;
  std::string text;
};
struct Close {
  IncidentId id;
  std::string text;
};
struct Note {
  IncidentId id;
  std::string text;
};
/// A person judges it graver than it was known to be.
struct Raise {
  IncidentId id;
  Severity severity = Severity::minor;
};
/// A person names it otherwise.
struct Retitle {
  IncidentId id;
  std::string title_zh;
  std::string title_en;
};
/// It was none: closed at once, by a commander, with the reason.
struct Cancel {
  IncidentId id;
  std::string text;
};
/// The unit's order waits no more: its time has come, or somebody has ordered the unit.
struct EndHold {
  IncidentId id;
  UnitCode unit;
};
using Command = std::variant<Open, Hit, Explain, Relieve, LinkAlarm, Assign, Mitigate, Resolve,
                             Close, Note, Raise, Retitle, Cancel, EndHold>;

struct Opened {
  IncidentId id;
  std::string title_zh;
  std::string title_en;
  Severity severity = Severity::minor;
  UnitCode unit;
  UnitCode region;
  std::string root;  // "" when a person opened it
  int sure_percent = 100;
  std::string text;
};
LIFELINE_STRUCT(Opened, id, title_zh, title_en, severity, unit, region, root, sure_percent, text)
/// It goes on under this root, or ended in the other incident that has it; with the root that it
/// had, a person gave it another title.
struct Explained {
  IncidentId id;
  std::string root;
  std::string title_zh;
  std::string title_en;
  UnitCode region;
  int sure_percent = 100;
  IncidentId into;  // merged into it
};
LIFELINE_STRUCT(Explained, id, root, title_zh, title_en, region, sure_percent, into)
struct Reopened {
  IncidentId id;
};
LIFELINE_STRUCT(Reopened, id)
/// It also says how the order to the unit stands: it pends until order_at, or without that time
/// goes out now if it is the first of the unit, or is not needed.
struct SiteHit {
  IncidentId id;
  std::string site;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  bool down = false;
  bool first_of_unit = false;    // no order for this incident waits on the unit
  int64_t take_up_within_s = 0;  // 0: by severity
  std::string on_duty;           // the person who watches the site now, "" for none named
  Instant order_at;              // when the order that pends for the unit goes out
};
LIFELINE_STRUCT(SiteHit, id, site, name_zh, name_en, unit, down, first_of_unit, take_up_within_s,
                on_duty, order_at)
struct SiteRelieved {
  IncidentId id;
  std::string site;
  UnitCode spared;  // the unit whose order pended and is not needed any more
};
LIFELINE_STRUCT(SiteRelieved, id, site, spared)
struct AlarmLinked {
  IncidentId id;
  std::string alarm;
  bool raised = true;
  bool symptom = false;
  std::string text;
};
LIFELINE_STRUCT(AlarmLinked, id, alarm, raised, symptom, text)
struct SeverityRaised {
  IncidentId id;
  Severity severity = Severity::minor;
};
LIFELINE_STRUCT(SeverityRaised, id, severity)
struct Assigned {
  IncidentId id;
  std::string assignee;
};
LIFELINE_STRUCT(Assigned, id, assignee)
struct Mitigated {
  IncidentId id;
  std::string text;
};
LIFELINE_STRUCT(Mitigated, id, text)
struct Resolved {
  IncidentId id;
  std::string text;
  Instant close_at;  // unless it is reopened
};
LIFELINE_STRUCT(Resolved, id, text, close_at)
struct Closed {
  IncidentId id;
  std::string text;
};
LIFELINE_STRUCT(Closed, id, text)
struct Noted {
  IncidentId id;
  std::string text;
};
LIFELINE_STRUCT(Noted, id, text)
using Event = std::variant<Opened, Reopened, Explained, SiteHit, SiteRelieved, AlarmLinked,
                           SeverityRaised, Assigned, Mitigated, Resolved, Closed, Noted>;

/// A site as an incident hits it.
struct Struck {
  bool down = false;
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
  int64_t take_up_within_s = 0;
  std::string on_duty;
};
LIFELINE_STRUCT(Struck, down, unit, name_zh, name_en, take_up_within_s, on_duty)

/// An order to a unit that is not sent yet, and the site whose hit calls for it.
struct Pending {
  Instant at;
  std::string site;
};
LIFELINE_STRUCT(Pending, at, site)

struct Incident {
  IncidentId id;
  Phase phase = Phase::opened;
  Severity severity = Severity::minor;
  UnitCode unit;
  std::string root;
  int sure_percent = 100;
  std::map<std::string, Struck> sites;  // hit now
  std::set<UnitCode> units;             // that were ever hit
  std::map<UnitCode, Pending> pending;  // orders that wait
  Instant close_at;
};
LIFELINE_STRUCT(Incident, id, phase, severity, unit, root, sure_percent, sites, units, pending,
                close_at)

struct Hold {
  Instant until;
  IncidentId id;
  UnitCode unit;

  friend auto operator<=>(const Hold&, const Hold&) = default;
};

struct State {
  uint64_t serial = 0;
  std::map<IncidentId, Incident> open;                            // not closed
  std::map<std::string, IncidentId> by_root;                      // not closed
  std::set<std::pair<Instant, IncidentId>> closing;               // rebuilt
  std::set<Hold> holds;                                           // of pending orders; rebuilt
  std::unordered_map<std::string, std::set<IncidentId>> by_site;  // that hit it now; rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, serial, open)

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::incident
