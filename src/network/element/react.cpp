// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/model.h"
#include "network/element/model.h"
#include "network/planned_work/model.h"
#include "network/scenario/model.h"
#include "network/site/model.h"

namespace lifeline::element {

// A condition that changed is a reason to judge the sites again that live on the element. Elements
// that came in by import take over alarms that were kept as unmapped, and are judged themselves.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  if (const auto* changed = std::get_if<ConditionChanged>(&event)) {
    const auto& sites = at.get<site::State>().by_element;
    const auto found = sites.find(changed->id);
    if (found != sites.end())
      for (const std::string& site : found->second)
        out.add<site::Command>(site::Reassess{.id = site});
    if (changed->root.empty() || changed->root == changed->id)
      planned_work::reassess_beside_work(changed->id, at, out);
    return;
  }
  for (const Element& element : std::get<Imported>(event).elements) {
    out.add<alarm::Command>(alarm::Place{.element = element.id, .region = element.region});
    out.add<Command>(Reassess{.id = element.id});
  }
  if (!at.get<scenario::State>().open.empty()) out.add<scenario::Command>(scenario::Derive{});
}

}  // namespace lifeline::element
