// SPDX-License-Identifier: Apache-2.0
#include "command/roster/model.h"

namespace lifeline::roster {

void hear(const Event& event, const desk::Heard& heard, const desk::Context&, desk::Commands& out) {
  // What a desk has itself from another is for nobody else.
  if (std::visit([&](const auto& e) { return e.id.desk == heard.from.value; }, event))
    out.add<Command>(Follow{.from = heard.from, .event = event});
}

}  // namespace lifeline::roster
