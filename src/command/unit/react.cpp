// SPDX-License-Identifier: Apache-2.0
#include "command/unit/model.h"

namespace lifeline::unit {

void hear(const Event& event, const desk::Heard& heard, const desk::Context&, desk::Commands& out) {
  if (heard.from != group_unit) return;  // only headquarters shapes the tree
  out.add<Command>(Adopt{.units = std::get<Imported>(event).units});
}

}  // namespace lifeline::unit
