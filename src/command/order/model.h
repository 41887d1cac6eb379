// SPDX-License-Identifier: Apache-2.0
// An order goes to one or many units; each recipient answers for itself.
//
//   issued ──▶ received ──▶ acknowledged ──▶ done
//      └──────────┴──────────────┴──▶ declined          the order as a whole: open ──▶ recalled
//
// A recipient that misses acknowledge_by or finish_by, or declines, is escalated to its parent,
// which becomes a recipient with a deadline of its own; at the group it stops.
//
// The issuing desk owns the order and its deadlines. A desk that hears of an order for units on its
// ground keeps a copy under the same id; what happens to either is heard by the other.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "command/incident/model.h"
#include "desk/noun.h"

namespace lifeline::order {

struct Tag {};
using OrderId = Id<Tag>;
using incident::IncidentId;

enum class Priority { normal, high, urgent };
LIFELINE_ENUM(Priority, normal, high, urgent)

enum class Step { issued, received, acknowledged, done, declined };
LIFELINE_ENUM(Step, issued, received, acknowledged, done, declined)

enum class Missed { nothing, acknowledge, finish, declined };
LIFELINE_ENUM(Missed, nothing, acknowledge, finish, declined)

/// What is ordered; the same on every desk that knows of it.
struct Text {
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  Priority priority = Priority::normal;
  UnitCode issuer;
  IncidentId incident;
  int64_t acknowledge_within_s = 0;
  int64_t finish_within_s = 0;
};
LIFELINE_STRUCT(Text, subject_zh, subject_en, text, priority, issuer, incident,
                acknowledge_within_s, finish_within_s)

struct Issue {
  Text what;
  std::vector<UnitCode> recipients;
};
/// Another desk ordered units of this one's ground.
struct Receive {
  OrderId id;
  Text what;
  std::vector<UnitCode> recipients;
  Instant issued_at;
  std::string issued_by;
  bool by_escalation = false;
};
struct Acknowledge {
  OrderId id;
  UnitCode unit;        // none: the first within the actor's reach that owes it
  std::string by = {};  // heard from another desk: who did it there
  Instant at = {};      // and when; else now
};
struct Finish {
  OrderId id;
  UnitCode unit;
  std::string note;
  std::string by = {};
  Instant at = {};
};
struct Decline {
  OrderId id;
  UnitCode unit;
  std::string reason;
  std::string by = {};
  Instant at = {};
};
struct Recall {
  OrderId id;
  std::string reason;
};
/// A deadline passed or a recipient declined.
struct Escalate {
  OrderId id;
  UnitCode unit;
  Missed missed = Missed::nothing;
};
using Command = std::variant<Issue, Receive, Acknowledge, Finish, Decline, Recall, Escalate>;

struct Issued {
  OrderId id;
  Text what;
  std::vector<UnitCode> recipients;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Issued, id, what, recipients, by, at)
struct Received {
  OrderId id;
  Text what;
  std::vector<UnitCode> recipients;
  Instant issued_at;
  std::string issued_by;
  Instant at;
  bool by_escalation = false;
};
LIFELINE_STRUCT(Received, id, what, recipients, issued_at, issued_by, at, by_escalation)
struct Acknowledged {
  OrderId id;
  UnitCode unit;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Acknowledged, id, unit, by, at)
struct Finished {
  OrderId id;
  UnitCode unit;
  std::string note;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Finished, id, unit, note, by, at)
struct Declined {
  OrderId id;
  UnitCode unit;
  std::string reason;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Declined, id, unit, reason, by, at)
struct Recalled {
  OrderId id;
  std::string reason;
};
LIFELINE_STRUCT(Recalled, id, reason)
struct Escalated {
  OrderId id;
  UnitCode unit;
  UnitCode to;  // none: nobody stands above
  Missed missed = Missed::nothing;
  Text what;  // when `to` stands on another desk, which learns of the order from here
  Instant at;
};
LIFELINE_STRUCT(Escalated, id, unit, to, missed, what, at)
using Event = std::variant<Issued, Received, Acknowledged, Finished, Declined, Recalled, Escalated>;

struct Recipient {
  UnitCode unit;
  Step step = Step::issued;
  bool by_escalation = false;
  Instant acknowledge_by;
  Instant finish_by;
  bool acknowledge_missed = false;
  bool finish_missed = false;
  Instant received_at;
  Instant acknowledged_at;
  std::string acknowledged_by;
  Instant done_at;
  std::string note;
  Instant escalated_at;
  UnitCode escalated_to;
};
LIFELINE_STRUCT(Recipient, unit, step, by_escalation, acknowledge_by, finish_by, acknowledge_missed,
                finish_missed, received_at, acknowledged_at, acknowledged_by, done_at, note,
                escalated_at, escalated_to)

/// How far an order is, over the units it was issued to; those that came in by escalation are not
/// counted, but their going up is.
struct Tally {
  uint64_t recipients = 0;
  uint64_t acknowledged = 0;
  uint64_t done = 0;
  uint64_t late = 0;  // owe something whose deadline has passed
  uint64_t escalated = 0;
};

struct Order {
  OrderId id;
  Text what;
  Instant issued_at;
  std::string issued_by;
  bool owned = false;  // this desk issued it and keeps its deadlines
  bool recalled = false;
  std::vector<Recipient> recipients;
  std::map<UnitCode, size_t> index;  // unit → place in recipients; rebuilt
  Tally tally;                       // rebuilt
};
LIFELINE_STRUCT(Order, id, what, issued_at, issued_by, owned, recalled, recipients)

struct Deadline {
  Instant at;
  OrderId id;
  UnitCode unit;
  Missed missed = Missed::nothing;

  friend auto operator<=>(const Deadline&, const Deadline&) = default;
};

struct State {
  uint64_t serial = 0;
  std::map<OrderId, Order> orders;
  std::set<Deadline> deadlines;  // of the orders this desk issued

  void reindex();
};
LIFELINE_STRUCT(State, serial, orders)

Tally tally_of(const Order& order);
/// The recipient, if the unit is one.
const Recipient* find_recipient(const Order& order, UnitCode unit);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);
std::optional<Instant> due(const State& state);
void expire(const State& state, Instant now, desk::Commands& out);

}  // namespace lifeline::order
