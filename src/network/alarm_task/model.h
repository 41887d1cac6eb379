// SPDX-License-Identifier: Apache-2.0
// What other systems say of alarms and do to them beside the doors: alarms that they post, with
// what has no field of its own kept as JSON text, exactly as it came; changes; and tasks over many
// alarms at once. The alarm itself is alarm::Alarm: what is said becomes its own commands in the
// same append, so that either all of it happens or nothing.
//
//   post ──▶ Posted ──▶ alarm raised, or told again
//   patch ──▶ Changed ──▶ steps of the alarm         withdraw ──▶ Withdrawn ──▶ alarm cleared
//   task ──▶ Carried (each desk, its own alarms) ──▶ steps of each ──▶ Done (where it is asked for)
//
// A group is one level deep: an alarm has a parent or children. A desk carries its part of a task
// as far as its alarms allow, and keeps which of them it changed: asked again, it says the same.
// Limits: limits::alarm_attributes_max, alarm_bytes_max, alarm_task_*, alarm_tasks_max.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "desk/attributes.h"
#include "network/alarm/model.h"

namespace lifeline::alarm_task {

using alarm::AlarmId;
using desk::Attributes;

struct Tag {};
using TaskId = Id<Tag>;

/// What becomes the alarm's own.
struct Fault {
  std::string source_name;
  std::string condition;
  std::string interface;
  alarm::Severity severity = alarm::Severity::indeterminate;
  std::string event_type;
  std::string specific_problem;
  std::string additional_text;
  Instant reported_at;
  std::string origin;

  friend bool operator==(const Fault&, const Fault&) = default;
};
LIFELINE_STRUCT(Fault, source_name, condition, interface, severity, event_type, specific_problem,
                additional_text, reported_at, origin)

enum class Verb { comment, rate, acknowledge, unacknowledge, clear };
LIFELINE_ENUM(Verb, comment, rate, acknowledge, unacknowledge, clear)

/// What is said means this for the alarm: one command of its own.
struct Step {
  Verb verb = Verb::comment;
  std::string text;  // the comment, the severity, the reason of a clear

  friend bool operator==(const Step&, const Step&) = default;
};
LIFELINE_STRUCT(Step, verb, text)
using Steps = std::vector<Step>;

enum class Kind { acknowledge, unacknowledge, clear, comment, group, ungroup };
LIFELINE_ENUM(Kind, acknowledge, unacknowledge, clear, comment, group, ungroup)

struct Post {
  Fault fault;
  Attributes attributes;
  Steps steps;
};
/// A merge patch (RFC 7386): "null" removes what is kept. A step that is done already is none.
struct Change {
  AlarmId id;
  Attributes attributes;
  Steps steps;
  bool is_open = false;  // it is said to be so still
};
struct Withdraw {
  AlarmId id;
  std::string reason;
};
/// A desk's part of a task. Of a group, those whose parent is here may be another desk's.
struct Carry {
  Kind kind = Kind::acknowledge;
  std::vector<AlarmId> alarms;
  AlarmId parent;
  std::string text;       // the comment, the reason of a clear
  Attributes attributes;  // kept with each alarm; a comment is added to those that it has
};
/// All desks have done their parts.
struct Close {
  Kind kind = Kind::acknowledge;
  UnitCode unit;
  Attributes attributes;  // as posted
  std::vector<AlarmId> alarms;
};
using Command = std::variant<Post, Change, Withdraw, Carry, Close>;

struct Posted {
  AlarmId id;
  Fault fault;
  Attributes attributes;
  Steps steps;
};
LIFELINE_STRUCT(Posted, id, fault, attributes, steps)
struct Changed {
  AlarmId id;
  Attributes attributes;  // as they are now
  std::set<std::string> removed;
  Steps steps;
};
LIFELINE_STRUCT(Changed, id, attributes, removed, steps)
struct Withdrawn {
  AlarmId id;
  std::string reason;
};
LIFELINE_STRUCT(Withdrawn, id, reason)
struct Carried {
  TaskId id;  // of the part
  Kind kind = Kind::acknowledge;
  std::vector<AlarmId> alarms;  // that it changed
  AlarmId parent;
  std::string text;
  Attributes attributes;
};
LIFELINE_STRUCT(Carried, id, kind, alarms, parent, text, attributes)
struct Done {
  TaskId id;
  Kind kind = Kind::acknowledge;
  UnitCode unit;  // whose task it is
  Attributes attributes;
  std::vector<AlarmId> alarms;  // that it changed, on any desk
};
LIFELINE_STRUCT(Done, id, kind, unit, attributes, alarms)
using Event = std::variant<Posted, Changed, Withdrawn, Carried, Done>;

/// All that is kept is to be read, so it stands in the view.
struct State {
  uint64_t serial = 0;  // of tasks and parts
};
LIFELINE_STRUCT(State, serial)

alarm::Raise raise_of(const Fault& fault);
/// Nothing when there is no such open alarm.
std::optional<alarm::Command> command_of(const alarm::State& alarms, AlarmId id, const Step& step);
std::optional<Step> step_of(Kind kind, const std::string& text);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void react(const Event& event, const desk::Context& at, desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::alarm_task
