// SPDX-License-Identifier: Apache-2.0
#include "network/alarm_task/model.h"

#include <algorithm>

namespace lifeline::alarm_task {

alarm::Raise raise_of(const Fault& fault) {
  return {.source_name = fault.source_name,
          .condition = fault.condition,
          .interface = fault.interface,
          .severity = fault.severity,
          .event_type = fault.event_type,
          .specific_problem = fault.specific_problem,
          .additional_text = fault.additional_text,
          .reported_at = fault.reported_at,
          .origin = fault.origin};
}

std::optional<alarm::Command> command_of(const alarm::State& alarms, AlarmId id, const Step& step) {
  switch (step.verb) {
    case Verb::comment: return alarm::Comment{.id = id, .text = step.text};
    case Verb::acknowledge: return alarm::Acknowledge{.id = id};
    case Verb::unacknowledge: return alarm::Unacknowledge{.id = id};
    case Verb::clear: return alarm::Clear{.id = id, .reason = step.text};
    case Verb::rate: break;
  }
  const auto known = alarms.open.find(id);
  if (known == alarms.open.end()) return std::nullopt;
  alarm::Raise raise{.source_name = known->second.source_name,
                     .condition = known->second.condition,
                     .interface = known->second.interface,
                     .severity = known->second.severity};
  enum_from_text(step.text, raise.severity);
  return raise;
}

std::optional<Step> step_of(Kind kind, const std::string& text) {
  switch (kind) {
    case Kind::acknowledge: return Step{.verb = Verb::acknowledge};
    case Kind::unacknowledge: return Step{.verb = Verb::unacknowledge};
    case Kind::clear: return Step{.verb = Verb::clear, .text = text};
    case Kind::comment: return Step{.verb = Verb::comment, .text = text};
    default: return std::nullopt;
  }
}

void evolve(State& state, const Event& event) {
  if (const auto* carried = std::get_if<Carried>(&event))
    state.serial = std::max(state.serial, carried->id.serial);
  if (const auto* done = std::get_if<Done>(&event))
    state.serial = std::max(state.serial, done->id.serial);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

}  // namespace lifeline::alarm_task
