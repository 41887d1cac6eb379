// SPDX-License-Identifier: Apache-2.0
#include "command/subscription/view.h"

namespace lifeline::subscription {

void View::fold(const Event& event, const desk::Stamp&) {
  if (std::holds_alternative<Unsubscribed>(event)) ++ended;
}

}  // namespace lifeline::subscription
