// SPDX-License-Identifier: Apache-2.0
#include "network/scenario/model.h"
#include "network/site/model.h"

namespace lifeline::scenario {

// What is planned from now on begins in the same append. When a scenario begins or comes over more
// sites, faults that its sites have already weigh more at once: their incidents are told of the
// hit again.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  const auto hit_again = [&](ScenarioId id) {
    const auto& open = at.get<State>().open;
    const auto found = open.find(id);
    if (found == open.end() || found->second.phase != Phase::running) return;
    for (const std::string& id : found->second.what.sites) site::tell_incidents(id, at, out);
  };
  if (const auto* planned = std::get_if<Planned>(&event)) {
    if (planned->what.from <= at.now) out.add<Command>(Start{.id = planned->id, .reason = {}});
  } else if (const auto* changed = std::get_if<Changed>(&event)) {
    if (!changed->next_report_at && changed->what.from <= at.now)
      out.add<Command>(Start{.id = changed->id, .reason = {}});
    hit_again(changed->id);
  } else if (const auto* started = std::get_if<Started>(&event)) {
    hit_again(started->id);
  }
}

}  // namespace lifeline::scenario
