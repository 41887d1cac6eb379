// SPDX-License-Identifier: Apache-2.0
#include "network/mapping/view.h"

namespace lifeline::mapping {

void View::fold(const Event& event, const desk::Stamp& stamp) {
  const auto& changed = std::get<Changed>(event);
  auto& kept = versions[changed.door];
  kept.push_front({.version = changed.version,
                   .text = changed.text,
                   .changed_at = stamp.at,
                   .changed_by = std::string(stamp.who),
                   .why = std::string(stamp.why)});
  if (kept.size() > versions_kept) kept.pop_back();
}

}  // namespace lifeline::mapping
