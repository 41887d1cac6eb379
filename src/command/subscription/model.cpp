// SPDX-License-Identifier: Apache-2.0
#include "command/subscription/model.h"

#include <algorithm>

namespace lifeline::subscription {

void evolve(State& state, const Event& event) {
  if (const auto* subscribed = std::get_if<Subscribed>(&event)) {
    state.serial = std::max(state.serial, subscribed->id.serial);
    state.subscriptions[subscribed->id] = *subscribed;
  } else {
    state.subscriptions.erase(std::get<Unsubscribed>(event).id);
  }
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

}  // namespace lifeline::subscription
