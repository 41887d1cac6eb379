// SPDX-License-Identifier: Apache-2.0
#include "command/order_template/model.h"

namespace lifeline::order_template {

// Only headquarters' serve all; a province's are for its own desk.
void hear(const Event& event, const desk::Heard& heard, const desk::Context&, desk::Commands& out) {
  if (heard.from != group_unit) return;
  if (const auto* kept = std::get_if<Kept>(&event))
    out.add<Command>(Learn{.id = kept->id, .what = kept->what});
  else if (const auto* changed = std::get_if<Changed>(&event))
    out.add<Command>(Learn{.id = changed->id, .what = changed->what});
  else if (const auto* dropped = std::get_if<Dropped>(&event))
    out.add<Command>(Forget{.id = dropped->id});
}

}  // namespace lifeline::order_template
