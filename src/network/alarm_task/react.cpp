// SPDX-License-Identifier: Apache-2.0
#include "network/alarm_task/model.h"

namespace lifeline::alarm_task {
namespace {

void take_steps(AlarmId id, const Steps& steps, const desk::Context& at, desk::Commands& out) {
  for (const Step& step : steps)
    if (auto command = command_of(at.get<alarm::State>(), id, step))
      out.add<alarm::Command>(std::move(*command));
}

}  // namespace

// What was decided with the event is done to the alarms, in the same append.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* posted = std::get_if<Posted>(&event)) {
    out.add<alarm::Command>(raise_of(posted->fault));
    take_steps(posted->id, posted->steps, at, out);
  } else if (const auto* changed = std::get_if<Changed>(&event)) {
    take_steps(changed->id, changed->steps, at, out);
  } else if (const auto* withdrawn = std::get_if<Withdrawn>(&event)) {
    if (at.get<alarm::State>().open.contains(withdrawn->id))
      out.add<alarm::Command>(alarm::Clear{.id = withdrawn->id, .reason = withdrawn->reason});
  } else if (const auto* carried = std::get_if<Carried>(&event)) {
    const auto step = step_of(carried->kind, carried->text);
    if (!step) return;
    for (const AlarmId id : carried->alarms) take_steps(id, {*step}, at, out);
  }
}

}  // namespace lifeline::alarm_task
