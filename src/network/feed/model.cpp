// SPDX-License-Identifier: Apache-2.0
#include "network/feed/model.h"

#include <algorithm>

namespace lifeline::feed {

void evolve(State& state, const Event& event) {
  const auto& advanced = std::get<Advanced>(event);
  Feed& feed = state.feeds[advanced.name];
  feed.mark = std::max(feed.mark, advanced.to);
  feed.latest = std::max(feed.latest, advanced.latest);
}

desk::RowKey touches(const Event&) { return {}; }

}  // namespace lifeline::feed
