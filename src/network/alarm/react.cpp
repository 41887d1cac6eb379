// SPDX-License-Identifier: Apache-2.0
#include "command/incident/model.h"
#include "network/alarm/model.h"

namespace lifeline::alarm {
namespace {

// The element is judged again only when the alarm can change what it is; most cannot.
void reassess(const std::string& element, const desk::Context& at, desk::Commands& out) {
  const auto& elements = at.get<element::State>();
  if (!elements.elements.contains(element)) return;
  const auto own = element::standing_of(elements, element).own;
  if (worst_impact(at.get<State>(), element) != own)
    out.add<element::Command>(element::Reassess{.id = element});
}

void link(const std::string& element, AlarmId id, bool raised, std::string_view text,
          desk::Commands& out) {
  out.add<incident::Command>(incident::LinkAlarm{
      .root = element, .alarm = to_text(id), .raised = raised, .text = std::string(text)});
}

}  // namespace

// Raised: the element first, so that the incident it may open is there to be linked to. Cleared:
// the link first, while the incident is still open.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* raised = std::get_if<Raised>(&event)) {
    if (!raised->mapped) return;
    reassess(raised->source_name, at, out);
    if (impact_of(raised->severity) != element::Condition::normal)
      link(raised->source_name, raised->id, true, raised->condition, out);
  } else if (const auto* repeated = std::get_if<Repeated>(&event)) {
    const Alarm& alarm = at.get<State>().open.at(repeated->id);
    if (alarm.mapped) reassess(alarm.source_name, at, out);
  } else if (const auto* cleared = std::get_if<Cleared>(&event)) {
    if (at.get<incident::State>().by_root.contains(cleared->source_name))
      link(cleared->source_name, cleared->id, false, cleared->condition, out);
    reassess(cleared->source_name, at, out);
  }
}

}  // namespace lifeline::alarm
