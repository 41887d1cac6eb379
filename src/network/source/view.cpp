// SPDX-License-Identifier: Apache-2.0
#include "network/source/view.h"

namespace lifeline::source {

void View::fold(const Event& event, const desk::Stamp& stamp) {
  desk = stamp.desk;
  if (std::holds_alternative<Lost>(event)) ++losses;
}

Row row_of(const std::string& name, const Source& source, UnitCode desk) {
  return {.name = name,
          .interval_s = source.interval_s,
          .heard_at = source.heard_at,
          .lost = source.lost,
          .desk = desk};
}

}  // namespace lifeline::source
