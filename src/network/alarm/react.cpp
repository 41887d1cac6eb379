// SPDX-License-Identifier: Apache-2.0
#include "command/incident/model.h"
#include "network/alarm/model.h"

namespace lifeline::alarm {
namespace {

// The element is judged again only when the alarm can change what it is; most cannot.
bool reassess(const std::string& element, const desk::Context& at, desk::Commands& out) {
  const auto& elements = at.get<element::State>();
  if (!elements.elements.contains(element)) return false;
  const auto own = element::standing_of(elements, element).own;
  if (worst_impact(at.get<State>(), element) == own) return false;
  out.add<element::Command>(element::Reassess{.id = element});
  return true;
}

void link(AlarmId id, bool raised, const std::string& element, std::string_view condition,
          desk::Commands& out) {
  out.add<incident::Command>(incident::LinkAlarm{
      .root = element, .alarm = to_text(id), .raised = raised, .text = std::string(condition)});
}

// The element first, so that the incident it may open is there to be linked to.
void take_effect(AlarmId id, const desk::Context& at, desk::Commands& out) {
  const Alarm& alarm = at.get<State>().open.at(id);
  if (!alarm.mapped) return;
  const bool may_open = reassess(alarm.source_name, at, out);
  const auto& incidents = at.get<incident::State>().by_root;
  if (impact_of(alarm.severity) == element::Condition::normal) return;
  if (may_open || incidents.contains(alarm.source_name))
    link(id, true, alarm.source_name, alarm.condition, out);
}

}  // namespace

// When an alarm is cleared the link goes first, while the incident is still open.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* raised = std::get_if<Raised>(&event)) {
    take_effect(raised->id, at, out);
  } else if (const auto* repeated = std::get_if<Repeated>(&event)) {
    if (!repeated->severity_changed) return;
    take_effect(repeated->id, at, out);
  } else if (const auto* placed = std::get_if<Placed>(&event)) {
    take_effect(placed->id, at, out);
  } else if (const auto* cleared = std::get_if<Cleared>(&event)) {
    if (at.get<incident::State>().by_root.contains(cleared->source_name))
      link(cleared->id, false, cleared->source_name, cleared->condition, out);
    reassess(cleared->source_name, at, out);
  }
}

}  // namespace lifeline::alarm
