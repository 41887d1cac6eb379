// SPDX-License-Identifier: Apache-2.0
#include "network/silence/view.h"

namespace lifeline::silence {

void View::fold(const Event& event, const desk::Stamp&) {
  if (std::holds_alternative<Set>(event)) ++set;
}

}  // namespace lifeline::silence
