// SPDX-License-Identifier: Apache-2.0
#include "command/attachment/model.h"

namespace lifeline::attachment {

// What a desk has only learnt is not passed on: nothing echoes.
void hear(const Event& event, const desk::Heard&, const desk::Context&, desk::Commands& out) {
  const auto* kept = std::get_if<Kept>(&event);
  if (kept == nullptr) return;
  out.add<Command>(Learn{.id = kept->id,
                         .type = kept->type,
                         .bytes = kept->bytes,
                         .unit = kept->unit,
                         .by = kept->by,
                         .at = kept->at});
}

}  // namespace lifeline::attachment
