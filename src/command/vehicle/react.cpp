// SPDX-License-Identifier: Apache-2.0
#include "command/vehicle/model.h"

namespace lifeline::vehicle {

void hear(const Event& event, const desk::Heard& heard, const desk::Context&, desk::Commands& out) {
  // What a desk has itself from another is for nobody else.
  if (!std::holds_alternative<Adopted>(event))
    out.add<Command>(Follow{.from = heard.from, .event = event});
}

}  // namespace lifeline::vehicle
