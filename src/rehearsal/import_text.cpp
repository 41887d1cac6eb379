// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/import_text.h"

#include <fmt/format.h>

#include "base/describe.h"

namespace lifeline::rehearsal {

std::string degrees_text(double degrees) { return fmt::format("{:.5f}", degrees); }

std::string services_text(const site::Site& site) {
  std::string text;
  for (const site::ServiceNeed& need : site.services) {
    if (!text.empty()) text += ';';
    text += enum_text(need.kind);
    for (const std::string& id : need.elements) {
      text += &id == &need.elements.front() ? ':' : '|';
      text += id;
    }
  }
  return text;
}

}  // namespace lifeline::rehearsal
