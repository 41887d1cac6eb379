// SPDX-License-Identifier: Apache-2.0
// What is kept of alarms as other systems posted it, their groups, and the newest tasks. What is
// kept goes with the alarm: as many of the cleared as the list of alarms has, and those still open.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <tuple>
#include <unordered_map>

#include "network/alarm/view.h"
#include "network/alarm_task/model.h"

namespace lifeline::alarm_task {

struct Kept {
  Attributes attributes;       // as posted and patched, "comment" with those of tasks
  AlarmId parent;              // of its group
  std::set<AlarmId> children;  // of its own group
  Instant changed_at;          // by another system
};
LIFELINE_STRUCT(Kept, attributes, parent, children, changed_at)

struct Task {
  TaskId id;
  Kind kind = Kind::acknowledge;
  UnitCode unit;
  Attributes attributes;
  std::vector<AlarmId> alarms;
  Instant at;
};
LIFELINE_STRUCT(Task, id, kind, unit, attributes, alarms, at)

struct View {
  std::unordered_map<AlarmId, Kept> kept;
  std::set<AlarmId> withdrawn;  // gone for other systems, not for Lifeline
  std::deque<AlarmId> over;     // cleared ones of these, oldest first, limits::alarm_history_max
  std::map<TaskId, Task> tasks;
  std::map<TaskId, std::vector<AlarmId>> parts;  // what each of this desk's parts changed

  using Overhears = std::tuple<alarm::Event>;
  void fold(const Event& event, const desk::Stamp& stamp);
  void fold(const alarm::Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, kept, withdrawn, over, tasks, parts)

/// What is kept of an alarm; null: nothing is.
const Kept* find(const View& view, AlarmId id);

struct Noun {
  using State = alarm_task::State;
  using Command = alarm_task::Command;
  using Event = alarm_task::Event;
  using View = alarm_task::View;
  static constexpr std::string_view name = "alarm_task";
  static constexpr uint64_t bit = uint64_t{1} << 32;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::alarm_task
