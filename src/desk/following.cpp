// SPDX-License-Identifier: Apache-2.0
#include "desk/following.h"

namespace lifeline::desk::following {

Result<std::vector<Event>> decide(const State& state, const Command& command, const Context&) {
  const auto& advance = std::get<Advance>(command);
  const auto known = state.heard.find(advance.desk);
  if (known != state.heard.end() && advance.position <= known->second.position)
    return conflict("position_must_advance");
  return std::vector<Event>{
      Advanced{.desk = advance.desk, .position = advance.position, .heard_at = advance.heard_at}};
}

void evolve(State& state, const Event& event) {
  const auto& advanced = std::get<Advanced>(event);
  state.heard[advanced.desk] = {.position = advanced.position, .heard_at = advanced.heard_at};
}

RowKey touches(const Event&) { return {}; }

}  // namespace lifeline::desk::following
