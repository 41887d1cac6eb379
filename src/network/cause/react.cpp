// SPDX-License-Identifier: Apache-2.0
#include "network/cause/model.h"

namespace lifeline::cause {

void hear(const Event& event, const desk::Heard& heard, const desk::Context&, desk::Commands& out) {
  if (heard.from != group_unit) return;  // only headquarters teaches
  out.add<Command>(Adopt{.edges = std::get<Imported>(event).edges});
}

}  // namespace lifeline::cause
