// SPDX-License-Identifier: Apache-2.0
// An alarm as X.733 and 3GPP TS 28.532 have it. The same alarm again (same source, condition and
// interface) raises a count, not a row; a severity of its own may come with it.
//
//   raised ──▶ repeated* ──▶ cleared        unacknowledged ⇄ acknowledged, comments at any time
//                 ▲ └──▶ clear held (flapping)
//                 └────────┘  └──▶ cleared when quiet
//
// One that comes and goes is flapping: it stays open until it has been quiet for a while. A report
// that comes after the clear it was sent before is counted, not opened.
//
// Several doors may tell of the same alarm. It belongs to the one that owns the fact: whose mapping
// says so, else who told first. The owner says how bad it is and when it is over; what the others
// say is kept beside it.
//
// An alarm whose source is no known element is kept as unmapped and placed when the element comes.
// Nothing that a peer was answered for is dropped: a clear without its alarm is an event as well.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "desk/noun.h"
#include "network/element/model.h"

namespace lifeline::alarm {

struct Tag {};
using AlarmId = Id<Tag>;

enum class Severity { indeterminate, warning, minor, major, critical };
LIFELINE_ENUM(Severity, indeterminate, warning, minor, major, critical)

enum class AckState { unacknowledged, acknowledged };
LIFELINE_ENUM(AckState, unacknowledged, acknowledged)

/// A device or its manager tells of a fault.
struct Raise {
  std::string source_name;  // the managed object
  std::string condition;    // what is wrong: X.733 probable cause, VES alarmCondition
  std::string interface;    // card, port or channel, may be empty
  Severity severity = Severity::indeterminate;
  std::string event_type;  // X.733 event type, VES eventCategory
  std::string specific_problem;
  std::string additional_text;
  Instant reported_at;    // by the device's clock
  uint64_t delivery = 0;  // of the report: the same again was sent twice, not raised twice
  std::string origin;  // who tells: "ves", "snmp", the name of a manager; "" speaks for the owner
  bool owns = false;   // the origin owns the fact, whoever told first
};
struct ReportClear {
  std::string source_name;
  std::string condition;
  std::string interface;
  Instant reported_at;
  std::string origin;  // as in Raise
};
struct Acknowledge {
  AlarmId id;
};
struct Unacknowledge {
  AlarmId id;
};
struct Clear {  // by a person
  AlarmId id;
  std::string reason;
};
struct Comment {
  AlarmId id;
  std::string text;
};
/// A flapping alarm was quiet for long enough.
struct Settle {
  AlarmId id;
};
/// The element of this name is known from now on.
struct Place {
  std::string element;
  UnitCode region;
};
using Command =
    std::variant<Raise, ReportClear, Acknowledge, Unacknowledge, Clear, Comment, Settle, Place>;

struct Raised {
  AlarmId id;
  std::string source_name;
  bool mapped = false;
  UnitCode region;
  UnitCode unit;  // answers for it
  std::string condition;
  std::string interface;
  Severity severity = Severity::indeterminate;
  std::string event_type;
  std::string specific_problem;
  std::string additional_text;
  Instant reported_at;
  uint64_t delivery = 0;
  uint32_t returns = 0;  // times that it came back, each soon after the time before
  std::string origin;
  bool owns = false;
};
LIFELINE_STRUCT(Raised, id, source_name, mapped, region, unit, condition, interface, severity,
                event_type, specific_problem, additional_text, reported_at, delivery, returns,
                origin, owns)
struct Repeated {
  AlarmId id;
  Severity severity = Severity::indeterminate;  // as it is now
  bool severity_changed = false;
  uint64_t delivery = 0;
};
LIFELINE_STRUCT(Repeated, id, severity, severity_changed, delivery)
/// Another than the owner tells of it too.
struct Told {
  AlarmId id;
  std::string origin;
  Severity severity = Severity::indeterminate;  // as it says
  uint64_t delivery = 0;
  bool owns = false;              // it is the owner from now on, and its severity the alarm's
  bool severity_changed = false;  // the alarm's
};
LIFELINE_STRUCT(Told, id, origin, severity, delivery, owns, severity_changed)
/// Another than the owner says that it is over: it stays open until the owner says so.
struct ToldOver {
  AlarmId id;
  std::string origin;
  Instant reported_at;
};
LIFELINE_STRUCT(ToldOver, id, origin, reported_at)
struct Cleared {
  AlarmId id;
  std::string source_name;
  std::string condition;
  std::string reason;     // "" when the device said so
  Instant reported_at;    // by the device's clock
  Instant at;             // of the desk
  bool was_held = false;  // the device said so earlier, while it was flapping
};
LIFELINE_STRUCT(Cleared, id, source_name, condition, reason, reported_at, at, was_held)
/// The device says that a flapping alarm is over; it stays open unless it is quiet until then.
struct ClearHeld {
  AlarmId id;
  Instant reported_at;
  Instant until;
};
LIFELINE_STRUCT(ClearHeld, id, reported_at, until)
struct ClearUnmatched {
  std::string source_name;
  std::string condition;
  std::string interface;
  Instant reported_at;
};
LIFELINE_STRUCT(ClearUnmatched, source_name, condition, interface, reported_at)
/// It was over before this report of it came.
struct RaisedLate {
  std::string source_name;
  std::string condition;
};
LIFELINE_STRUCT(RaisedLate, source_name, condition)
struct Acknowledged {
  AlarmId id;
};
LIFELINE_STRUCT(Acknowledged, id)
struct Unacknowledged {
  AlarmId id;
};
LIFELINE_STRUCT(Unacknowledged, id)
struct Commented {
  AlarmId id;
  std::string text;
};
LIFELINE_STRUCT(Commented, id, text)
struct Placed {
  AlarmId id;
  UnitCode region;
  UnitCode unit;
};
LIFELINE_STRUCT(Placed, id, region, unit)
using Event = std::variant<Raised, Repeated, Told, ToldOver, Cleared, ClearHeld, ClearUnmatched,
                           RaisedLate, Acknowledged, Unacknowledged, Commented, Placed>;

/// Who tells of an alarm beside its owner.
struct Teller {
  std::string origin;
  uint64_t delivery = 0;  // of its last report
  bool is_over = false;   // for it
};
LIFELINE_STRUCT(Teller, origin, delivery, is_over)

struct Alarm {
  std::string source_name;
  std::string condition;
  std::string interface;
  Severity severity = Severity::indeterminate;
  UnitCode unit;
  bool mapped = false;
  bool acknowledged = false;
  uint32_t comments = 0;
  uint64_t delivery = 0;  // of the last report
  uint32_t returns = 0;
  Instant held_until;  // its clear is held
  Instant over_at;     // by the device's clock, while the clear is held
  std::string origin;  // of the owner; "" is whoever speaks
  bool owned = false;  // the owner's mapping says that it is
  std::vector<Teller> tellers;
};
LIFELINE_STRUCT(Alarm, source_name, condition, interface, severity, unit, mapped, acknowledged,
                comments, delivery, returns, held_until, over_at, origin, owned, tellers)

/// What is remembered of an alarm's identity after its clear.
struct Past {
  Instant over_at;  // by the device's clock
  Instant cleared_at;
  uint32_t returns = 0;
};
LIFELINE_STRUCT(Past, over_at, cleared_at, returns)
struct PastKey {
  std::string key;
  Past past;
};
LIFELINE_STRUCT(PastKey, key, past)

/// The open alarms of one source; how many of each impact is counted, since every report asks.
struct OfSource {
  std::vector<AlarmId> ids;
  std::array<uint32_t, 3> impacts{};  // indexed by element::Condition
};

struct State {
  uint64_t serial = 0;
  std::unordered_map<AlarmId, Alarm> open;
  std::unordered_map<std::string, AlarmId> by_key;      // of the open ones; rebuilt
  std::unordered_map<std::string, OfSource> by_source;  // of the open ones; rebuilt
  std::deque<PastKey> pasts;  // of the newest clears, oldest first, limits::alarm_pasts_max
  std::unordered_map<std::string, Past> past;     // the newest of each key; rebuilt
  std::set<std::pair<Instant, AlarmId>> holding;  // whose clears are held; rebuilt

  void reindex();
};
LIFELINE_STRUCT(State, serial, open, pasts)

constexpr uint32_t flapping_returns = 3;   // so many within the window each make it flapping
constexpr int64_t returns_within_s = 600;  // after the clear before
constexpr int64_t quiet_s = 300;           // that a flapping alarm is held for
inline bool is_flapping(const Alarm& alarm) { return alarm.returns >= flapping_returns; }

/// The alarm's identity: source, condition and interface.
std::string key_of(std::string_view source, std::string_view condition, std::string_view interface);
/// What an alarm of a severity does to its element: critical is down, major degraded.
element::Condition impact_of(Severity severity);
element::Condition worst_impact(const State& state, const std::string& element);
uint64_t open_on(const State& state, const std::string& element);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);
/// Links the open alarms of the element to the incident of the root that explains it, if there is.
void link_open(const std::string& element, const std::string& root, const desk::Context& at,
               desk::Commands& out);

}  // namespace lifeline::alarm
