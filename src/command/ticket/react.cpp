// SPDX-License-Identifier: Apache-2.0
#include "command/ticket/view.h"

namespace lifeline::ticket {

// What was decided with the event is done to the incident, in the same append.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  const auto take = [&](IncidentId id, const std::vector<Step>& steps) {
    for (const Step& step : steps) out.add<incident::Command>(command_of(id, step));
  };
  if (const auto* posted = std::get_if<Posted>(&event)) {
    out.add<incident::Command>(opening(posted->unit, posted->attributes));
    take(posted->id, posted->steps);
  } else if (const auto* changed = std::get_if<Changed>(&event)) {
    take(changed->id, changed->steps);
  } else {
    const auto& withdrawn = std::get<Withdrawn>(event);
    if (at.get<incident::State>().open.contains(withdrawn.id))
      out.add<incident::Command>(incident::Cancel{.id = withdrawn.id, .text = withdrawn.reason});
  }
}

}  // namespace lifeline::ticket
