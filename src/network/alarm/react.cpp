// SPDX-License-Identifier: Apache-2.0
#include "command/incident/view.h"
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

void link(AlarmId id, bool raised, const Alarm& alarm, const std::string& root,
          desk::Commands& out) {
  out.add<incident::Command>(incident::LinkAlarm{.root = root,
                                                 .alarm = to_text(id),
                                                 .raised = raised,
                                                 .symptom = alarm.source_name != root,
                                                 .text = alarm.condition});
}

// The element first, so that the incident it may open is there to be linked to. What it changes is
// linked by the element's own reaction.
void take_effect(AlarmId id, const desk::Context& at, desk::Commands& out) {
  const Alarm& alarm = at.get<State>().open.at(id);
  if (!alarm.mapped || reassess(alarm.source_name, at, out)) return;
  const std::string& root = element::standing_of(at.get<element::State>(), alarm.source_name).root;
  if (impact_of(alarm.severity) == element::Condition::normal) return;
  if (at.get<incident::State>().by_root.contains(root)) link(id, true, alarm, root, out);
}

}  // namespace

void link_open(const std::string& element, const std::string& root, const desk::Context& at,
               desk::Commands& out) {
  const auto& alarms = at.get<State>();
  const auto found = alarms.by_source.find(element);
  if (root.empty() || found == alarms.by_source.end()) return;
  for (const AlarmId id : found->second.ids) {
    const Alarm& alarm = alarms.open.at(id);
    if (impact_of(alarm.severity) != element::Condition::normal) link(id, true, alarm, root, out);
  }
}

// When an alarm is cleared the link goes first, while the incident is still open.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* raised = std::get_if<Raised>(&event)) {
    take_effect(raised->id, at, out);
  } else if (const auto* repeated = std::get_if<Repeated>(&event)) {
    if (!repeated->severity_changed) return;
    take_effect(repeated->id, at, out);
  } else if (const auto* told = std::get_if<Told>(&event)) {
    if (!told->severity_changed) return;
    take_effect(told->id, at, out);
  } else if (const auto* placed = std::get_if<Placed>(&event)) {
    take_effect(placed->id, at, out);
  } else if (const auto* cleared = std::get_if<Cleared>(&event)) {
    if (at.get<incident::View>().of_alarm.contains(to_text(cleared->id)))
      out.add<incident::Command>(incident::LinkAlarm{.root = cleared->source_name,
                                                     .alarm = to_text(cleared->id),
                                                     .raised = false,
                                                     .text = cleared->condition});
    reassess(cleared->source_name, at, out);
  }
}

}  // namespace lifeline::alarm
