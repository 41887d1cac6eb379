// SPDX-License-Identifier: Apache-2.0
#include "command/account/model.h"
#include "command/subscription/model.h"

namespace lifeline::account {

// Whoever may not ask is told nothing either: what a disabled account subscribed to ends with it.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  const auto* disabled = std::get_if<Disabled>(&event);
  if (disabled == nullptr || !at.nouns.has<subscription::State>()) return;
  for (const auto& [id, what] : at.get<subscription::State>().subscriptions)
    if (what.owner == disabled->name)
      out.add<subscription::Command>(subscription::Unsubscribe{.id = id, .api = what.api});
}

}  // namespace lifeline::account
