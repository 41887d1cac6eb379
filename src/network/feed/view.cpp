// SPDX-License-Identifier: Apache-2.0
#include "network/feed/view.h"

namespace lifeline::feed {

void View::fold(const Event& event, const desk::Stamp& stamp) {
  desk = stamp.desk;
  const auto& advanced = std::get<Advanced>(event);
  uint64_t& count = counts[advanced.name];
  if (advanced.to.count <= count) return;
  count = advanced.to.count;
  ++restarts;
}

Row row_of(const std::string& name, const Feed& feed, UnitCode desk) {
  return {.name = name,
          .count = feed.mark.count,
          .sequence = feed.mark.sequence,
          .latest = feed.latest,
          .desk = desk};
}

}  // namespace lifeline::feed
