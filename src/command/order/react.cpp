// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "command/incident/model.h"
#include "command/order/model.h"

namespace lifeline::order {
namespace {

std::vector<UnitCode> on_this_ground(const std::vector<UnitCode>& units, const desk::Context& at) {
  std::vector<UnitCode> mine;
  for (const UnitCode unit : units)
    if (at.plan.desk_of(unit) == at.desk) mine.push_back(unit);
  return mine;
}

// A unit that is ordered to an incident needs not the order that waits for it there.
void end_holds(IncidentId id, const std::vector<UnitCode>& ordered, const desk::Context& at,
               desk::Commands& out) {
  if (id.desk != at.desk.value) return;
  const auto& open = at.get<incident::State>().open;
  const auto found = open.find(id);
  if (found == open.end()) return;
  for (const auto& [unit, pending] : found->second.pending)
    if (std::ranges::find(ordered, unit) != ordered.end())
      out.add<incident::Command>(incident::EndHold{.id = id, .unit = unit});
}

}  // namespace

// On the issuing desk a decline goes up at once.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* issued = std::get_if<Issued>(&event))
    end_holds(issued->what.incident, issued->recipients, at, out);
  if (const auto* received = std::get_if<Received>(&event))
    end_holds(received->what.incident, received->recipients, at, out);
  const auto* declined = std::get_if<Declined>(&event);
  if (declined == nullptr || declined->id.desk != at.desk.value) return;
  out.add<Command>(
      Escalate{.id = declined->id, .unit = declined->unit, .missed = Missed::declined});
}

// Orders for units of this ground come in; what happened to an order elsewhere is taken over. A
// desk that already knows refuses, so nothing echoes.
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out) {
  const auto& known = at.get<State>().orders;
  if (const auto* e = std::get_if<Issued>(&event)) {
    const auto mine = on_this_ground(e->recipients, at);
    if (!mine.empty())
      out.add<Command>(Receive{.id = e->id,
                               .what = e->what,
                               .recipients = mine,
                               .issued_at = e->at,
                               .issued_by = e->by});
  } else if (const auto* e = std::get_if<Escalated>(&event)) {
    if (e->to && at.plan.desk_of(e->to) == at.desk && e->id.desk == heard.from.value)
      out.add<Command>(Receive{.id = e->id,
                               .what = e->what,
                               .recipients = {e->to},
                               .issued_at = e->at,
                               .issued_by = std::string(heard.who),
                               .by_escalation = true});
  } else if (const auto* e = std::get_if<Received>(&event)) {
    if (e->id.desk == at.desk.value)
      out.add<Command>(Receive{.id = e->id,
                               .what = e->what,
                               .recipients = e->recipients,
                               .issued_at = e->issued_at,
                               .issued_by = e->issued_by});
  } else if (const auto* e = std::get_if<Acknowledged>(&event)) {
    if (known.contains(e->id))
      out.add<Command>(Acknowledge{.id = e->id, .unit = e->unit, .by = e->by, .at = e->at});
  } else if (const auto* e = std::get_if<Finished>(&event)) {
    if (known.contains(e->id))
      out.add<Command>(
          Finish{.id = e->id, .unit = e->unit, .note = e->note, .by = e->by, .at = e->at});
  } else if (const auto* e = std::get_if<Declined>(&event)) {
    if (known.contains(e->id))
      out.add<Command>(
          Decline{.id = e->id, .unit = e->unit, .reason = e->reason, .by = e->by, .at = e->at});
  } else if (const auto* e = std::get_if<Recalled>(&event)) {
    if (known.contains(e->id)) out.add<Command>(Recall{.id = e->id, .reason = e->reason});
  }
}

}  // namespace lifeline::order
