// SPDX-License-Identifier: Apache-2.0
#include "network/outage/model.h"

#include "base/limits.h"

namespace lifeline::outage {

void evolve(State& state, const Event& event) {
  if (const auto* excluded = std::get_if<Excluded>(&event)) {
    state.excluded.insert(excluded->id);
    if (state.excluded.size() > limits::outages_max) state.excluded.erase(state.excluded.begin());
  } else {
    state.excluded.erase(std::get<Readmitted>(event).id);
  }
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

}  // namespace lifeline::outage
