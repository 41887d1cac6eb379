// SPDX-License-Identifier: Apache-2.0
// What an element depends on, whatever group it stands in.
#pragma once

#include "network/element/model.h"

namespace lifeline::element {

/// Calls with the id of each element that this one depends on, once, in their order.
template <class Use>
void each_dependency(const Element& element, Use use) {
  const auto named_before = [&](const std::string* named) {
    for (const auto& group : element.depends_on)
      for (const std::string& on : group) {
        if (&on == named) return false;
        if (on == *named) return true;
      }
    return false;
  };
  for (const auto& group : element.depends_on)
    for (const std::string& on : group)
      if (!named_before(&on)) use(on);
}

}  // namespace lifeline::element
