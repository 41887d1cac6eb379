// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/model.h"
#include "network/element/model.h"
#include "network/site/model.h"

namespace lifeline::element {

// A condition that changed is a reason to judge the sites again that live on the element. Elements
// that came in by import take over alarms that were kept as unmapped, and are judged themselves.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* changed = std::get_if<ConditionChanged>(&event)) {
    const auto& sites = at.get<site::State>().by_element;
    const auto found = sites.find(changed->id);
    if (found == sites.end()) return;
    for (const std::string& site : found->second)
      out.add<site::Command>(site::Reassess{.id = site});
    return;
  }
  for (const Element& element : std::get<Imported>(event).elements) {
    out.add<alarm::Command>(alarm::Place{.element = element.id, .region = element.region});
    out.add<Command>(Reassess{.id = element.id});
  }
}

}  // namespace lifeline::element
