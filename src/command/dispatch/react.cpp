// SPDX-License-Identifier: Apache-2.0
#include "command/dispatch/model.h"

namespace lifeline::dispatch {

void react(const Event& event, const desk::Context&, desk::Commands& out) {
  if (const auto* taken = std::get_if<TakenUp>(&event))
    out.add<job::Command>(job::Offer{.id = taken->proposal.job, .crew = taken->proposal.crew});
}

}  // namespace lifeline::dispatch
